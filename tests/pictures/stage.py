"""Pictures of a ceremony: console and audience window at its moments, the clock standing where it is put."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.recognition.ceremony import ceremonies
from models.recognition.script import CueKind
from ui.ceremony.present import present, presentation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from models.recognition.script import Cue
    from tests.pictures.sitting import Sitting
    from ui.ceremony.present import Presentation

AUDIENCE: Final = (1280, 720)


@dataclass
class Run:
    """A ceremony on stage; the run's own clock and the wall clock go on only when told to."""

    at: Sitting
    on: Presentation
    begun: datetime
    seconds: float = 0.0

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
        self.at.clock.now = self.begun + timedelta(seconds=self.seconds)
        self.on.audience.stage.refresh()
        self.on.console.refresh()
        self.at.camera.settle()

    def go(self) -> None:
        """Press GO and let the press be written down."""
        self.wait(30)
        self.on.console.press("go")
        self.at.camera.settle()

    def go_to(self, wanted: Callable[[Cue, int], bool]) -> None:
        """Press GO until this step is on stage."""
        for _ in range(200):
            director = self.on.show_.director
            if director.has_begun and wanted(director.script.cues[director.cue], director.step):
                return
            self.go()
        raise LookupError

    def take(self, name: str, *, after: float = 20.0) -> None:
        """Take both windows, so many seconds into the step."""
        self.wait(after)
        camera = self.at.camera
        camera.take(f"{name}-audience", self.on.audience)
        camera.take(f"{name}-console", self.on.console)


def stage(at: Sitting) -> None:
    """Present the ceremony that is ready, from the curtain to the trophy."""
    view = at.ask(ceremonies)[0]
    at.clock.now = view.planned_for
    at.go("ceremony", ceremony=view.id)
    present(at.window.context, view.id)
    at.camera.wait_for(lambda: presentation(at.window.context) is not None)
    on = presentation(at.window.context)
    if on is None:
        raise LookupError
    run = Run(at, on, view.planned_for)
    on.show_._monotonic, on.show_._origin = (lambda: run.seconds), 0.0
    on.audience.stage._clock = lambda: run.seconds
    on.audience.show_in_window(on.console.screen())
    on.audience.resize(*AUDIENCE)
    on.console.resize(1280, 800)
    on.console.strip.clear()  # what this computer lacks is not the same everywhere
    run.take("75-curtain", after=0)
    run.go_to(lambda cue, _step: cue.kind is CueKind.GROUP_TOTAL)
    run.take("76-group-total")
    run.go_to(lambda cue, step: cue.kind is CueKind.MOMENT and cue.name_step == step + 1)
    run.take("76-next-a-name")
    run.go_to(lambda cue, step: cue.kind is CueKind.MOMENT and step == cue.name_step)
    run.take("77-a-moment")
    run.go_to(lambda cue, step: cue.kind is CueKind.SHARED_TROPHY and step == len(cue.steps) - 1)
    run.take("78-trophy", after=4)
    on.console.end()
    at.camera.wait_for(lambda: presentation(at.window.context) is None)
    at.camera.settle()
