from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ceremonies.director import shows_name
from ceremonies.director_types import Output
from ceremonies.event import EventKind
from ceremonies.permitted import shown_as, staged
from models.errors import ClinicError
from models.people.consent import Consent
from models.recognition.ceremony import Ceremony
from models.recognition.script import Sound
from tests.ceremonies.company import UNMENTIONED, WITHDRAWS
from tests.ui.ceremony.conftest import go, texts_of
from ui.ceremony.names import NameBook
from ui.ceremony.wording import bare, go_words

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from PySide6.QtCore import SignalInstance
    from pytestqt.qtbot import QtBot

    from tests.ui.ceremony.conftest import Evening
    from ui.ceremony.show import Show
    from ui.tasks import Tasks


def name_is_on_stage(run: Show) -> bool:
    frame = run.director.frame(run.now(), run.names)
    cue = staged(run.director.script.cues[frame.place.cue], run.names)
    return frame.output is not Output.CURTAIN and cue is not None and shows_name(cue, frame.place.step)


def to_kicker_of(run: Show, evening: Evening, name: str) -> None:
    go(run, evening)
    run.arm(evening.place_of(name))
    go(run, evening)


def test_that_nothing_is_revealed_before_its_row_is_committed(run: Show, evening: Evening) -> None:
    to_kicker_of(run, evening, "Anna")
    evening.is_slow = True
    go(run, evening)
    assert not name_is_on_stage(run)
    assert "Anna" not in texts_of(run.audience_picture())
    evening.answer()
    assert name_is_on_stage(run)
    assert "Anna" in texts_of(run.audience_picture())


def test_that_the_curtain_never_waits_for_the_journal(run: Show, evening: Evening) -> None:
    to_kicker_of(run, evening, "Anna")
    evening.is_slow = True
    go(run, evening)
    run.panic()
    assert run.director.output is Output.CURTAIN
    evening.answer()
    assert run.director.output is Output.CURTAIN
    assert evening.replayed() == run.director


def test_that_while_a_press_is_written_down_no_other_one_reveals_it(
    run: Show, evening: Evening, messages: list[str]
) -> None:
    to_kicker_of(run, evening, "Anna")
    evening.is_slow = True
    go(run, evening)
    run.set_muted(on=True)
    run.go()
    assert not name_is_on_stage(run)
    assert "still writing" in messages[-2]


def test_that_a_full_disk_does_not_stop_the_evening(run: Show, evening: Evening, messages: list[str]) -> None:
    to_kicker_of(run, evening, "Anna")
    evening.broken = ClinicError("The disk is full.")
    go(run, evening)
    assert not name_is_on_stage(run)
    assert messages[-1] == "The disk is full. Nothing was shown. Press again to go on without a record."
    go(run, evening)
    assert name_is_on_stage(run)
    assert messages[-1] == "The disk is full. The evening goes on; this press is not in its record."
    run.panic()
    assert run.director.output is Output.CURTAIN


