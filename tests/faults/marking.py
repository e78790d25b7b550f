"""Marks people through the action that the window calls, is killed at random moments, and looks what became of it."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from leaderboards.awards import correct_attendance
from leaderboards.integrity import record_problems
from models.access import Actor, Role
from models.folder.folder import ClinicFolder
from models.keys.slots import Keys
from models.programme.attendance import attendance_history, marks
from models.programme.mark import Mark
from models.programme.team_access import CohortTeamAccess
from models.storage.database import Database
from models.storage.media import Media
from tests.factory import START, MovingClock

ACTOR: Final = Actor(UUID("0b5e2a39-51c8-4f5e-9d6c-6a1f8f2e7a01"), "Mina Okafor", frozenset({Role.FACILITATOR}))
OFTEN: Final = 15
"""After every so manieth kill every page, key, audit entry and point is checked as well."""


def mark_until_killed(folder: ClinicFolder, keys: Keys, session: UUID, clock: MovingClock, tell: int) -> None:
    """Mark one person after the other; say before each what is meant, and after each that it is saved."""
    database = Database.open(folder, keys, clock=clock, team_access=CohortTeamAccess)
    database.adopt_thread()
    with database.read(ACTOR) as work:
        found = marks(work, session)
    others = {person: [mark for mark in Mark if mark is not found[person]] for person in sorted(found)}
    os.write(tell, b"ready 0 0\n")
    for turn in range(10_000):
        for person, choices in others.items():
            clock.now += timedelta(seconds=1)
            mark = choices[turn % len(choices)]
            os.write(tell, f"means {person.hex} {mark.value}\n".encode())
            with database.write(ACTOR) as work:
                correct_attendance(work, session, person, mark, reason="seen at the door")
            os.write(tell, f"saved {person.hex} {mark.value}\n".encode())


def killed_once(
    folder: ClinicFolder, keys: Keys, session: UUID, clock: MovingClock, seconds: float, word: bytes
) -> list[list[str]]:
    """Let a program mark until it says a word, and for a while; kill it, and give what it said."""
    hearing, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hearing)
        mark_until_killed(folder, keys, session, clock, tell)
    os.close(tell)
    heard = b""
    while word not in heard:
        heard += os.read(hearing, 1 << 16)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(hearing, 1 << 16):
        heard += piece
    os.close(hearing)
    return [words for line in heard.decode().splitlines() if len(words := line.split()) == 3]


def main(place: str, data: str, clinical: str, meeting: str, kills: str) -> None:
    """Kill and look, as often as told."""
    folder, keys, session = ClinicFolder(Path(place)), Keys(bytes.fromhex(data), bytes.fromhex(clinical)), UUID(meeting)
    clock = MovingClock()
    clock.to(START)
    chance, troubles, saved, open_ends = random.Random(11), list[str](), 0, 0
    for kill in range(1, int(kills) + 1):
        clock.now += timedelta(hours=1)
        said = killed_once(folder, keys, session, clock, chance.uniform(0.0, 0.04), (b"saved", b"means")[kill % 2])
        saved += sum(words[0] == "saved" for words in said)
        open_ends += said[-1][0] == "means"
        clock.now += timedelta(hours=1)
        with closing(Database.open(folder, keys, clock=clock, team_access=CohortTeamAccess)) as database:
            troubles += lost_in(database, session, said)
            if kill % OFTEN == 0:
                with database.read(ACTOR) as work:
                    troubles += map(str, (*database.problems(), *record_problems(work, Media(folder, keys.data))))
    sys.stdout.write(json.dumps({"saved": saved, "open_ends": open_ends, "troubles": troubles}))


def lost_in(database: Database, session: UUID, said: list[list[str]]) -> list[str]:
    """Compare what a killed program said with what is there; what it only meant may have come through."""
    meant = {UUID(person): Mark(mark) for word, person, mark in said[-1:] if word == "means"}
    last = {UUID(person): Mark(mark) for word, person, mark in said if word == "saved"}
    with database.read(ACTOR) as work:
        found = marks(work, session)
        lost = [
            f"{one}: {found[one]} for {mark}" for one, mark in last.items() if found[one] not in {mark, meant.get(one)}
        ]
        for person in {*last, *meant}:
            steps = attendance_history(work, session, person)
            whole = [step.before for step in steps[1:]] == [step.after for step in steps[:-1]]
            if not whole or steps[-1].after != found[person]:
                lost.append(f"{person}: history is not whole")
    return lost


if __name__ == "__main__":
    main(*sys.argv[1:])
