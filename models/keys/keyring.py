"""The key file as a unit of work changes it: in place before the records are saved, put back if they are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.keys.slots import read_key_file, save_key_file

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Cost, KeyFile, Keys
    from models.work import Work


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A clinic's key file, and the keys that the person signed in holds."""

    folder: ClinicFolder
    keys: Keys
    cost: Cost | None = None
    """What a new slot costs to try; None: as much as the dearest that is there."""

    def key_file(self) -> KeyFile:
        """Read the slots."""
        return read_key_file(self.folder)

    def put(self, work: Work, key_file: KeyFile) -> None:
        """Write the slots; where the records of this unit of work are not saved, they are put back as they were.

        A power cut in between leaves the slots ahead of the records. Every change is ordered so that this closes doors
        and opens none: a slot without an account opens nothing, and an account without a slot waits for a new one.
        """
        before = self.key_file()
        work.on_rollback(lambda: save_key_file(self.folder, before))
        save_key_file(self.folder, key_file)
