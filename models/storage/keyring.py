"""The key file as a unit of work changes it: in place before the records are saved, put back if they are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.storage.changes import put_back_unless_saved
from models.storage.vault import look_into, save_vault

if TYPE_CHECKING:
    from models.storage.folder import ClinicFolder
    from models.storage.vault import Cost, Keys, Vault
    from models.work import Work


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A clinic's key file, and the keys that the person signed in holds."""

    folder: ClinicFolder
    keys: Keys
    cost: Cost | None = None
    """What a new slot costs to try; None: as much as the dearest that is there."""

    def vault(self) -> Vault:
        """Read the slots."""
        return look_into(self.folder)

    def put(self, work: Work, vault: Vault) -> None:
        """Write the slots; where the records of this unit of work are not saved, they are put back as they were.

        A power cut in between leaves the slots ahead of the records. Every change is ordered so that this closes doors
        and opens none: a slot without an account opens nothing, and an account without a slot waits for a new one.
        """
        before = self.vault()
        put_back_unless_saved(work.session, lambda: save_vault(self.folder, before))
        save_vault(self.folder, vault)
