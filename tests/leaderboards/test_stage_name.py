from __future__ import annotations

from typing import TYPE_CHECKING

from leaderboards.nominees import nominees
from leaderboards.stage_name import StageName, stage_names
from models.people.consent import Channel, Purpose, Source, record_consent, record_consents
from models.people.naming import Level
from models.people.statement import Statement
from models.recognition.ceremony import Venue
from tests.factory import agree, group, person

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database


def test_that_each_person_is_billed_as_their_consent_allows_now(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        made = group(work, size=6)
        for who, level in zip(
            made.people, (Level.FULL, Level.FIRST, Level.NICKNAME, Level.ANONYMOUS, Level.FULL), strict=False
        ):
            agree(work, who, Purpose.CEREMONY_NAME, level)
        record_consent(work, made.people[4], Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN)
        found = stage_names(work, made.cohort)
    bill = [found[enrolment] for enrolment in made.enrolments]
    anonymous = StageName("", Level.ANONYMOUS)
    assert bill == [
        StageName("Anna Berg", Level.FULL), StageName("Samir", Level.FIRST), anonymous, anonymous, None, None,
    ]  # fmt: skip
    assert anonymous.is_anonymous
    assert not StageName("A member of this group", Level.NICKNAME).is_anonymous


def test_that_each_name_is_shown_as_its_person_allows_where_the_ceremony_is_held(
    clinic: Database, actor: Actor
) -> None:
    with clinic.write(actor) as work:
        made = group(work, size=3, level=Level.FULL)
        anna, samir, _ = made.people
        for channel, level in ((Channel.CALL, Level.INITIALS), (Channel.PAPER, Level.ANONYMOUS)):
            say = Statement(
                purpose=Purpose.CEREMONY_NAME, is_given=True, source=Source.SPOKEN, level=level, channel=channel
            )
            record_consents(work, anna, [say])
        no = Statement(purpose=Purpose.CEREMONY_NAME, is_given=False, source=Source.SPOKEN, channel=Channel.CALL)
        record_consents(work, samir, [no])
        named = {venue: stage_names(work, made.cohort, venue).values() for venue in Venue}
        mentioned = {venue: {one.reference for one in nominees(work, made.cohort, venue)} for venue in Venue}
    shown = {venue: [one.shown for one in names if one is not None] for venue, names in named.items()}
    third = "Nguyễn Thị Hồng Nhung"
    assert {venue: sorted(names) for venue, names in shown.items()} == {
        Venue.ROOM: ["Anna Berg", third, "Samir Rahimi"],
        Venue.CALL: ["A.B.", third],
        Venue.ANYWHERE: ["", third],
    }
    assert mentioned[Venue.ROOM] == set(made.enrolments)
    assert mentioned[Venue.CALL] == mentioned[Venue.ANYWHERE] == {made.enrolments[0], made.enrolments[2]}


def test_that_how_a_name_is_said_is_told_only_of_people_who_are_named(clinic: Database, actor: Actor) -> None:
    from models.programme.enrolment import enrol

    with clinic.write(actor) as work:
        made = group(work, size=1)
        spoken = {
            level: person(work, "Siân", level.value, pronunciation="sharn") for level in (Level.FULL, Level.ANONYMOUS)
        }
        places = {level: enrol(work, made.cohort, who) for level, who in spoken.items()}
        for level, who in spoken.items():
            agree(work, who, Purpose.CEREMONY_NAME, level)
        found = stage_names(work, made.cohort)
    said = found[places[Level.FULL]]
    assert said is not None
    assert said.pronunciation == "sharn"
    assert found[places[Level.ANONYMOUS]] == StageName("", Level.ANONYMOUS)
