"""One file per place in the window."""
