from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from ceremonies.director_types import Output
from ceremonies.script_editing import draft_ceremony
from models.people.consent import Channel, Purpose, Source, record_consent, record_consents
from models.people.naming import Level
from models.people.statement import Statement
from models.recognition.badge import AwardState, awards, decide_badges
from models.recognition.ceremony import (
    CeremonyState,
    Venue,
    ceremony,
    change_venue,
    events,
    freeze_ceremony,
    interrupted_run,
)
from tests.factory import group, run_sessions
from tests.inline import InlineExecutor
from tests.ui.ceremony.conftest import texts_of
from ui.ceremony.present import Presentation, present, presentation
from ui.ceremony.screen_memory import ScreenMemory
from ui.screens.person import PersonScreen
from ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from pytestqt.qtbot import QtBot

    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import Group, MovingClock
    from ui.context import Context

pytestmark = pytest.mark.qt_log_ignore("pipewire-0.3", "PulseAudioService", extend=True)
"""What Qt says where there is no loudspeaker: Laurel says it in a sentence of its own."""


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScreenMemory:
    """Remember the audience's screen in the test's own folder."""
    made = ScreenMemory(tmp_path / "screen.txt")
    monkeypatch.setattr("ui.ceremony.present.ScreenMemory", lambda: made)
    return made


@pytest.fixture
def cohort(clinic: Database, tasks: Tasks) -> Group:
    """Twelve people who agreed to their full name."""
    with clinic.write(tasks.actor) as work:
        return group(work, level=Level.FULL)


@pytest.fixture
def ready(clinic: Database, tasks: Tasks, cohort: Group, context: Context) -> UUID:
    """A frozen ceremony for them."""
    zone: ZoneInfo = context.zone  # type: ignore[assignment]
    with clinic.write(tasks.actor) as work:
        made = draft_ceremony(work, cohort.cohort, "Autumn graduation", work.now, zone)
        freeze_ceremony(work, made)
    return made


class Hall:
    """Presses GO in a real presentation, calmly."""

    def __init__(self, qtbot: QtBot, context: Context) -> None:
        self.qtbot, self.context, self.seconds = qtbot, context, 0.0

    @property
    def running(self) -> Presentation:
        found = presentation(self.context)
        assert found is not None
        return found

    def open(self, ceremony_id: UUID, *, is_rehearsal: bool = False) -> Presentation:
        present(self.context, ceremony_id, is_rehearsal=is_rehearsal)
        self.qtbot.waitUntil(lambda: presentation(self.context) is not None and self.context.tasks.is_idle)
        self.running.show_._monotonic = lambda: self.seconds
        self.running.show_._origin = 0.0
        return self.running

    def go(self, times: int = 1) -> None:
        for _ in range(times):
            self.seconds += 2
            self.running.console.press("go")
            self.qtbot.waitUntil(lambda: self.context.tasks.is_idle)

    def to_name_of(self, person: UUID) -> None:
        cues = self.running.show_.director.script.cues
        place = next(number for number, cue in enumerate(cues) if cue.recipient == person)
        self.go()
        self.running.show_.arm(place)
        self.go(2)

    def power_fails(self) -> None:
        """Take everything away without a word to the journal."""
        running = self.running
        running.console.close_windows()
        running.setParent(None)
        running.deleteLater()

    def shown(self) -> list[str]:
        return texts_of(self.running.show_.audience_picture())


@pytest.fixture
def hall(qtbot: QtBot, context: Context) -> Iterator[Hall]:
    made = Hall(qtbot, context)
    yield made
    if presentation(context) is not None:
        made.power_fails()


def test_that_a_ceremony_opens_on_the_curtain_and_its_presses_are_kept(
    hall: Hall, ready: UUID, clinic: Database, tasks: Tasks
) -> None:
    running = hall.open(ready)
    assert running.audience.isVisible()
    assert running.console.isVisible()
    assert running.show_.director.output is Output.CURTAIN
    assert "Autumn graduation" in hall.shown()
    hall.go(3)
    with clinic.read(tasks.actor) as work:
        run = interrupted_run(work, ready)
        assert run is not None
        assert len(events(work, run)) == 4


def test_that_a_second_call_brings_the_open_console_forward(hall: Hall, ready: UUID, context: Context) -> None:
    running = hall.open(ready)
    present(context, ready)
    assert presentation(context) is running


def test_that_consent_withdrawn_in_the_middle_is_heeded_at_once(
    hall: Hall, ready: UUID, cohort: Group, tasks: Tasks, qtbot: QtBot
) -> None:
    running = hall.open(ready)
    hall.to_name_of(cohort.enrolments[5])
    assert "Siân ap Gruffydd" in hall.shown()
    withdraw = partial(
        record_consent, person=cohort.people[5], purpose=Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN
    )
    tasks.write(running, withdraw)
    qtbot.waitUntil(lambda: tasks.is_idle)
    qtbot.waitUntil(lambda: running.show_.audience_picture().is_curtain)
    assert "Siân" not in " ".join(hall.shown())
    assert "asked not to be mentioned" in running.console.strip.text.accessibleName()


