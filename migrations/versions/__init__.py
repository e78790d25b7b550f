"""The steps, oldest first; none imports anything of ours."""
