"""A backup that is verified before it counts, for each 100 MB; beside it a bare copy and SHA-256 of the same bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Final

from models.backup.backup import back_up
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from models.storage import cipher

ROUNDS: Final = 4
RECORDS_MB: Final = 60
MEDIA: Final = 40
PASSPHRASE: Final = "a long bench"


def copied(sources: list[Path], to: Path) -> float:
    """Copy files to the disk and sum them up, with nothing else; give the seconds."""
    start = time.perf_counter()
    for number, source in enumerate(sources):
        target = to / str(number)
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            hashlib.file_digest(file, "sha256")
            os.fsync(file.fileno())
    return time.perf_counter() - start


def measure() -> dict[str, float]:
    """Take turns; seconds are medians, for each 100 MB."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "clinic"
        cost = Cost(memory_kib=8, time=1, lanes=1)
        create_clinic(folder, name="Bench", country="GB", administrator="Mina", passphrase=PASSPHRASE, cost=cost)
        with closing(open_clinic(folder, PASSPHRASE)) as clinic:
            with closing(cipher.connect(clinic.folder.database, clinic.keys.data)) as connection:
                connection.execute("CREATE TABLE bench (id INTEGER PRIMARY KEY, words BLOB)")
                connection.execute("BEGIN IMMEDIATE")
                rows = ((n, os.urandom(500)) for n in range(RECORDS_MB * 1_900))
                connection.executemany("INSERT INTO bench VALUES (?, ?)", rows)
                connection.execute("COMMIT")
                cipher.checkpoint(connection)
            for _ in range(MEDIA):
                clinic.media.store(os.urandom(1_000_000))
            sources = [clinic.folder.database, *sorted(clinic.folder.media.iterdir())]
            size = sum(path.stat().st_size for path in sources)
            for _ in range(ROUNDS):
                start = time.perf_counter()
                made = back_up(clinic.folder, clinic.keys)
                ours.append(time.perf_counter() - start)
                made.unlink()
                with tempfile.TemporaryDirectory(dir=place) as to:
                    bare.append(copied(sources, Path(to)))
    scale = 1e8 / size
    return {
        "backup_seconds_per_100_mb": median(ours) * scale,
        "backup_bare_seconds_per_100_mb": median(bare) * scale,
        "backup_ratio": median(ours) / median(bare),
        "backup_clinic_mb": size / 1e6,
    }
