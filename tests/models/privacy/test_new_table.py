"""A new personal table costs its own file: what it says beside itself is all that its rows need."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import CreateTable

from models.access import Confirmed
from models.backup.erasure_ledger import Ledger
from models.base import Record
from models.keys.sealed import Sealed
from models.people.erasure import Ground
from models.people.participant import Participant, add_person
from models.people.person_form import PersonForm
from models.personal_table import Computed, Erase, Fields, Merge, PersonalTable, Unite
from models.privacy.declared import table_of
from models.privacy.erasure import erase_person, erasure_preview
from models.privacy.merge import merge_people, merge_preview
from models.privacy.personal_data import personal_data
from models.privacy.retention import last_days
from models.programme.enrolment import enrol
from models.storage import cipher
from models.storage.database import Database
from models.tables import METADATA
from tests import factory
from tests.models.declarations import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.personal_table import Section
    from models.work import Work


class Mood(StrEnum):
    LOW = "low"
    GOOD = "good"


@pytest.fixture(scope="module", autouse=True)
def new() -> Iterator[SimpleNamespace]:
    """Three tables as a coming part would bring them, in the clinic's metadata while these tests run."""

    class Journal(Record):
        __tablename__ = "journal"
        personal = PersonalTable(
            about="participant_id", erase=Erase.DELETE, merge=Merge.MOVE, free_text=("entry", "thoughts"),
            keep="written_at",
        )  # fmt: skip
        participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
        written_at: Mapped[datetime]
        written_by: Mapped[UUID]
        mood: Mapped[Mood]
        entry: Mapped[str]
        thoughts: Mapped[Any] = mapped_column(Sealed("journal.thoughts"), nullable=True)

    class Reply(Record):
        __tablename__ = "journal_reply"
        personal = PersonalTable(
            about="journal_id", erase=Erase.DELETE, merge=Merge.MOVE, free_text=("words",), keep=None,
            export=(Fields(
                name="replies", title="What was answered to you", order=("journal_id.written_at",),
                fields={
                    "written_at": "journal_id.written_at", "words": "words",
                    "said": Computed(lambda mood, words: f"{words} ({mood})", ("journal_id.mood", "words")),
                },
            ),),
        )  # fmt: skip
        journal_id: Mapped[UUID] = mapped_column(ForeignKey("journal.id"))
        words: Mapped[str]

    class Thanks(Record):
        __tablename__ = "thanks"
        personal = PersonalTable(
            about="enrolment_id", others=("giver_id",), erase=Erase.DELETE, free_text=("words",), keep=None,
            merge=Unite(by=("week",), worth=lambda row: len(row.words)),
        )  # fmt: skip
        enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
        giver_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"))
        week: Mapped[int]
        words: Mapped[str]
        __table_args__ = (UniqueConstraint("enrolment_id", "week"),)

    made = SimpleNamespace(Journal=Journal, Reply=Reply, Thanks=Thanks)
    yield made
    for record in (Thanks, Reply, Journal):
        METADATA.remove(table_of(record))


@pytest.fixture
def clinic_folder(clinic_folder: ClinicFolder, keys: Keys, new: SimpleNamespace) -> ClinicFolder:
    """A clinic that also has the new tables, as a migration would make them."""
    with closing(cipher.connect(clinic_folder.database, keys.data)) as connection:
        for record in vars(new).values():
            connection.execute(str(CreateTable(table_of(record)).compile(dialect=sqlite.dialect())))
    return clinic_folder


@pytest.fixture
def them(clinic: Database, actor: Actor, new: SimpleNamespace) -> factory.Group:
    """Ada and Ben in one group: each has a journal in which the other one is mentioned, and Ada thanked Ben."""
    with clinic.write(actor) as work:
        ada, ben = (
            add_person(work, PersonForm(given_name=given, family_name=family), country="GB")
            for given, family in (("Zephyrine", "Quillfeather"), ("Benedict", "Oakapple"))
        )
        empty = factory.group(work, size=0)
        ours = [enrol(work, empty.cohort, person, joined_on=factory.START) for person in (ada, ben)]
        for owner, other in ((ada, "Benedict"), (ben, "Zephyrine")):
            entry = new.Journal(
                id=work.new_id(), participant_id=owner, written_at=work.now, written_by=actor.id, mood=Mood.GOOD,
                entry=f"walked with {other}", thoughts={"of": [f"{other} is kind"]},
            )  # fmt: skip
            work.session.add(entry)
            work.session.flush()
            work.session.add(new.Reply(id=work.new_id(), journal_id=entry.id, words=f"well done, and {other} too"))
        work.session.add(
            new.Thanks(id=work.new_id(), enrolment_id=ours[1], giver_id=ours[0], week=1, words="thanks from Zephyrine")
        )
    return factory.Group(empty.cohort, (ada, ben), tuple(ours), empty.meetings)


