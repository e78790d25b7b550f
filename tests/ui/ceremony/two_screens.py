"""Runs in a process of its own with two virtual screens and prints where the windows were, step by step, as JSON."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ceremonies.director import Director
from tests.ceremonies.company import consent_mix, stored_for
from ui.ceremony.audience import Audience
from ui.ceremony.console import Console
from ui.ceremony.names import NameBook
from ui.ceremony.placement import Placement, identity
from ui.ceremony.show import Show, record_nothing

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen


def main() -> None:
    app = QApplication(sys.argv)
    company = consent_mix()
    names = company.names
    run = Show(
        Director.start(stored_for(company)), NameBook(names, lambda then, _: then(names)), record_nothing,
        lambda: datetime(2026, 11, 23, 19, tzinfo=UTC),
    )  # fmt: skip
    audience = Audience(run)
    console = Console(run, audience, ZoneInfo("UTC"))
    beamer, laptop = sorted(QGuiApplication.screens(), key=lambda screen: screen.name())
    console.setScreen(laptop)
    console.setGeometry(laptop.geometry())
    console.show()
    there: list[QScreen] = [laptop, beamer]
    remembered: list[str] = []
    placement = Placement(console, audience, lambda: identity(beamer), remembered.append, lambda: list(there))
    lost: list[str] = []
    placement.lost.connect(lost.append)
    placement.lost.connect(lambda _why: run.set_curtain(down=True))
    steps: dict[str, object] = {}

    def note(step: str) -> None:
        app.processEvents()
        steps[step] = {
            "audience": audience.screen().name(),
            "full": audience.fills_a_screen,
            "console": console.screen().name(),
            "minimised": console.isMinimized(),
            "output": run.director.output.value,
            "lost": len(lost),
        }

    placement.open()
    note("open")
    run.go()
    there.remove(beamer)
    placement.check_screens()
    note("beamer gone")
    placement.check_screens()
    note("looked again")
    there.append(beamer)
    placement.check_screens()
    note("beamer back")
    there.remove(laptop)
    placement.check_screens()
    note("laptop gone")
    there.insert(0, laptop)
    placement.check_screens()
    note("laptop back")
    placement.swap()
    note("swapped")
    steps["remembered"] = [name.rpartition("|")[2] for name in remembered]
    console.close_windows()
    sys.stdout.write(json.dumps(steps))


if __name__ == "__main__":
    main()
