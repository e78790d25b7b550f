"""The list of people who were erased: kept beside the records, and applied again to a backup that is restored."""

from __future__ import annotations

import hmac
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from models.errors import ClinicError
from models.folder.folder import publish
from models.folder.storage_errors import DamagedError, NewerError, clinic_errors
from models.keys.key_file import read_key_file
from models.keys.slots import derive

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from models.folder.folder import ClinicFolder
    from models.work import Work

FORMAT: Final = 1


@dataclass(frozen=True, slots=True, order=True)
class Erased:
    """One person who was erased, by id alone, and when."""

    at: datetime
    person: UUID


@dataclass(frozen=True, slots=True)
class Ledger:
    """A clinic's list of erased people, with the data key that seals it."""

    folder: ClinicFolder
    key: bytes = field(repr=False)

    def people(self) -> tuple[Erased, ...]:
        """Give everybody on the list, the first erased first; raise `DamagedError` where it was altered."""
        return read(self.folder.erased, read_key_file(self.folder).clinic, self.key)

    def add(self, work: Work, people: Iterable[UUID]) -> None:
        """Put people on the list before they are erased; a rollback of `work` puts the list back as it was."""
        # List first: after a power cut in between, the next opening erases them. The other order would leave somebody
        # erased here, whom an older backup restores.
        before = self.people()
        work.on_rollback(lambda: self._write(before))
        self._write(union(before, (Erased(work.now, person) for person in people)))

    def _write(self, people: Iterable[Erased]) -> None:
        write(self.folder.erased, read_key_file(self.folder).clinic, self.key, people)


def read(path: Path, clinic: UUID, key: bytes) -> tuple[Erased, ...]:
    """Read a list and check its seal; a file that is not there is an empty list.

    Raises `DamagedError` where it was altered, and `NewerError` where a newer Laurel wrote it.
    """
    try:
        with clinic_errors():
            content = path.read_bytes() if path.exists() else None
        document = {} if content is None else json.loads(content)
    except (ValueError, RecursionError):
        raise _altered() from None
    return () if content is None else _proven(document, clinic, key)


def write(path: Path, clinic: UUID, key: bytes, people: Iterable[Erased]) -> None:
    """Write a list, sealed, whole or not at all; an empty one leaves no file."""
    erased = sorted(people)
    with clinic_errors():
        if not erased:
            path.unlink(missing_ok=True)
            return
        document: dict[str, Any] = {
            "format": FORMAT,
            "clinic": str(clinic),
            "erased": [{"person": str(one.person), "at": one.at.isoformat()} for one in erased],
        }
        publish(path, json.dumps({**document, "seal": _seal(document, key)}, indent=1).encode())


def union(*lists: Iterable[Erased]) -> tuple[Erased, ...]:
    """Merge lists: each person once, at the earliest time, the first erased first."""
    found: dict[UUID, Erased] = {}
    for one in sorted(one for people in lists for one in people):
        found.setdefault(one.person, one)
    return tuple(sorted(found.values()))


def merge(folder: ClinicFolder, key: bytes, *others: Path) -> tuple[Erased, ...]:
    """Write to a clinic's folder the union of its list and the others, and give it.

    The others are lists, or folders with one in them: of the clinic that is replaced by a backup, and beside the
    backup. One that is missing, damaged or another clinic's adds nobody.
    """
    clinic = read_key_file(folder).clinic
    own = _readable(folder.erased, clinic, key)
    lists = (_readable(other / folder.erased.name if other.is_dir() else other, clinic, key) for other in others)
    whole = union(own, *lists)
    if whole != own:
        write(folder.erased, clinic, key, whole)
    return whole


def copy_beside(folder: ClinicFolder, key: bytes, to: Path) -> None:
    """Add the clinic's list to the one beside its backups, from which nobody is removed."""
    clinic, beside = read_key_file(folder).clinic, to / folder.erased.name
    there = _readable(beside, clinic, key)
    whole = union(_readable(folder.erased, clinic, key), there)
    if whole != there:
        write(beside, clinic, key, whole)


def _readable(path: Path, clinic: UUID, key: bytes) -> tuple[Erased, ...]:
    """Give a list, or nobody where its seal does not fit."""
    with suppress(ClinicError):
        return read(path, clinic, key)
    return ()


def _proven(document: Any, clinic: UUID, key: bytes) -> tuple[Erased, ...]:  # noqa: ANN401  (JSON that anybody may have edited)
    try:
        if document["format"] > FORMAT:
            raise NewerError("A newer Laurel wrote the list of erased people. Install that version to go on.")
        seal = str(document.pop("seal", ""))  # compared as bytes: compare_digest refuses text that is not ASCII
        if not hmac.compare_digest(seal.encode(), _seal(document, key).encode()) or document["clinic"] != str(clinic):
            raise _altered()
        return tuple(sorted(_erased(entry) for entry in document["erased"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _altered() from None


def _erased(entry: dict[str, str]) -> Erased:
    return Erased(datetime.fromisoformat(entry["at"]).astimezone(UTC), UUID(entry["person"]))


def _seal(document: dict[str, Any], key: bytes) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return hmac.digest(derive(key, "erasures"), text, "sha256").hex()


def _altered() -> DamagedError:
    return DamagedError(
        "The list of people who were erased (erased.json) was altered or damaged. Put it back from the newest backup."
    )