def told(work: Work, person: UUID) -> tuple[dict[str, Section], tuple[str, ...]]:
    data = personal_data(work, person, confirmed=Confirmed(work.actor.id, work.now))
    return {section.name: section for section in data.sections}, data.left_out


def test_that_the_new_tables_are_sound(new: SimpleNamespace) -> None:
    assert [fault for record in vars(new).values() for fault in faults(record)] == []


def test_that_an_export_tells_every_field_of_the_person_and_of_nobody_else(
    clinic: Database, actor: Actor, them: factory.Group
) -> None:
    with clinic.read(actor) as work:
        sections, left_out = told(work, them.people[0])
        theirs, _ = told(work, them.people[1])
    journal = sections["journal"]
    assert journal.title == "Journal"
    assert journal.headings == ("written_at", "written_by", "mood", "entry", "thoughts")
    ((at, by, *words),) = journal.rows
    assert str(at).startswith("2026-")
    assert by == "staff"
    assert words == ["good", "walked with …", '{"of": ["… is kind"]}']
    assert sections["replies"].rows == ((at, "well done, and … too", "well done, and … too (good)"),)
    assert sections["thanks"].rows == ()
    assert theirs["thanks"].headings == ("group", "week", "words")
    assert theirs["thanks"].rows == (("Autumn evening", 1, "thanks from …"),)
    assert left_out == ()


def test_that_an_export_without_the_clinical_key_says_what_it_lacks(
    clinic: Database, actor: Actor, them: factory.Group, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    with (
        closing(Database.open(clinic_folder, replace(keys, clinical=None), clock=factory.MovingClock())) as desk,
        desk.read(actor) as work,
    ):
        sections, left_out = told(work, them.people[0])
    assert sections["journal"].headings == ("written_at", "written_by", "mood", "entry")
    assert len(sections["journal"].rows) == 1
    (sentence,) = left_out
    assert sentence.startswith("Journal: 1 entry holds")


def test_that_an_erasure_leaves_nothing_and_takes_out_every_mention(
    clinic: Database, actor: Actor, them: factory.Group, new: SimpleNamespace, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    ada, ben = them.people
    with clinic.read(actor) as work:
        shown = erasure_preview(work, ada)
    with clinic.write(actor) as work:
        erase_person(
            work, Ledger(clinic_folder, keys.data), ada, version=shown.version, ground=Ground.ASKED,
            confirmed=Confirmed(actor.id, work.now), knowing=True,
        )  # fmt: skip
    with clinic.read(actor) as work:
        (entry,) = work.session.scalars(select(new.Journal))
        (reply,) = work.session.scalars(select(new.Reply))
        (thanks,) = work.session.scalars(select(new.Thanks))
        assert work.session.get(Participant, ada) is None
        assert (entry.participant_id, entry.entry, entry.mood) == (ben, "walked with …", Mood.GOOD)
        assert entry.thoughts == {"of": ["… is kind"]}
        assert (reply.journal_id, reply.words) == (entry.id, "well done, and … too")
        assert (thanks.giver_id, thanks.words) == (None, "thanks from …")
    assert shown.other_entries == 2
    assert shown.mentions >= 4


def test_that_a_merge_moves_the_rows_and_keeps_the_better_of_two(
    clinic: Database, actor: Actor, them: factory.Group, new: SimpleNamespace
) -> None:
    ada, ben = them.people
    with clinic.write(actor) as work:
        work.session.add(
            new.Thanks(id=work.new_id(), enrolment_id=them.enrolments[0], giver_id=None, week=1, words="thanks")
        )
        work.session.flush()
        shown = merge_preview(work, ada, ben)
        merge_people(work, ada, ben, keep_version=shown.keep_version, remove_version=shown.remove_version)
    with clinic.read(actor) as work:
        assert set(work.session.scalars(select(new.Journal.participant_id))) == {ada}
        assert len(work.session.scalars(select(new.Reply)).all()) == 2
        (thanks,) = work.session.scalars(select(new.Thanks))
        assert (thanks.enrolment_id, thanks.words) == (them.enrolments[0], "thanks from Zephyrine")
        assert thanks.giver_id == them.enrolments[0]


def test_that_the_time_of_keeping_counts_from_the_last_entry(
    clinic: Database, actor: Actor, new: SimpleNamespace, clock: factory.MovingClock
) -> None:
    with clinic.write(actor) as work:
        person = factory.person(work, "Orla", "Byrne")
        late = work.now + timedelta(days=400)
        work.session.add(
            new.Journal(
                id=work.new_id(), participant_id=person, written_at=late, written_by=actor.id, mood=Mood.LOW, entry="",
                thoughts=None,
            )
        )  # fmt: skip
        work.session.flush()
        assert last_days(work)[person] == last_days(work, person)[person] == late.date()
