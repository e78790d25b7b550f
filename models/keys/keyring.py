"""The key file within a unit of work: written before the records are saved, and put back if they are not."""

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
    """A clinic's key file, and the keys of the person signed in."""

    folder: ClinicFolder
    keys: Keys
    cost: Cost | None = None
    """The cost of deriving a new slot's key; None: the highest cost among the slots."""

    def key_file(self) -> KeyFile:
        """Read the slots."""
        return read_key_file(self.folder)

    def put(self, work: Work, key_file: KeyFile) -> None:
        """Write the slots; a rollback of `work` puts them back as they were."""
        # A power cut in between leaves the slots ahead of the records. That lets nobody in who should not be: a slot
        # without an account opens nothing, and an account without a slot waits for a new one.
        before = self.key_file()
        work.on_rollback(lambda: save_key_file(self.folder, before))
        save_key_file(self.folder, key_file)
