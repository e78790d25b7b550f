"""Remembers which screen was the audience's, on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from platformdirs import user_config_path

if TYPE_CHECKING:
    from pathlib import Path


class ScreenMemory:
    """A small file with the identity of the audience's screen; one that cannot be written is no error."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_config_path("Laurel", appauthor=False) / "audience-screen.txt"

    def recall(self) -> str:
        """Give the remembered identity; "" for none."""
        try:
            return self.path.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return ""

    def remember(self, screen: str) -> None:
        """Store the identity of the audience's screen."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(screen, encoding="utf-8")
        except OSError:
            return
