"""What this person prefers on this computer: look, zoom, clinics opened lately. Nothing about anybody in a clinic."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from platformdirs import user_config_path

from ui.theme_tokens import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEPT: Final = 6


@dataclass(frozen=True, slots=True)
class Preferences:
    """`scheme` "" follows the system; `clinics` are folders, the latest first; `sample` is the sample clinic's.

    `calm` leaves motion out (True) or shows it (False); None follows the system. After `lock_minutes` without a touch
    Laurel locks.
    """

    scheme: str = ""
    zoom: int = 100
    clinics: tuple[str, ...] = ()
    sample: str = ""
    calm: bool | None = None
    lock_minutes: int = 5
    anyway: tuple[str, ...] = ()
    """Folders that are used knowingly although other computers may write to them."""
    backup_folder: str = ""
    """The second place for backups, on another disk; "" where none was chosen."""

    @property
    def wanted_scheme(self) -> Scheme | None:
        """The scheme to show, or None to follow the system."""
        return Scheme(self.scheme) if self.scheme else None

    def with_clinic(self, folder: Path) -> Preferences:
        """Remember a clinic as the one opened last."""
        path = str(folder.absolute())
        return replace(self, clinics=(path, *(other for other in self.clinics if other != path))[:KEPT])

    def without_clinic(self, folder: Path) -> Preferences:
        """Forget a clinic."""
        path = str(folder.absolute())
        return replace(
            self,
            clinics=tuple(other for other in self.clinics if other != path),
            sample="" if self.sample == path else self.sample,
        )


class KeptPreferences:
    """The preferences as they are now; whoever follows them is told of each change."""

    def __init__(self, now: Preferences | None = None) -> None:
        self.now = now or Preferences()
        self.followers: list[Callable[[Preferences], object]] = []

    def save(self, preferences: Preferences) -> None:
        """Keep the preferences for as long as Laurel runs."""
        self.now = preferences
        for tell in self.followers:
            tell(preferences)


class PreferenceFile(KeptPreferences):
    """The small JSON file that the preferences live in; a damaged one is set aside and said so."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.path = path or user_config_path("Laurel", appauthor=False) / "preferences.json"
        self.was_damaged = False
        self.now = self._load()

    def save(self, preferences: Preferences) -> None:
        """Keep the preferences; a computer that does not let us is no reason to stop."""
        super().save(preferences)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_suffix(".tmp")
            draft.write_text(json.dumps(asdict(preferences), ensure_ascii=False, indent=2), encoding="utf-8")
            draft.replace(self.path)
        except OSError:
            return

    def _load(self) -> Preferences:
        try:
            return _parsed(json.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Preferences()
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            self.was_damaged = True
            return Preferences()


def _parsed(document: dict[str, object]) -> Preferences:
    scheme, zoom, clinics = document.get("scheme", ""), document.get("zoom", 100), document.get("clinics", [])
    sample, backup_folder = document.get("sample", ""), document.get("backup_folder", "")
    if not (
        isinstance(scheme, str) and isinstance(zoom, int) and isinstance(clinics, list) and isinstance(sample, str)
        and isinstance(backup_folder, str)
    ):  # fmt: skip
        raise TypeError
    calm = document.get("calm")
    if calm is not None and not isinstance(calm, bool):
        raise TypeError
    if scheme:
        Scheme(scheme)
    minutes = document.get("lock_minutes", 5)
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        raise TypeError
    anyway = document.get("anyway", [])
    if not isinstance(anyway, list):
        raise TypeError
    kept = tuple(str(clinic) for clinic in clinics)[:KEPT]
    return Preferences(
        scheme, max(75, min(200, zoom)), kept, sample, calm, max(1, min(60, minutes)), tuple(map(str, anyway)),
        backup_folder,
    )  # fmt: skip
