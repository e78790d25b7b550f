"""Marks people through the action that the window calls, and says so after each; to be killed meanwhile."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from uuid import UUID

from leaderboards.awards import correct_attendance
from models.access import Actor, Role
from models.programme.attendance import Mark, marks
from models.storage.database import Database
from models.storage.folder import ClinicFolder
from models.storage.vault import Keys
from tests.factory import START, MovingClock

ACTOR = Actor(UUID("0b5e2a39-51c8-4f5e-9d6c-6a1f8f2e7a01"), "Mina Okafor", frozenset({Role.FACILITATOR}))


def main(place: str, data: str, clinical: str, meeting: str, begin: str) -> None:
    """Mark one person after the other, round and round, until killed."""
    clock = MovingClock()
    clock.to(START)
    clock.now += timedelta(minutes=int(begin))
    database = Database.open(ClinicFolder(Path(place)), Keys(bytes.fromhex(data), bytes.fromhex(clinical)), clock=clock)
    database.adopt_thread()
    session = UUID(meeting)
    with database.read(ACTOR) as work:
        people = sorted(marks(work, session))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for mark, _ in zip(cycle(Mark), range(10_000), strict=False):
        for person in people:
            clock.now += timedelta(seconds=1)
            with database.write(ACTOR) as work:
                correct_attendance(work, session, person, mark, reason="seen at the door")
            os.write(1, f"{person.hex} {mark.value}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
