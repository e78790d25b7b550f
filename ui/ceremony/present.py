"""Presenting or rehearsing a ceremony: how the window starts and ends it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage
from shiboken6 import isValid

from ceremonies.director_types import Output
from ceremonies.run import Opening, close_run, open_live, open_rehearsal, record_row
from leaderboards.stage_name import stage_names
from models.errors import ClinicError
from ui.ceremony.audience import Audience
from ui.ceremony.awake import keep_awake
from ui.ceremony.console import Console
from ui.ceremony.names import NameBook
from ui.ceremony.placement import Placement
from ui.ceremony.screen_memory import ScreenMemory
from ui.ceremony.show import Show, record_nothing
from ui.ceremony.sound import Sounds
from ui.ceremony.wording import cue_title
from ui.translation import plural, tr
from ui.widgets.window_size import open_within_screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from models.recognition.ceremony import CeremonyView
    from models.storage.media import Media
    from ui.ceremony.awake import Awake
    from ui.ceremony.names import StageNames
    from ui.ceremony.show import Record, Written
    from ui.context import Context
    from ui.tasks import Tasks


def present(context: Context, ceremony: UUID, *, is_rehearsal: bool = False) -> None:
    """Open console and audience window for a ceremony that is ready; a second call brings the open console forward."""
    running = presentation(context)
    if running is not None:
        running.bring_to_front()
        return

    def opened(opening: Opening) -> None:
        if presentation(context) is None:
            Presentation(context, opening, is_rehearsal=is_rehearsal)

    if is_rehearsal:
        context.tasks.read(context.tasks, partial(open_rehearsal, id_=ceremony), opened)
    else:
        context.tasks.write(context.tasks, partial(open_live, id_=ceremony), opened)


def presentation(context: Context) -> Presentation | None:
    """Give the ceremony that is being presented, if one is."""
    return context.tasks.findChild(Presentation)


class Presentation(QObject):
    """The objects that live as long as one ceremony is presented."""

    def __init__(self, context: Context, opening: Opening, *, is_rehearsal: bool) -> None:
        super().__init__(context.tasks)
        self._context, self._opening = context, opening
        tasks, view = context.tasks, opening.view
        record = record_nothing if opening.run is None else recorder(tasks, opening.run, view)
        self.show_ = Show(
            opening.director,
            NameBook(opening.stage_names, reader(tasks, view), tasks.changed, parent=self),
            record,
            context.clinic.clock,
            rows=opening.rows,
            is_gentle=context.theme.is_calm,
            is_rehearsal=is_rehearsal,
            logo=context.profile().logo or "",
            parent=self,
        )
        media = image_loader(context.clinic.media)
        self.audience = Audience(self.show_, media)
        self.console = Console(self.show_, self.audience, context.zone, media)
        self.sounds = Sounds(self)
        memory = ScreenMemory()
        self.placement = Placement(self.console, self.audience, memory.recall, memory.remember)
        self._awake: Awake | None = None
        self._connect()
        self._open()

    @property
    def is_live(self) -> bool:
        """Whether people may be watching: Laurel then neither locks nor quits."""
        return not self.show_.is_rehearsal and not self.show_.director.is_finished

    def bring_to_front(self) -> None:
        """Bring the console to the front."""
        self.console.showNormal() if self.console.isMinimized() else self.console.show()
        self.console.raise_()
        self.console.activateWindow()

    def _connect(self) -> None:
        self.console.placement = self.placement
        self.console.ended.connect(self._end)
        self.show_.sounded.connect(self.sounds.play)
        self.show_.changed.connect(self._follow_sound)
        self.sounds.changed.connect(lambda: self.console.say(self.sounds.reason or tr("There is sound again.")))
        self.placement.lost.connect(self._cover)
        self.placement.message.connect(self.console.say)

        console = self.console
        self._on_leaving = self._context.tasks.destroyed.connect(lambda: _leave(console))

    def _open(self) -> None:
        self._context.hold_reports()
        window = self.console
        open_within_screen(window)
        window.show()
        self.placement.open()
        window.raise_()
        window.activateWindow()
        window.go_button.setFocus()
        window.refresh()
        self._awake = keep_awake(tr("A ceremony is being presented"))
        self._say_first()

    def _say_first(self) -> None:
        """Show one message before the first press: where a resumed run goes on, else what this computer lacks."""
        if self._opening.away is not None:
            minutes = round(self._opening.away / 60)
            part = cue_title(self.show_, self.show_.director.cue) or tr("a part that is passed over now")
            self.console.say(
                plural(
                    minutes,
                    "You were at “{part}”, {count} minute ago. GO goes on there, Back goes one step back.",
                    "You were at “{part}”, {count} minutes ago. GO goes on there, Back goes one step back.",
                    part=part,
                )
            )
        elif self.sounds.reason:
            self.console.say(self.sounds.reason)
        elif self._awake is None:
            self.console.say(tr("Laurel cannot keep this screen from sleeping. Switch the screen saver off."))

    def _follow_sound(self) -> None:
        director = self.show_.director
        self.sounds.mute(on=director.is_muted)
        pauses = director.output is Output.CURTAIN and director.has_begun
        if pauses:
            self.sounds.fade_out()
        self.sounds.bed(on=pauses and not director.is_on_hold and not director.is_finished)

    def _cover(self, why: str) -> None:
        self.show_.set_curtain(down=True)
        self.console.say(why)

    def _end(self) -> None:
        if self._awake is not None:
            self._awake()
        self.sounds.fade_out()
        if self._opening.run is not None:
            end = partial(close_run, run=self._opening.run, director=self.show_.director)
            self._context.tasks.write(self._context.tasks, end)
        self._context.release_reports()
        QObject.disconnect(self._on_leaving)  # it would keep what the console is made of until the clinic is left
        self.setParent(None)
        self.console.deleteLater()
        self.audience.deleteLater()
        self.deleteLater()


def _leave(console: Console) -> None:
    """Close the windows when the clinic is left; the run can be resumed."""
    if isValid(console):
        console.close_windows()


def recorder(tasks: Tasks, run: UUID, shown: CeremonyView) -> Record:
    """Make the function that commits a row of the journal on the database thread."""

    def record(number: int, row: str, then: Written, failed: Callable[[ClinicError], None]) -> None:
        tasks.write(tasks, partial(record_row, run=run, number=number, row=row, shown=shown), then, failed)

    return record


def reader(
    tasks: Tasks, shown: CeremonyView
) -> Callable[[Callable[[StageNames], None], Callable[[ClinicError], None]], None]:
    """Make the function that reads the permitted names again."""

    def read(then: Callable[[StageNames], None], failed: Callable[[ClinicError], None]) -> None:
        tasks.read(tasks, partial(stage_names, cohort=shown.cohort, venue=shown.venue), then, failed)

    return read


def image_loader(media: Media) -> Callable[[str], QImage | None]:
    """Make the function that loads pictures of the clinic's media, each once; None for a missing one."""
    kept: dict[str, QImage | None] = {}

    def load(name: str) -> QImage | None:
        if name not in kept:
            try:
                kept[name] = QImage.fromData(media.read(name))
            except ClinicError:
                kept[name] = None
        return kept[name]

    return load
