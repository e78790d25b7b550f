"""The consent ledger: what is in force where, the least revealing across channels, and rows that never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.access import Role
from models.errors import InvalidError
from models.people.appended import AppendOnlyError
from models.people.consent import (
    Agreement,
    Channel,
    Consent,
    ConsentLine,
    Purpose,
    Source,
    agreed,
    carry_consents,
    consent_history,
    consents,
    later_words,
    levels,
    record_consent,
    record_consents,
)
from models.people.consent_text import ConsentText, change_consent_texts, consent_form_texts
from models.people.erasure import Erasure, Ground
from models.people.naming import Level
from models.people.purpose import ASKED, DISPLAY, channels_of
from models.people.statement import Paper, Statement
from models.programme.team_access import CohortTeamAccess
from models.storage import cipher, migrate
from models.storage.database import Database
from tests import factory
from tests.conftest import CLINIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.work import Work
    from tests.factory import MovingClock

NAME, ANYWHERE = Purpose.CEREMONY_NAME, Channel.ANYWHERE
SHOWN = channels_of(NAME)


@pytest.fixture
def work(clinic: Database, actor: Actor) -> Iterator[Work]:
    with clinic.write(actor) as opened:
        yield opened


@pytest.fixture
def anna(work: Work) -> UUID:
    return factory.person(work)


def say(work: Work, person: UUID, level: Level | None, channel: Channel = ANYWHERE, until: date | None = None) -> None:
    record_consents(
        work,
        person,
        [
            Statement(
                purpose=NAME,
                is_given=level is not None,
                source=Source.SPOKEN,
                level=level,
                channel=channel,
                until=until,
            )
        ],
    )


def shown(work: Work, person: UUID, channel: Channel = ANYWHERE) -> Level:
    return levels(work, [person], NAME, channel)[person]


def test_that_nobody_who_was_not_asked_is_mentioned_anywhere(work: Work, anna: UUID) -> None:
    assert {shown(work, anna, channel) for channel in Channel} == {Level.UNMENTIONED}
    assert consents(work, anna) == {}


def test_that_a_word_for_everywhere_holds_in_every_channel(work: Work, anna: UUID) -> None:
    say(work, anna, Level.FIRST)
    assert {shown(work, anna, channel) for channel in Channel} == {Level.FIRST}
    (word,) = consents(work, anna)[NAME].words
    assert word.channel is ANYWHERE


def test_that_a_channel_may_say_another_thing_and_unknown_means_the_least(work: Work, anna: UUID) -> None:
    say(work, anna, Level.FULL)
    say(work, anna, Level.INITIALS, Channel.CALL)
    assert [shown(work, anna, one) for one in (*SHOWN, ANYWHERE)] == [
        Level.FULL, Level.INITIALS, Level.FULL, Level.INITIALS,
    ]  # fmt: skip
    say(work, anna, None, Channel.PAPER)
    assert shown(work, anna) is Level.UNMENTIONED
    assert shown(work, anna, Channel.ROOM) is Level.FULL
    said = consents(work, anna)[NAME]
    assert (said.is_given, said.is_given_somewhere, len(said.words)) == (False, True, 3)


def test_that_agreeing_in_one_channel_alone_is_not_agreeing_where_nobody_knows(work: Work, anna: UUID) -> None:
    say(work, anna, Level.FULL, Channel.ROOM)
    assert shown(work, anna, Channel.ROOM) is Level.FULL
    assert shown(work, anna) is Level.UNMENTIONED


def test_that_a_withdrawal_for_everywhere_takes_back_every_channel_at_once(work: Work, anna: UUID) -> None:
    for channel in SHOWN:
        say(work, anna, Level.FULL, channel)
    say(work, anna, None)
    assert {shown(work, anna, channel) for channel in Channel} == {Level.UNMENTIONED}


def test_that_an_expired_word_is_none_and_does_not_bring_an_earlier_one_back(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    today = clock.now.date()
    with clinic.write(actor) as work:
        anna = factory.person(work)
        say(work, anna, Level.FULL)
        say(work, anna, Level.FIRST, until=today + timedelta(days=30))
        assert shown(work, anna) is Level.FIRST
    clock.now = datetime(2026, 10, 7, 22, 59, tzinfo=UTC)  # 23:59 in London
    with clinic.read(actor) as work:
        assert shown(work, anna) is Level.FIRST
    clock.now += timedelta(minutes=1)
    with clinic.read(actor) as work:
        assert shown(work, anna) is Level.UNMENTIONED
        assert agreed(work, [anna], NAME) == frozenset()
        (last, first) = consent_history(work, anna)
        assert (last.is_given, last.holds, first.holds) == (True, False, True)


def test_that_an_end_in_the_past_is_refused(work: Work, anna: UUID) -> None:
    with pytest.raises(InvalidError, match="is over"):
        say(work, anna, Level.FULL, until=work.now.date() - timedelta(days=1))


def test_that_a_list_is_enough_to_show_and_never_to_send(work: Work, anna: UUID) -> None:
    for purpose in (NAME, Purpose.SMS, Purpose.EMAIL):
        record_consent(work, anna, purpose, is_given=True, level=Level.FULL, source=Source.LIST)
    assert shown(work, anna) is Level.FULL
    assert agreed(work, [anna], Purpose.SMS) == frozenset()
    assert not consents(work, anna)[Purpose.SMS].allows_messages
    record_consent(work, anna, Purpose.SMS, is_given=True, source=Source.SPOKEN)
    assert agreed(work, [anna], Purpose.SMS) == {anna}
    assert agreed(work, [anna], Purpose.EMAIL) == frozenset()


def test_that_text_messages_and_e_mail_are_asked_apart(work: Work, anna: UUID) -> None:
    record_consent(work, anna, Purpose.EMAIL, is_given=True, source=Source.PAPER)
    assert agreed(work, [anna], Purpose.EMAIL) == {anna}
    assert agreed(work, [anna], Purpose.SMS) == frozenset()


def test_that_the_very_words_version_and_language_are_kept(clinic: Database, actor: Actor, clock: MovingClock) -> None:
    with clinic.write(actor) as work:
        anna = factory.person(work)
        record_consent(work, anna, Purpose.PHOTO, is_given=True, source=Source.SPOKEN, language="de")
        change_consent_texts(work, "de", {Purpose.PHOTO: "Mein Bild darf die Gruppe sehen."})
    clock.now += timedelta(minutes=5)
    with clinic.write(actor) as work:
        record_consent(work, anna, Purpose.PHOTO, is_given=True, source=Source.SPOKEN, language="de")
        record_consent(work, anna, Purpose.KEEPSAKE, is_given=True, source=Source.SPOKEN, language="cy")
        keepsake, *photo = sorted(consent_history(work, anna), key=lambda line: line.purpose)
    assert [(line.text, line.text_version, line.language, line.recorded_by) for line in photo] == [
        ("Mein Bild darf die Gruppe sehen.", "2.1", "de", actor.id),
        ("Mein Foto darf der Gruppe gezeigt werden.", "2", "de", actor.id),
    ]
    assert (keepsake.language, keepsake.recorded_at) == ("en", clock.now)


def test_that_a_signed_form_is_recorded_with_its_words_its_day_and_its_place(work: Work, anna: UUID) -> None:
    old = consent_form_texts(work, "en")
    change_consent_texts(work, "en", {Purpose.PHOTO: "The group may see my picture."})
    signed = work.now.date() - timedelta(days=3)
    said = [Statement(purpose=Purpose.PHOTO, is_given=True, source=Source.SPOKEN)]
    record_consents(work, anna, said, paper=Paper(signed, f" {old.code.lower()} ", " Folder 3 "))
    (line,) = consent_history(work, anna)
    assert (line.source, line.said_on, line.form_code, line.kept_at) == (Source.PAPER, signed, old.code, "Folder 3")
    assert line.text == "My photo may be shown to the group."


def test_that_a_paper_of_tomorrow_or_of_no_form_of_ours_is_refused(work: Work, anna: UUID) -> None:
    said = [Statement(purpose=Purpose.PHOTO, is_given=True, source=Source.PAPER)]
    code = consent_form_texts(work, "en").code
    with pytest.raises(InvalidError, match="future"):
        record_consents(work, anna, said, paper=Paper(work.now.date() + timedelta(days=1), code))
    for wrong in ("", "XXXXXX", "' OR 1=1"):
        with pytest.raises(InvalidError, match="No form"):
            record_consents(work, anna, said, paper=Paper(work.now.date(), wrong))


def test_that_an_old_paper_never_brings_back_what_was_taken_back_since(work: Work, anna: UUID) -> None:
    code = consent_form_texts(work, "en").code
    record_consent(work, anna, Purpose.PHOTO, is_given=False, source=Source.SPOKEN)
    for day in (work.now.date(), work.now.date() - timedelta(days=9)):
        with pytest.raises(InvalidError, match="on or after the day"):
            record_consents(
                work,
                anna,
                [Statement(purpose=Purpose.PHOTO, is_given=True, source=Source.PAPER)],
                paper=Paper(day, code),
            )
    record_consents(
        work, anna, [Statement(purpose=Purpose.PHOTO, is_given=False, source=Source.PAPER)],
        paper=Paper(work.now.date() - timedelta(days=9), code),
    )  # fmt: skip
    assert not consents(work, anna)[Purpose.PHOTO].is_given


def test_that_the_last_word_counts_even_when_the_clock_was_set_back(
    clinic: Database, actor: Actor, clock: MovingClock
) -> None:
    with clinic.write(actor) as work:
        anna = factory.person(work)
        say(work, anna, Level.FULL)
    clock.now -= timedelta(days=2)
    with clinic.write(actor) as work:
        say(work, anna, None)
        assert shown(work, anna) is Level.UNMENTIONED


def test_that_an_undone_withdrawal_is_said_again_in_its_own_words(work: Work, anna: UUID) -> None:
    say(work, anna, Level.FULL)
    say(work, anna, Level.FIRST, Channel.CALL)
    before = consents(work, anna)[NAME]
    say(work, anna, None)
    carry_consents(work, anna, before.words)
    assert [shown(work, anna, one) for one in SHOWN] == [Level.FULL, Level.FIRST, Level.FULL]
    assert len(consent_history(work, anna)) == 6


def test_that_a_row_is_never_changed_not_even_past_the_program(
    clinic: Database, actor: Actor, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    with clinic.write(actor) as work:
        anna = factory.person(work)
        say(work, anna, Level.FULL)
        change_consent_texts(work, "en", {Purpose.PHOTO: "The group may see my picture."})
    with pytest.raises(AppendOnlyError), clinic.write(actor) as work:
        work.session.scalars(select(Consent)).one().text = "something else"
    with pytest.raises(AppendOnlyError), clinic.write(actor) as work:
        work.session.scalars(select(ConsentText)).one().text = "something else"
    for table in (Consent, ConsentText):
        with pytest.raises(AppendOnlyError), clinic.write(actor) as work:
            work.session.delete(work.session.scalars(select(table)).one())
    connection = cipher.connect(clinic_folder.database, keys.data)
    try:
        for statement in (
            "UPDATE consent SET is_given = 0", "DELETE FROM consent", "UPDATE consent_text SET text = ''",
            "DELETE FROM consent_text",
        ):  # fmt: skip
            with pytest.raises(cipher.DriverError, match="consent"):
                connection.execute(statement)
    finally:
        connection.close()
    with clinic.read(actor) as work:
        assert shown(work, anna) is Level.FULL


def test_that_rows_go_only_with_the_erasure_of_their_person(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        anna, bo = factory.person(work), factory.person(work, "Bo", "Li")
        for one in (anna, bo):
            say(work, one, Level.FULL)
    with pytest.raises(AppendOnlyError), clinic.write(actor) as work:
        _erase(work, anna, rows_of=bo)
    with clinic.write(actor) as work:
        _erase(work, anna, rows_of=anna)
    with clinic.read(actor) as work:
        assert [row.participant_id for row in work.session.scalars(select(Consent))] == [bo]


def _erase(work: Work, person: UUID, *, rows_of: UUID) -> None:
    work.session.add(
        Erasure(
            id=work.new_id(), participant_id=person, erased_at=work.now, erased_by=work.actor.id, ground=Ground.ASKED,
            is_early=True, files=[], finished_at=None,
        )
    )  # fmt: skip
    work.session.flush()
    for row in work.session.scalars(select(Consent).where(Consent.participant_id == rows_of)):
        work.session.delete(row)


def test_that_a_peer_lead_reads_how_people_may_be_shown_and_not_how_they_are_reached(clinic: Database) -> None:
    with clinic.write(factory.actor()) as work:
        anna = factory.person(work)
        for purpose in Purpose:
            record_consent(work, anna, purpose, is_given=True, level=Level.FULL, source=Source.SPOKEN)
    with clinic.read(factory.actor(Role.PEER_LEAD)) as work:
        assert set(consents(work, anna)) == DISPLAY
        assert {line.purpose for line in consent_history(work, anna)} == DISPLAY
        assert agreed(work, [anna], Purpose.SMS) == frozenset()
        assert agreed(work, [anna], Purpose.PHOTO) == {anna}


def test_that_every_purpose_is_asked_once() -> None:
    assert sorted(ASKED) == sorted(Purpose)


LINE = ConsentLine(
    purpose=NAME, channel=ANYWHERE, is_given=True, holds=True, level=Level.FULL, source=Source.SPOKEN, text="",
    text_version="2", language="en", recorded_at=datetime(2026, 9, 7, tzinfo=UTC), recorded_by=UUID(int=1),
)  # fmt: skip
LINES = st.builds(
    lambda level, holds, minute: replace(
        LINE, level=level, is_given=True, holds=holds, recorded_at=LINE.recorded_at + timedelta(minutes=minute)
    ),
    st.sampled_from([one for one in Level if one is not Level.UNMENTIONED] + [None]),
    st.booleans(),
    st.integers(0, 3),
)
AGREEMENTS = st.dictionaries(st.sampled_from(SHOWN), LINES, max_size=3).map(lambda lines: Agreement(NAME, lines))
ORDER = list(Level)


@given(AGREEMENTS)
def test_that_without_a_channel_no_more_is_shown_than_in_any_channel(said: Agreement) -> None:
    allowed = [ORDER.index(said.level_in(channel)) for channel in SHOWN]
    assert ORDER.index(said.level_in()) == max(allowed)
    assert said.is_given == all(said.holds_in(channel) for channel in SHOWN)
    for channel in SHOWN:
        line = said.lines.get(channel)
        if line is None or not line.holds:
            assert said.level_in(channel) is Level.UNMENTIONED


@given(AGREEMENTS, AGREEMENTS)
def test_that_a_merge_never_reveals_more_in_a_channel_than_the_later_of_two_words(
    mine: Agreement, theirs: Agreement
) -> None:
    carried = later_words({NAME: mine} if mine.lines else {}, {NAME: theirs} if theirs.lines else {})
    after = dict(mine.lines)
    for line in carried:
        after.update(dict.fromkeys(SHOWN if line.channel is ANYWHERE else (line.channel,), line))
    for channel in SHOWN:
        words = [one.lines[channel] for one in (mine, theirs) if channel in one.lines]
        if words:
            latest = max(word.recorded_at for word in words)
            allowed = max(ORDER.index(word.shown) for word in words if word.recorded_at == latest)
            assert ORDER.index(after[channel].shown) == allowed


def test_that_what_was_agreed_to_before_there_were_channels_holds_in_all_of_them(
    clinic_folder: ClinicFolder, keys: Keys, actor: Actor, clock: MovingClock
) -> None:
    clinic_folder.database.unlink()
    cipher.create(clinic_folder.database, keys.data, CLINIC).close()
    migrate.upgrade(clinic_folder.database, keys.data, target="0002")
    connection = cipher.connect(clinic_folder.database, keys.data)
    try:
        connection.execute(
            "INSERT INTO participant VALUES ('Anna', 'Berg', '', '', '', NULL, '', '', 'pl', 'anna berg', 'berg anna',"
            " NULL, ?, 1)",
            (UUID(int=5).hex,),
        )
        for number, (is_given, level) in enumerate(((1, "full"), (1, "first")), start=1):
            connection.execute(
                "INSERT INTO consent VALUES (?, 'ceremony name', ?, ?, 'spoken', 'My name may be shown.', '1', 'pl',"
                " '2026-09-01 10:00:00', ?, ?, ?, 1)",
                (UUID(int=5).hex, is_given, level, UUID(int=1).hex, number, UUID(int=10 + number).hex),
            )
    finally:
        connection.close()
    migrate.upgrade(clinic_folder.database, keys.data)
    database = Database.open(clinic_folder, keys, clock=clock, team_access=CohortTeamAccess)
    try:
        with database.read(actor) as work:
            assert {shown(work, UUID(int=5), one) for one in Channel} == {Level.FIRST}
            newest, first = consent_history(work, UUID(int=5))
            assert (newest.channel, newest.text, newest.text_version, newest.language) == (
                ANYWHERE, "My name may be shown.", "1", "en",
            )  # fmt: skip
            assert (first.level, first.expires_at, first.form_code) == (Level.FULL, None, "")
    finally:
        database.close()
