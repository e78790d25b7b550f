"""Writes to a clinic, is killed at random moments, and tells whether anything acknowledged was lost."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from models.access import Actor, Role
from models.folder.folder import ClinicFolder
from models.keys.slots import Keys
from models.storage.database import Database
from tests.models.storage.probe import Probe

WRITER = Actor(UUID(int=1), "x", frozenset({Role.FACILITATOR}))


def write_until_killed(folder: ClinicFolder, keys: Keys, acknowledge: int) -> None:
    """Save row after row and say so after each; a row's pair is written in the same unit of work."""
    database = Database.open(folder, keys)
    database.adopt_thread()
    while True:
        name = uuid4().hex
        with database.write(WRITER) as work:
            work.session.add(Probe(id=work.new_id(), name=name, secret=name))
            work.session.flush()
            work.session.add(Probe(id=work.new_id(), name=f"{name}-pair"))
        os.write(acknowledge, name.encode())


def killed_once(folder: ClinicFolder, keys: Keys, seconds: float) -> set[str]:
    """Let a writer work for a while, kill it, and give what it had acknowledged."""
    hearing, acknowledge = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hearing)
        write_until_killed(folder, keys, acknowledge)
    os.close(acknowledge)
    heard = os.read(hearing, 32)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(hearing, 1 << 16):
        heard += piece
    os.close(hearing)
    return {heard[at : at + 32].decode() for at in range(0, len(heard), 32)}


def main(place: str, data: str, clinical: str, times: str) -> None:
    """Kill and look, as often as told."""
    folder, keys = ClinicFolder(Path(place)), Keys(bytes.fromhex(data), bytes.fromhex(clinical))
    chance, acknowledged, troubles, left_over = random.Random(7), set[str](), list[str](), 0
    for _ in range(int(times)):
        acknowledged |= killed_once(folder, keys, chance.uniform(0.001, 0.06))
        left_over += folder.database.with_name("clinic.db-wal").exists()
        database = Database.open(folder, keys)
        with database.read(WRITER) as work:
            names = set(work.session.scalars(select(Probe.name)))
        whole = {name for name in names if len(name) == 32}
        troubles += [f"lost {name}" for name in acknowledged - names]
        troubles += [f"half of {name}" for name in whole if f"{name}-pair" not in names]
        troubles += [str(problem) for problem in database.problems()]
        database.close()
    sys.stdout.write(json.dumps({"acknowledged": len(acknowledged), "troubles": troubles, "left_over": left_over}))


if __name__ == "__main__":
    main(*sys.argv[1:])
