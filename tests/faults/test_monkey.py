"""A monkey at the keyboard, for a moment: no report, nothing left behind, and the records whole."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.faults.places import ROOT

DIALOGS, EVENTS = 5, 300


def test_that_a_monkey_at_the_keyboard_leaves_nothing_behind() -> None:
    command = [sys.executable, "-m", "tests.faults.monkey", "--events", str(EVENTS), "--dialogs", str(DIALOGS)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=500)
    assert answer.returncode == 0, answer.stderr[-2000:]
    found = json.loads(answer.stdout)
    assert found["reports"] == []
    assert found["problems"] == []
    assert found["events"] == EVENTS
    assert len(found["dialogs"]) > 12
    loaded, opened, end = found["weights"]
    assert min(found["dialogs"].values()) >= 1
    for name, most in (("windows", DIALOGS), ("timers", DIALOGS), ("threads", 2)):
        assert opened[name] - loaded[name] < most, (name, found["weights"])
        assert end[name] - opened[name] < 3 * most, (name, found["weights"])
    for name in ("widgets", "memory"):
        assert opened[name] < 1.2 * loaded[name], (name, found["weights"])
        assert end[name] < 1.2 * opened[name], (name, found["weights"])
