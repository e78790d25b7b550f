from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ui.ceremony.placement import Placement

if TYPE_CHECKING:
    from tests.ui.ceremony.conftest import Evening
    from ui.ceremony.console import Console

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened with a laptop and a beamer, in a process that has both."""
    screens = [
        {"name": "laptop", "x": 0, "y": 0, "width": 1280, "height": 800},
        {"name": "beamer", "x": 1280, "y": 0, "width": 1920, "height": 1080},
    ]
    config = tmp_path_factory.mktemp("screens") / "screens.json"
    config.write_text(json.dumps({"screens": screens}))
    told = subprocess.run(
        [sys.executable, "-m", "tests.ui.ceremony.two_screens"], cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=120, env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_that_the_stage_fills_the_screen_that_is_not_the_presenters(steps: dict[str, Any]) -> None:
    assert steps["open"] | {"lost": 0} == {
        "audience": "beamer", "full": True, "console": "laptop", "minimised": False, "output": "curtain", "lost": 0,
    }  # fmt: skip
    assert steps["remembered"][0] == "beamer"


def test_that_when_its_screen_goes_the_stage_waits_behind_the_curtain_in_a_window(steps: dict[str, Any]) -> None:
    gone = steps["beamer gone"]
    assert (gone["audience"], gone["full"], gone["output"], gone["lost"]) == ("laptop", False, "curtain", 1)
    assert not gone["minimised"]
    assert steps["looked again"] == gone


def test_that_when_its_screen_is_back_the_stage_fills_it_and_stays_behind_the_curtain(steps: dict[str, Any]) -> None:
    back = steps["beamer back"]
    assert (back["audience"], back["full"], back["output"]) == ("beamer", True, "curtain")


def test_that_the_console_is_never_on_the_audiences_screen(steps: dict[str, Any]) -> None:
    assert steps["laptop gone"]["minimised"]
    assert steps["laptop gone"]["full"]
    assert not steps["laptop back"]["minimised"]
    assert steps["laptop back"]["console"] == "laptop"


def test_that_swapping_exchanges_the_screens(steps: dict[str, Any]) -> None:
    assert (steps["swapped"]["audience"], steps["swapped"]["console"]) == ("laptop", "beamer")
    assert steps["remembered"][-1] == "laptop"


def test_that_with_one_screen_the_stage_is_a_window_to_share(console: Console, evening: Evening) -> None:
    heard: list[str] = []
    placement = Placement(console, console.audience, lambda: "", heard.append)
    placement.message.connect(heard.append)
    placement.open()
    audience = console.audience
    assert audience.windowTitle() == "Ceremony - share me"
    assert not audience.fills_a_screen
    assert audience.width() * 9 == pytest.approx(audience.height() * 16, abs=16)
    assert heard == []
    placement.swap()
    assert "one screen only" in heard[0]
