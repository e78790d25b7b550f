"""The program is killed at any moment: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import time
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from leaderboards.awards import close_session
from models.programme.attendance import mark_rest_present
from models.storage import cipher, migrate
from tests import factory
from tests.faults.places import ROOT, python

if TYPE_CHECKING:
    from pathlib import Path

    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.storage.database import Database
    from tests.factory import MovingClock

needs_kill = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs the kill of a POSIX system")


@needs_kill
@pytest.mark.parametrize("is_closed", [False, True], ids=["while marking", "while correcting"])
def test_that_no_acknowledged_mark_is_lost(
    clinic: Database, actor: Actor, keys: Keys, clinic_folder: ClinicFolder, clock: MovingClock, *, is_closed: bool
) -> None:
    clock.to(factory.START)
    with clinic.write(actor) as work:
        them = factory.group(work, size=5)
        session = them.meetings[0].id
        mark_rest_present(work, session)
        if is_closed:
            close_session(work, session)
    assert keys.clinical is not None
    clinic.close()
    answer = subprocess.run(
        [
            sys.executable, "-m", "tests.faults.marking", str(clinic_folder.path), keys.data.hex(), keys.clinical.hex(),
            session.hex, "150",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["troubles"] == []
    assert found["saved"] > 50
    assert found["open_ends"] > 10


IMPORT = """
import os, signal, sys
from pathlib import Path
from models.storage import changes
from tests.faults.marking import ACTOR
from models.access import Actor, Role
from models.imports.roster import open_roster
from models.imports import import_people
from models.programme.cohort import cohort_named
from models.storage.database import Database
from models.folder.folder import ClinicFolder
from models.keys.slots import Keys
from tests.factory import MovingClock
place, data, clinical, file, people = sys.argv[1:]
left = int(people)
real = import_people._add
def add(*arguments):
    global left
    real(*arguments)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
import_people._add = add
database = Database.open(ClinicFolder(Path(place)), Keys(bytes.fromhex(data), bytes.fromhex(clinical)),
                         clock=MovingClock())
who = Actor(ACTOR.id, ACTOR.name, frozenset({Role.FACILITATOR, Role.ADMINISTRATOR}))
with database.write(who) as work:
    import_people.import_people(work, open_roster(Path(file)), cohort_named(work, "Autumn"))
"""


@needs_kill
def test_that_an_import_killed_half_way_has_imported_nobody_and_can_be_repeated(
    clinic: Database, actor: Actor, keys: Keys, clinic_folder: ClinicFolder
) -> None:
    from models.imports.import_people import import_people
    from models.imports.roster import open_roster
    from models.people.participant import find_people
    from models.programme.cohort import plan_cohort
    from models.programme.programme import programme_named

    list_ = ROOT / "tests" / "data" / "rosters" / "clinic_list.csv"
    with clinic.write(actor) as work:
        cohort = plan_cohort(
            work, "Autumn", programme_named(work, "Back in Motion").id, start=factory.START, at=time(18, 0)
        )
    assert keys.clinical is not None
    killed = python(IMPORT, str(clinic_folder.path), keys.data.hex(), keys.clinical.hex(), str(list_), "6")
    assert killed.returncode == -9, killed.stderr
    with clinic.read(actor) as work:
        assert find_people(work) == ()
    with clinic.write(actor) as work:
        assert import_people(work, open_roster(list_), cohort).imported == 12
    assert clinic.problems() == []


EVERY_STATEMENT = """
import os, shutil, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
import alembic.command, alembic.config
from models.storage import cipher, migrate
source, key, place = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3])
stop_at, seen = 0, 0
@event.listens_for(Engine, "after_cursor_execute")
def count(*_):
    global seen
    seen += 1
    if seen == stop_at:
        os.kill(os.getpid(), signal.SIGKILL)
def run(database):
    migrate.upgrade(database, key)
first = place / "whole.db"
shutil.copyfile(source, first)
run(first)
total = seen
for number in range(1, total + 1):
    copy = place / f"{number}.db"
    shutil.copyfile(source, copy)
    child = os.fork()
    if child == 0:
        stop_at, seen = number, 0
        run(copy)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, (number, status)
print(total, flush=True)
"""


@needs_kill
def test_that_a_migration_killed_after_any_statement_is_as_if_it_had_not_begun(
    clinic_folder: ClinicFolder, keys: Keys, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.db"
    cipher.create(empty, keys.data, UUID(int=1)).close()
    place = tmp_path / "killed"
    place.mkdir()
    answer = python(EVERY_STATEMENT, str(empty), keys.data.hex(), str(place))
    assert answer.returncode == 0, answer.stderr
    total = int(answer.stdout)
    assert total > 30
    for number in range(1, total + 1):
        with closing(cipher.connect(place / f"{number}.db", keys.data)) as connection:
            assert cipher.revision_of(connection) is None, number
            assert cipher.counts(connection) == {}, number
            assert cipher.problems(connection) == []
    for number in (1, total // 2, total):
        migrate.upgrade(place / f"{number}.db", keys.data)
        with closing(cipher.connect(place / f"{number}.db", keys.data)) as connection:
            assert cipher.revision_of(connection) == migrate.known_revisions()[-1]
    shutil.rmtree(place)
