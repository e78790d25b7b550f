"""What a ceremony loses with a person, also in a version whose script has texts that nobody listed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from ceremonies.script_editing import draft_ceremony, script_of
from models.access import Confirmed
from models.document import digest_of
from models.people.naming import Level
from models.people.participant import Participant
from models.privacy.merge import merge_people
from models.privacy.personal_data import personal_data
from models.recognition.ceremony import Ceremony, ceremony, events, freeze_ceremony, record_event, start_run
from models.recognition.erasure import ceremonies_about, forget_in_ceremonies, script_without
from models.recognition.script import Script
from tests import factory
from tests.models.recognition.yesterday import FORMAT_1, NextScript, with_new_texts

if TYPE_CHECKING:
    from uuid import UUID

    from models.access import Actor
    from models.storage.database import Database
    from models.work import Work


def clear(text: str) -> str:
    return text.replace("Anna", "…")


def drafted(work: Work, cohort: UUID, text: str = "") -> UUID:
    """Keep a ceremony for them, with this stored text in place of its own."""
    made = draft_ceremony(work, cohort, "Spring", work.now, work.now.tzinfo)  # type: ignore[arg-type]  # (UTC)
    row = work.get(Ceremony, made)
    row.script = text or row.script
    row.digest = digest_of(row.script)
    work.session.flush()
    return made


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let erasure and export know the script that a next version might have."""
    for module in ("models.recognition.erasure", "models.recognition.ceremony_subject"):
        monkeypatch.setattr(f"{module}.Script", NextScript)


@pytest.mark.usefixtures("next_version")
def test_that_a_text_that_a_next_version_adds_is_exported_and_erased(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=2, level=Level.FULL)
        mine = them.enrolments[0]
        own = work.get(Ceremony, drafted(work, them.cohort)).script
        made = drafted(work, them.cohort, with_new_texts(own, "Anna sang.", "Thank you, Anna."))
        told = personal_data(work, them.people[0], confirmed=Confirmed(actor.id, work.now))
        parts = next(section for section in told.sections if section.name == "ceremonies")
        assert sum("Anna sang." in str(row) for row in parts.rows) == 1
        assert ceremonies_about(work, [mine], clear) == 2
        forget_in_ceremonies(work, [mine], clear)
        left = ceremony(work, made)
        script = NextScript.from_text(left.script)
    assert script.blessing == "Thank you, …."
    assert "Anna" not in left.script
    assert str(mine) not in left.script
    assert left.digest == digest_of(left.script)


def test_that_the_journal_follows_a_script_of_the_first_format_that_was_run(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=1, level=Level.FULL)
        made = drafted(work, them.cohort, FORMAT_1.replace("Welcome, all.", "Welcome, Anna."))
        freeze_ceremony(work, made)
        before = ceremony(work, made)
        run = start_run(work, made, is_rehearsal=False)
        record_event(work, run, 0, json.dumps({"event": {"kind": "begin", "at": 0.0, "digest": before.digest}}))
        forget_in_ceremonies(work, [], clear)
        after = ceremony(work, made)
        (begin,) = events(work, run)
    assert script_of(after).cues[0].say == "Welcome, …."
    assert len(script_of(after).cues) == 2
    assert json.loads(begin)["event"]["digest"] == after.digest != before.digest


def test_that_a_script_about_nobody_of_them_keeps_its_text_to_the_letter(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=1, level=Level.FULL)
        made = drafted(work, them.cohort, FORMAT_1)
        assert ceremonies_about(work, them.enrolments, clear) == 0
        forget_in_ceremonies(work, them.enrolments, clear)
        assert ceremony(work, made).script == FORMAT_1


@pytest.mark.parametrize("damaged", ["", "{", FORMAT_1.replace('"say"', '"shout"'), FORMAT_1[:-40]])
def test_that_a_damaged_script_stops_neither_an_erasure_nor_an_export(
    clinic: Database, actor: Actor, damaged: str
) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=1, level=Level.FULL)
        made = drafted(work, them.cohort, damaged.replace("Welcome, all.", "Welcome, Anna.") or "{}")
        told = personal_data(work, them.people[0], confirmed=Confirmed(actor.id, work.now))
        parts = next(section for section in told.sections if section.name == "ceremonies")
        forget_in_ceremonies(work, them.enrolments, clear)
        kept = work.session.scalars(select(Ceremony.script).where(Ceremony.id == made)).one()
    assert "This ceremony cannot be read" in str(parts.rows)
    assert "Anna" not in kept


def test_that_a_script_keeps_its_form_for_everybody_else() -> None:
    script = Script.from_text(FORMAT_1)
    assert script_without(script, (), clear, keep_places=False) == script


def test_that_a_merge_takes_the_parts_of_both_and_a_later_erasure_finds_them(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=3, level=Level.FULL)
        keep, remove = them.people[:2]
        made = drafted(work, them.cohort)
        freeze_ceremony(work, made)
        run = start_run(work, made, is_rehearsal=False)
        record_event(work, run, 0, work.get(Ceremony, made).digest)
        versions = {each: work.get(Participant, each).version for each in (keep, remove)}
        merge_people(work, keep, remove, keep_version=versions[keep], remove_version=versions[remove])
        script = script_of(ceremony(work, made))
        assert them.enrolments[1] not in script.references()
        assert sum(cue.recipient == them.enrolments[0] for cue in script.cues) == 2
        assert events(work, run) == (work.get(Ceremony, made).digest,)
        assert work.get(Ceremony, made).digest == digest_of(work.get(Ceremony, made).script)
        forget_in_ceremonies(work, [them.enrolments[0]], clear)
        left = script_of(ceremony(work, made)).references()
        assert left == {them.enrolments[2]}
