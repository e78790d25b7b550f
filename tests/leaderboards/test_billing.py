from __future__ import annotations

from typing import TYPE_CHECKING

from leaderboards.billing import billings
from leaderboards.nominees import nominees
from models.people.consent import Channel, Purpose, Source, Statement, record_consent, record_consents
from models.people.naming import Level
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
        found = billings(work, made.cohort)
    bill = [found[enrolment] for enrolment in made.enrolments]
    assert (bill[0].name, bill[0].level) == ("Anna Berg", Level.FULL)
    assert (bill[1].name, bill[1].level) == ("Samir", Level.FIRST)
    assert bill[2].level is Level.ANONYMOUS
    assert (bill[3].name, bill[3].level) == ("A member of this group", Level.ANONYMOUS)
    assert [one.name for one in bill[4:]] == [None, None]
    assert {one.level for one in bill[4:]} == {Level.UNMENTIONED}


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
        shown = {venue: [one.name for one in billings(work, made.cohort, venue).values()] for venue in Venue}
        mentioned = {venue: {one.reference for one in nominees(work, made.cohort, venue)} for venue in Venue}
    third = "Nguyễn Thị Hồng Nhung"
    assert {venue: sorted(filter(None, names)) for venue, names in shown.items()} == {
        Venue.ROOM: ["Anna Berg", third, "Samir Rahimi"],
        Venue.CALL: ["A.B.", third],
        Venue.ANYWHERE: ["A member of this group", third],
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
        found = billings(work, made.cohort)
    assert found[places[Level.FULL]].pronunciation == "sharn"
    assert found[places[Level.ANONYMOUS]].pronunciation == ""