def test_that_a_file_that_never_answers_does_not_stop_the_evening(
    run: Show, evening: Evening, messages: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.ceremony.show.WRITE_TIMEOUT", 20)
    evening.is_slow = True
    go(run, evening)
    qtbot.waitUntil(lambda: any("does not answer" in one for one in messages), timeout=5000)
    go(run, evening)
    qtbot.waitUntil(lambda: run.director.has_begun, timeout=5000)


def test_that_the_journal_replays_to_the_live_state_at_every_press(run: Show, evening: Evening) -> None:
    presses: list[Callable[[], object]] = [
        run.go, partial(run.arm, 4), run.go, run.go, run.back, partial(run.set_frozen, on=True),
        partial(run.set_frozen, on=False), partial(run.set_on_hold, on=True), partial(run.set_on_hold, on=False),
        run.add_minute, run.undo, run.set_absent, run.undo, run.panic, run.go, partial(run.set_muted, on=False),
        partial(run.set_curtain, down=True), run.go,
    ]  # fmt: skip
    for press in presses:
        evening.seconds += 1.2345
        press()
        assert evening.replayed() == run.director
    assert len(evening.rows) == len(presses) + 1


def test_that_a_withdrawal_read_with_the_press_itself_shows_nobody(
    run: Show, evening: Evening, messages: list[str]
) -> None:
    to_kicker_of(run, evening, WITHDRAWS)
    evening.withdraw(WITHDRAWS)
    go(run, evening)
    assert run.director.place.step == 1
    assert not name_is_on_stage(run)
    assert WITHDRAWS not in " ".join(texts_of(run.audience_picture()))
    assert "asked not to be mentioned" in messages[-1]
    before = run.director.cue
    assert before not in run.director.named
    assert evening.replayed() == run.director
    go(run, evening)
    assert run.director.cue == before + 1


def test_that_a_withdrawal_takes_a_name_off_the_stage_at_once(run: Show, evening: Evening) -> None:
    to_kicker_of(run, evening, WITHDRAWS)
    go(run, evening)
    assert WITHDRAWS in texts_of(run.audience_picture())
    evening.withdraw(WITHDRAWS)
    run.book.refresh()
    assert WITHDRAWS not in " ".join(texts_of(run.audience_picture()))
    run.set_frozen(on=True)
    assert WITHDRAWS not in " ".join(texts_of(run.audience_picture()))


def test_that_no_name_is_revealed_while_the_names_cannot_be_read(
    run: Show, evening: Evening, messages: list[str]
) -> None:
    to_kicker_of(run, evening, "Anna")
    evening.is_reading = False
    run.book.refresh()
    go(run, evening)
    assert not name_is_on_stage(run)
    assert "who agreed to be named" in messages[-1]
    evening.is_reading = True
    go(run, evening)
    assert name_is_on_stage(run)


def test_that_names_are_read_again_when_people_or_consent_change_and_only_then(evening: Evening, tasks: Tasks) -> None:
    asked = []
    book = NameBook(evening.stage_names, lambda _then, _failed: asked.append(1), tasks.changed)
    changed: SignalInstance = tasks.changed
    changed.emit(frozenset({Ceremony}))
    assert asked == []
    assert book.is_current
    changed.emit(frozenset({Consent, Ceremony}))
    assert asked == [1]
    assert not book.is_current
    book.deleteLater()


def test_that_an_old_answer_about_names_does_not_overrule_a_newer_one(evening: Evening) -> None:
    answers = []
    book = NameBook(evening.stage_names, lambda then, _failed: answers.append(then))
    person = evening.company.reference(WITHDRAWS)
    book.refresh()
    book.refresh()
    answers[1](evening.stage_names | {person: None})
    answers[0](evening.stage_names)
    assert book.permitted[person] is None
    book.deleteLater()


def test_that_a_name_sounds_once_and_never_when_it_is_gone_back_to(run: Show, evening: Evening) -> None:
    heard: list[Sound] = []
    run.sounded.connect(heard.append)
    to_kicker_of(run, evening, "Anna")
    assert heard == []
    go(run, evening)
    assert heard == [Sound.CHIME]
    run.back()
    go(run, evening)
    run.set_curtain(down=True)
    go(run, evening)
    assert heard == [Sound.CHIME]
    run.set_muted(on=True)
    go(run, evening, times=2)
    assert heard == [Sound.CHIME]


def test_that_through_the_whole_evening_only_permitted_names_are_seen_and_each_is_announced_on_the_button(
    run: Show, evening: Evening
) -> None:
    announced, seen = set(), set()
    names = {shown_as(one.name) for one in evening.company.nominees}
    while run.next_action() is not None:
        words = go_words(run)
        if words.shows_name:
            announced.add(bare(words.text).removeprefix("Show the name: "))
        go(run, evening)
        evening.seconds += 5
        for picture in (run.audience_picture(), run.next_picture()):
            assert picture is not None
            shown = texts_of(picture)
            assert not any(hidden in text for hidden in UNMENTIONED for text in shown)
        seen |= {text for text in texts_of(run.audience_picture()) if text in names}
    assert seen == names
    assert announced == {name for name in names if name != "A member of this group"}
    assert [entry.event.kind for entry in _entries(evening)].count(EventKind.GO) == len(evening.rows) - 2


def _entries(evening: Evening) -> list:  # type: ignore[type-arg]
    from ceremonies.journal import read

    return list(read(evening.rows))


def test_that_after_the_last_part_go_lowers_the_curtain(run: Show, evening: Evening) -> None:
    while run.next_action() is not None:
        go(run, evening)
    assert go_words(run).text == "Lower the curtain"
    go(run, evening)
    assert run.director.output is Output.CURTAIN
    done: list[int] = []
    run.finish(lambda: done.append(1))
    assert run.director.is_finished
    assert done == [1]
