"""The texts of the window in other languages, and how they are collected."""
