"""The power goes, or the program is killed: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.folder.lock import holder, lock_folder
from models.storage import migrate
from tests.factory import MovingClock

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_that_killing_the_writer_loses_nothing_acknowledged(clinic_folder: ClinicFolder, keys: Keys) -> None:
    assert keys.clinical is not None
    answer = subprocess.run(
        [
            sys.executable, "-m", "tests.models.storage.killing",
            str(clinic_folder.path), keys.data.hex(), keys.clinical.hex(), "15",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["troubles"] == []
    assert found["acknowledged"] >= 15
    assert found["left_over"] == 15


HOLD = """
import sys, time
from pathlib import Path
from models.folder.folder import ClinicFolder
from models.folder.lock import lock_folder
with lock_folder(ClinicFolder(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(60)
"""


def test_that_one_laurel_holds_a_clinic_and_a_killed_one_lets_go(clinic_folder: ClinicFolder) -> None:
    from models.folder.storage_errors import InUseError

    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(clinic_folder.path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InUseError, match="has it open on"), lock_folder(clinic_folder):
            pass
        known = holder(clinic_folder)
        assert known is not None
        assert known.process == other.pid
        other.kill()
    with lock_folder(clinic_folder, clock=MovingClock()):
        known = holder(clinic_folder)
        assert known is not None
        assert (known.process, known.since) == (os.getpid(), "2026-09-07 18:00")
    assert holder(clinic_folder) is None


@pytest.mark.parametrize("content", [b"", b"12345", b"\0\xff" * 50])
def test_that_a_corrupt_lock_file_is_no_hindrance(clinic_folder: ClinicFolder, content: bytes) -> None:
    clinic_folder.lock.write_bytes(content)
    clinic_folder.lock.with_suffix(".json").write_bytes(content)
    with lock_folder(clinic_folder):
        pass


def test_that_a_founding_cut_short_leaves_no_file(
    clinic_folder: ClinicFolder, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic_folder.database.unlink()
    monkeypatch.setattr(migrate, "upgrade", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate.create(clinic_folder, keys.data)
    assert not clinic_folder.database.exists()