def test_that_a_name_withdrawn_on_the_persons_page_in_two_presses_is_covered_on_the_stage(
    hall: Hall, ready: UUID, cohort: Group, context: Context, show: Callable[..., PersonScreen], qtbot: QtBot,
) -> None:  # fmt: skip
    running = hall.open(ready)
    hall.to_name_of(cohort.enrolments[5])
    assert "Siân ap Gruffydd" in hall.shown()
    page = show(PersonScreen(context), person=cohort.people[5])
    line = page.agreed.rows[Purpose.CEREMONY_NAME]
    qtbot.keyClick(line.withdraw_button, Qt.Key.Key_Return)
    assert "Siân ap Gruffydd" in hall.shown()
    qtbot.keyClick(line.sure_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: context.tasks.is_idle and running.show_.audience_picture().is_curtain)
    assert "Siân" not in " ".join(hall.shown())


def test_that_in_a_video_call_no_more_is_shown_than_is_allowed_there(
    hall: Hall, ready: UUID, cohort: Group, clinic: Database, tasks: Tasks
) -> None:
    with clinic.write(tasks.actor) as work:
        change_venue(work, ready, Venue.CALL)
        call = Statement(
            purpose=Purpose.CEREMONY_NAME, is_given=True, source=Source.SPOKEN, level=Level.FIRST, channel=Channel.CALL
        )
        record_consents(work, cohort.people[5], [call])
    hall.open(ready)
    hall.to_name_of(cohort.enrolments[5])
    assert "Siân" in hall.shown()
    assert "Siân ap Gruffydd" not in " ".join(hall.shown())


def test_that_an_interrupted_evening_goes_on_at_the_same_step_behind_the_curtain(
    hall: Hall, ready: UUID, cohort: Group, clock: MovingClock
) -> None:
    hall.open(ready)
    hall.to_name_of(cohort.enrolments[5])
    place = hall.running.show_.director.place
    hall.power_fails()
    clock.now = clock.now.replace(minute=clock.now.minute + 4)
    again = hall.open(ready)
    assert (again.show_.director.place, again.show_.director.output) == (place, Output.CURTAIN)
    assert "Siân" not in " ".join(hall.shown())
    assert "4 minutes ago" in again.console.strip.text.accessibleName()
    hall.seconds = again.show_.director.event.at + 1 if again.show_.director.event else 0
    hall.go()
    assert "Siân ap Gruffydd" in hall.shown()


def test_that_an_evening_left_for_a_day_begins_again(hall: Hall, ready: UUID, clock: MovingClock) -> None:
    hall.open(ready)
    hall.go(3)
    hall.power_fails()
    clock.now = clock.now.replace(day=clock.now.day + 1)
    again = hall.open(ready)
    assert not again.show_.director.has_begun


def test_that_the_end_is_kept_and_a_presented_ceremony_is_not_presented_again(
    hall: Hall, ready: UUID, clinic: Database, tasks: Tasks, qtbot: QtBot, context: Context
) -> None:
    running = hall.open(ready)
    while running.show_.next_action() is not None:
        hall.go()
    hall.go()
    running.console.strip.button.click()
    qtbot.waitUntil(lambda: presentation(context) is None and tasks.is_idle)
    with clinic.read(tasks.actor) as work:
        assert ceremony(work, ready).state is CeremonyState.FINISHED
        assert interrupted_run(work, ready) is None
    heard: list[object] = []
    tasks.failed.connect(heard.append)
    present(context, ready)
    qtbot.waitUntil(lambda: bool(heard))
    assert presentation(context) is None


@pytest.fixture
def approved(clinic: Database, tasks: Tasks, cohort: Group) -> dict[UUID, UUID]:
    """Everybody's first badge, approved; by enrolment."""
    with clinic.write(tasks.actor) as work:
        run_sessions(work, cohort, ["P" * 12])
        made = {award.enrolment: award.id for award in awards(work, cohort.cohort)}
        decide_badges(work, made.values(), AwardState.APPROVED)
    return made


def states(clinic: Database, tasks: Tasks, cohort: Group) -> dict[UUID, AwardState]:
    with clinic.read(tasks.actor) as work:
        return {award.id: award.state for award in awards(work, cohort.cohort)}


def awards_in_order(running: Presentation) -> list[UUID]:
    return [cue.award for cue in running.show_.director.script.cues if cue.award is not None]


