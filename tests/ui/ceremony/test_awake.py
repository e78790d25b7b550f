from __future__ import annotations

import subprocess
import sys

import pytest

from ui.ceremony.awake import keep_awake

ASK = """
from PySide6.QtCore import QCoreApplication
from ui.ceremony.awake import keep_awake
application = QCoreApplication([])
print(keep_awake("A ceremony"), flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the desktop bus of Linux")
def test_that_without_a_desktop_laurel_knows_that_it_cannot_keep_the_screen_awake() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, check=True, timeout=60,
        env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "PATH": "", "PYTHONPATH": "."},
    )  # fmt: skip
    assert told.stdout.strip() == "None"


def test_that_on_a_mac_the_screen_is_kept_awake_until_it_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    ended: list[int] = []

    class Running:
        def __init__(self, command: list[str]) -> None:
            ran.append(command)

        def terminate(self) -> None:
            ended.append(1)

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "Popen", Running)
    awake = keep_awake("A ceremony")
    assert awake is not None
    assert ran == [["/usr/bin/caffeinate", "-di"]]
    awake()
    assert ended == [1]
