"""A clinic folder that cannot be written, by an account that is not its owner's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.folder.storage_errors import ReadOnlyError
from models.storage.database import Database
from tests.models.storage.test_database import count, put

if TYPE_CHECKING:
    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys

ROOT = Path(__file__).parents[3]
READ = """
import os
import sys
from pathlib import Path
from uuid import UUID
from sqlalchemy import func, select
from models.access import Actor, Role
from models.storage.database import Database
from models.folder.storage_errors import ReadOnlyError
from models.folder.folder import ClinicFolder
from models.folder.lock import lock_folder
from models.keys.slots import Keys
from tests.models.storage.probe import Probe
folder, actor = ClinicFolder(Path(sys.argv[1])), Actor(UUID(int=1), "x", frozenset({Role.FACILITATOR}))
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
with lock_folder(folder):
    database = Database.open(folder, Keys(bytes.fromhex(sys.argv[2]), None))
    with database.read(actor) as work:
        found = work.session.scalar(select(func.count()).select_from(Probe))
    try:
        with database.write(actor):
            pass
    except ReadOnlyError as error:
        print(found, database.is_read_only, database.problems(), error, flush=True)
    database.close()
"""


def test_that_a_folder_without_write_permission_opens_for_reading_with_its_newest_records(
    clinic_folder: ClinicFolder, keys: Keys, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(clinic_folder, keys)
    database.adopt_thread()
    put(database, actor)
    monkeypatch.setattr(os, "access", lambda *_: False)
    reader = Database.open(clinic_folder, keys)
    assert reader.is_read_only
    assert count(reader, actor) == 1
    with pytest.raises(ReadOnlyError, match="NOT saved"):
        put(reader, actor, "second")
    reader.close()
    assert reader._copy is not None
    assert not reader._copy.exists()
    monkeypatch.undo()
    database.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can act as another account")
def test_that_another_account_may_look_and_not_save(clinic_folder: ClinicFolder, keys: Keys, actor: Actor) -> None:
    database = Database.open(clinic_folder, keys)
    put(database, actor)
    database.close()
    with tempfile.TemporaryDirectory() as place:  # pytest closes its own folder to other accounts
        shared = Path(place) / "clinic"
        shutil.copytree(clinic_folder.path, shared)
        for path in (Path(place), shared, *shared.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        answer = subprocess.run(
            [sys.executable, "-c", READ, str(shared), keys.data.hex()],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert answer.stdout.startswith("1 True [] NOT saved"), answer.stderr
        assert {path.name for path in shared.iterdir()} == {"backups", "clinic.db", "head.json", "keys.json", "media"}
