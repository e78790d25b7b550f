"""The words of Laurel in other languages, and how they are collected."""