def test_that_exactly_the_badges_that_were_shown_become_presented(
    approved: dict[UUID, UUID],
    hall: Hall,
    ready: UUID,
    clinic: Database,
    tasks: Tasks,
    cohort: Group,
    qtbot: QtBot,
    context: Context,
) -> None:
    running = hall.open(ready)
    assert set(awards_in_order(running)) == set(approved.values())
    first, second, third, declined, *others = awards_in_order(running)
    cues = running.show_.director.script.cues
    place = {cue.award: number for number, cue in enumerate(cues)}
    enrolment = {award: one for one, award in approved.items()}
    with clinic.write(tasks.actor) as work:
        decide_badges(work, [declined], AwardState.DECLINED)
        gone = cohort.people[cohort.enrolments.index(enrolment[third])]
        record_consent(work, gone, Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN)
    qtbot.waitUntil(lambda: tasks.is_idle and running.show_.book.is_current)
    running.show_.skip(place[second])
    while running.show_.director.cue <= place[declined]:
        hall.go()
    running.console.end()
    qtbot.waitUntil(lambda: presentation(context) is None and tasks.is_idle)
    assert states(clinic, tasks, cohort) == {
        first: AwardState.PRESENTED, declined: AwardState.DECLINED,
        **dict.fromkeys((second, third, *others), AwardState.APPROVED),
    }  # fmt: skip


def test_that_a_rehearsal_presents_no_badge(
    approved: dict[UUID, UUID],
    hall: Hall,
    ready: UUID,
    clinic: Database,
    tasks: Tasks,
    cohort: Group,
    qtbot: QtBot,
    context: Context,
) -> None:
    running = hall.open(ready, is_rehearsal=True)
    while running.show_.next_action() is not None:
        hall.go()
    running.console.end()
    qtbot.waitUntil(lambda: presentation(context) is None and tasks.is_idle)
    assert states(clinic, tasks, cohort) == dict.fromkeys(approved.values(), AwardState.APPROVED)


def test_that_badges_shown_in_an_evening_that_nobody_goes_on_with_were_presented(
    approved: dict[UUID, UUID],
    hall: Hall,
    ready: UUID,
    clinic: Database,
    tasks: Tasks,
    cohort: Group,
    clock: MovingClock,
) -> None:
    first, *others = awards_in_order(hall.open(ready))
    cues = hall.running.show_.director.script.cues
    while hall.running.show_.director.named == frozenset():
        hall.go()
    assert cues[hall.running.show_.director.cue].award == first
    hall.power_fails()
    clock.now = clock.now.replace(day=clock.now.day + 1)
    hall.open(ready)
    assert states(clinic, tasks, cohort) == {first: AwardState.PRESENTED, **dict.fromkeys(others, AwardState.APPROVED)}


def test_that_the_windows_go_when_the_clinic_is_locked(
    hall: Hall, ready: UUID, clinic: Database, actor: Actor, context: Context, qtbot: QtBot
) -> None:
    tasks = Tasks(clinic, actor, executor=InlineExecutor())
    locked = replace(context, tasks=tasks)
    present(locked, ready)
    qtbot.waitUntil(lambda: presentation(locked) is not None and tasks.is_idle)
    running = presentation(locked)
    assert running is not None
    console, audience = running.console, running.audience
    tasks.close()
    tasks.deleteLater()
    qtbot.waitUntil(lambda: not console.isVisible() and not audience.isVisible())
    console.deleteLater()
    audience.deleteLater()


def test_that_a_rehearsal_records_nothing_and_leaves_the_ceremony_as_it_was(
    hall: Hall, ready: UUID, clinic: Database, tasks: Tasks, qtbot: QtBot, context: Context
) -> None:
    running = hall.open(ready, is_rehearsal=True)
    hall.go(5)
    assert running.show_.director.cue > 0
    running.console.end()
    qtbot.waitUntil(lambda: presentation(context) is None and tasks.is_idle)
    with clinic.read(tasks.actor) as work:
        assert ceremony(work, ready).state is CeremonyState.READY
        assert interrupted_run(work, ready) is None


def test_that_a_draft_is_not_presented(
    hall: Hall, clinic: Database, tasks: Tasks, cohort: Group, context: Context, qtbot: QtBot
) -> None:
    zone: ZoneInfo = context.zone  # type: ignore[assignment]
    with clinic.write(tasks.actor) as work:
        draft = draft_ceremony(work, cohort.cohort, "Autumn graduation", work.now, zone)
    heard: list[object] = []
    tasks.failed.connect(heard.append)
    present(context, draft)
    qtbot.waitUntil(lambda: bool(heard))
    assert "draft" in str(heard[0])


def test_that_the_audiences_screen_is_remembered_by_its_name(tmp_path: Path) -> None:
    kept = ScreenMemory(tmp_path / "folder" / "screen.txt")
    assert kept.recall() == ""
    kept.remember("ACME|Beamer|42|HDMI-1")
    assert ScreenMemory(kept.path).recall() == "ACME|Beamer|42|HDMI-1"
    blocked = ScreenMemory(kept.path / "below-a-file")
    blocked.remember("x")
    assert blocked.recall() == ""
