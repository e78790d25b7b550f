"""Small disks, and a clinic whose actions are done by a program of its own that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import pytest

from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE
from tests.factory import MovingClock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).parents[2]
SIGN_IN: Final = {"LAUREL_PASSPHRASE": PASSPHRASE, "LAUREL_USER": "Mina Okafor"}
open_for_mina = partial(open_clinic, passphrase=PASSPHRASE, name="Mina Okafor")


def new_clinic(folder: Path, size: int = 4) -> Path:
    """Make a clinic with a group, and close it."""
    clock = MovingClock()
    create_clinic(
        folder, name="Praxis", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE, clock=clock,
        cost=CHEAP,
    )  # fmt: skip
    opened = open_for_mina(folder, clock=clock)
    with opened.database.write(opened.actor) as work:
        factory.group(work, size=size)
    opened.close()
    return folder


def said(answer: subprocess.CompletedProcess[str]) -> Any:
    """Give what a command printed as JSON, once it is sure that it complained of nothing."""
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
    return json.loads(answer.stdout)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a disk of this size; skipped where this account may not."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], check=False, capture_output=True) if can_mount() else None
    if mounted is None or mounted.returncode:
        pytest.skip("this account may not mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def can_mount() -> bool:
    """Tell whether this account may mount anything."""
    return sys.platform == "linux" and os.geteuid() == 0


@contextmanager
def filled_up(disk: Path) -> Iterator[None]:
    """Leave no byte free on a disk, and give the room back afterwards."""
    stuffing = disk / f"holiday film {uuid4()}"
    with stuffing.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1 << 9, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    try:
        yield
    finally:
        stuffing.unlink(missing_ok=True)


def python(
    code: str, *arguments: str, environment: Mapping[str, str] | None = None, cwd: Path = ROOT, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a program of its own that can import Laurel."""
    inherited = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        errors="surrogateescape", check=False, timeout=timeout, env={**inherited, **(environment or {})},
    )  # fmt: skip


def laurel(
    *words: str, environment: Mapping[str, str] | None = None, cwd: Path = ROOT, prefix: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a command of Laurel as a person or a scheduled job does."""
    given = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})}
    return subprocess.run(
        [*prefix, sys.executable, str(ROOT / "main.py"), *words], cwd=cwd, capture_output=True, text=True,
        encoding="utf-8", errors="surrogateescape", check=False, timeout=60, env=given,
    )  # fmt: skip
