"""Preferences of one person on this computer, with nothing about anybody in a clinic."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from platformdirs import user_config_path

from ui.theme.tokens import Scheme

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
    backup_days: int = 3
    """After how many days without any backup of what changed the person is told."""
    copy_days: int = 7
    """And after how many without a copy of it in the second place."""
    copies: tuple[tuple[str, str], ...] = ()
    """Of which backup each clinic folder has its newest copy there: what is known while that disk is away."""

    @property
    def wanted_scheme(self) -> Scheme | None:
        """The scheme to show, or None to follow the system."""
        return Scheme(self.scheme) if self.scheme else None

    def copied_at(self, folder: Path) -> datetime | None:
        """Give when the newest backup was made that was seen in the second place; None without one."""
        times = [made_at for path, made_at in self.copies if path == str(folder.absolute())]
        return datetime.fromisoformat(times[0]) if times else None

    def with_copy(self, folder: Path, made_at: datetime) -> Preferences:
        """Remember the newest backup in the second place."""
        path = str(folder.absolute())
        others = tuple(copy for copy in self.copies if copy[0] != path)
        return replace(self, copies=((path, made_at.isoformat()), *others)[:KEPT])

    def with_clinic(self, folder: Path) -> Preferences:
        """Remember a clinic as the one opened last."""
        path = str(folder.absolute())
        return replace(self, clinics=(path, *(other for other in self.clinics if other != path))[:KEPT])

    def is_sample(self, folder: Path) -> bool:
        """Tell whether a folder holds the sample clinic."""
        return self.sample == str(folder.absolute())

    def without_clinic(self, folder: Path) -> Preferences:
        """Forget a clinic."""
        path = str(folder.absolute())
        return replace(
            self,
            clinics=tuple(other for other in self.clinics if other != path),
            sample="" if self.sample == path else self.sample,
        )


class KeptPreferences:
    """The current preferences; followers are called at each change."""

    def __init__(self, now: Preferences | None = None) -> None:
        self.now = now or Preferences()
        self.followers: list[Callable[[Preferences], object]] = []

    def save(self, preferences: Preferences) -> None:
        """Keep the preferences for as long as Laurel runs."""
        self.now = preferences
        for tell in self.followers:
            tell(preferences)


class PreferenceFile(KeptPreferences):
    """The JSON file of the preferences; a damaged one is replaced by the defaults, with a notice."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.path = path or user_config_path("Laurel", appauthor=False) / "preferences.json"
        self.was_damaged = False
        self.now = self._load()

    def save(self, preferences: Preferences) -> None:
        """Store the preferences; a file that cannot be written is no error."""
        super().save(preferences)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_suffix(".tmp")
            draft.write_text(json.dumps(asdict(preferences), ensure_ascii=False, indent=2), encoding="utf-8")
            # Renamed over the old file, which a crash in the middle of writing would leave damaged.
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
        backup_folder, _days(document, "backup_days", 3), _days(document, "copy_days", 7), _copies(document),
    )  # fmt: skip


def _days(document: dict[str, object], name: str, usual: int) -> int:
    days = document.get(name, usual)
    if isinstance(days, bool) or not isinstance(days, int):
        raise TypeError
    return max(1, min(90, days))


def _copies(document: dict[str, object]) -> tuple[tuple[str, str], ...]:
    copies = document.get("copies", [])
    if not isinstance(copies, list):
        raise TypeError
    kept = tuple((str(path), str(made_at)) for path, made_at in copies)[:KEPT]
    for _, made_at in kept:
        if datetime.fromisoformat(made_at).tzinfo is None:
            raise ValueError
    return kept
