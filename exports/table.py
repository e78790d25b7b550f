"""The clinic's lists as tables: people, attendance, the board, returned forms, scores."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from exports.delivery import deliver
from exports.table_file import TableFile, csv_bytes, workbook_bytes
from leaderboards.standings import standings
from models.access import Permission
from models.imports.headings import Field
from models.outcomes.completion import forms_returned
from models.outcomes.instruments.library import offered
from models.outcomes.occasion import OCCASION_WORDS, Occasion
from models.outcomes.questionnaire import responses
from models.people.consent import Purpose
from models.people.contact_list import contact_list
from models.people.naming import Level
from models.programme.attendance import marks
from models.programme.enrolment import members
from models.programme.meeting import meetings
from models.programme.tally import tallies
from models.trail import Action
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from exports.table_file import Value
    from models.access import Actor, Confirmed
    from models.people.contact_list import Contact
    from models.programme.enrolment import Member
    from models.work import Work


class Listing(StrEnum):
    """Which list is saved; scores are a list of their own, so that no other file holds them."""

    PEOPLE = "people"
    ATTENDANCE = "attendance"
    BOARD = "board"
    FORMS = "forms"
    SCORES = "scores"


_WORDS: Final = {
    Level.FULL: "full", Level.FIRST_INITIAL: "first and initial", Level.FIRST: "first", Level.INITIALS: "initials",
    Level.NICKNAME: "alias", Level.ANONYMOUS: "anonymous", Level.UNMENTIONED: "none",
}  # fmt: skip
"""As an import reads them."""
_PERSON: Final = (
    Field.GIVEN, Field.FAMILY, Field.PREFERRED, Field.NICKNAME, Field.PRONUNCIATION, Field.BORN, Field.EMAIL,
    Field.PHONE, Field.LANGUAGE, Field.SMS, Field.EMAIL_CONSENT, Field.CEREMONY, Field.BOARD,
)  # fmt: skip
_ASKED: Final = (Purpose.SMS, Purpose.EMAIL, Purpose.CEREMONY_NAME, Purpose.BOARD)


def people_table(work: Work, cohort: UUID | None = None, *, confirmed: Confirmed) -> TableFile:
    """List the people of the clinic or of a cohort, in columns that an import reads back."""
    work.require(Permission.SAVE_LISTS, cohort=cohort)
    work.confirm(confirmed)
    wanted = None if cohort is None else {one.person for one in members(work, cohort) if one.left_on is None}
    rows = tuple(_person_row(one) for one in contact_list(work, wanted))
    work.record_export(Action.EXPORT, "participant", cohort, count=len(rows))
    return TableFile(tr("People"), tuple(field.value for field in _PERSON), rows)


def attendance_table(work: Work, cohort: UUID, *, confirmed: Confirmed) -> TableFile:
    """List every member with the sums of their marks and the mark of each session."""
    work.require(Permission.SAVE_LISTS, cohort=cohort)
    work.confirm(confirmed)
    held = [meeting for meeting in meetings(work, cohort) if meeting.counts]
    letters = [marks(work, meeting.id) for meeting in held]
    sums = tallies(work, cohort)
    rows = []
    for one in members(work, cohort):
        tally, own = sums[one.enrolment], (sheet.get(one.enrolment) for sheet in letters)
        rows.append((
            *_who(one), one.joined_on, one.left_on, tally.planned, tally.held, tally.attended, tally.excused,
            tally.no_show, *("" if mark is None else mark.value for mark in own),
        ))  # fmt: skip
    work.record_export(Action.EXPORT, "attendance", cohort, count=len(rows))
    sessions = tuple(f"{meeting.number}: {meeting.day.isoformat()}" for meeting in held)
    counted = (
        tr("Joined"), tr("Left"), tr("Sessions planned"), tr("Sessions held"), tr("Came"), tr("Told us"), tr("No-show"),
    )  # fmt: skip
    return TableFile(tr("Attendance"), (tr("Name"), tr("Told apart by"), *counted, *sessions), tuple(rows))


def board_table(work: Work, cohort: UUID, *, confirmed: Confirmed) -> TableFile:
    """List the board as it may be shown: pseudonyms of those who agreed, and nobody where they are too few."""
    work.require(Permission.SAVE_LISTS, cohort=cohort)
    work.confirm(confirmed)
    lines = standings(work, cohort).lines
    work.record_export(Action.EXPORT, "effort_point", cohort, count=len(lines))
    return TableFile(
        tr("Board"),
        (tr("Rank"), tr("Board name"), tr("Effort points")),
        tuple((one.rank, one.name, one.points) for one in lines),
    )


def forms_table(work: Work, cohort: UUID, *, confirmed: Confirmed) -> TableFile:
    """List which forms were returned, and when; without answers and scores."""
    work.require(Permission.SAVE_LISTS, cohort=cohort)
    work.confirm(confirmed)
    asked = [(form, occasion) for occasion in Occasion for form in offered()]
    returned = forms_returned(work, cohort)
    rows = []
    for one in members(work, cohort):
        days = {(each.instrument, each.occasion): each.answered_on for each in returned[one.enrolment]}
        rows.append((*_who(one), *(days.get((form.id, occasion)) for form, occasion in asked)))
    work.record_export(Action.EXPORT, "questionnaire_response", cohort, count=len(rows))
    headings = (f"{form.title}, {tr(OCCASION_WORDS[occasion])}" for form, occasion in asked)
    return TableFile(tr("Forms returned"), (tr("Name"), tr("Told apart by"), *headings), tuple(rows))


def scores_table(work: Work, cohort: UUID, *, confirmed: Confirmed) -> TableFile:
    """List the scores of all returned forms: for clinical roles alone."""
    work.require(Permission.READ_OUTCOMES, cohort=cohort)
    work.confirm(confirmed)
    returned = forms_returned(work, cohort)
    rows: list[tuple[Value, ...]] = []
    for one in members(work, cohort):
        own = {(each.instrument, each.occasion) for each in returned[one.enrolment]}
        for form in responses(work, one.person):
            if (form.instrument, form.occasion) not in own:
                continue  # of another group
            for name, value in form.scores.items():
                band = str(value)
                shown = value if isinstance(value, int | float) else tr(band)
                rows.append((*_who(one), form.title, tr(OCCASION_WORDS[form.occasion]), form.answered_on, name, shown))
    work.record_export(Action.EXPORT, "questionnaire_response", cohort, count=len(rows))
    return TableFile(
        tr("Scores"),
        (
            tr("Name"),
            tr("Told apart by"),
            tr("Form"),
            tr("Occasion"),
            tr("Answered on"),
            tr("Score"),
            tr("Value"),
        ),
        tuple(rows),
    )


def cohort_table(work: Work, listing: Listing, cohort: UUID, *, confirmed: Confirmed) -> TableFile:
    """Give one of a cohort's lists."""
    work.require(Permission.SAVE_LISTS, cohort=cohort)
    return _TABLES[listing](work, cohort, confirmed=confirmed)


def save_listing(work: Work, listing: Listing, cohort: UUID | None, path: Path, *, confirmed: Confirmed) -> int:
    """Write a list as a file and give the number of its rows; without a cohort, the people of the clinic.

    The suffix says what kind of file it is: ".csv", else an Excel workbook.
    """
    work.require(Permission.SAVE_LISTS, cohort=cohort)
    table = (
        people_table(work, confirmed=confirmed)
        if cohort is None
        else cohort_table(work, listing, cohort, confirmed=confirmed)
    )
    deliver(path, csv_bytes(table) if path.suffix.lower() == ".csv" else workbook_bytes(table, work.now))
    return len(table.rows)


def listings(actor: Actor) -> tuple[Listing, ...]:
    """Give the lists of a cohort that the actor may save."""
    if not actor.may(Permission.SAVE_LISTS):
        return ()
    return tuple(one for one in Listing if one is not Listing.SCORES or actor.may(Permission.READ_OUTCOMES))


_TABLES: Final[dict[Listing, Callable[..., TableFile]]] = {
    Listing.PEOPLE: people_table,
    Listing.ATTENDANCE: attendance_table,
    Listing.BOARD: board_table,
    Listing.FORMS: forms_table,
    Listing.SCORES: scores_table,
}


def _who(one: Member) -> tuple[str, str]:
    return one.label.name, one.label.distinguisher


def _person_row(one: Contact) -> tuple[Value, ...]:
    form = one.form
    born = form.born
    return (
        form.given_name, form.family_name, form.preferred_name, form.nickname, form.pronunciation, born, form.email,
        form.phone, form.language, *(_consent_text(one, purpose) for purpose in _ASKED),
    )  # fmt: skip


def _consent_text(one: Contact, purpose: Purpose) -> str:
    """Give a person's answer about a purpose in the words of a list; "" where nobody asked."""
    said = one.agreed.get(purpose)
    if said is None:
        return ""
    if purpose is Purpose.CEREMONY_NAME:
        level = said if isinstance(said, Level) else Level.ANONYMOUS if said else Level.UNMENTIONED
        return _WORDS[level]
    return "yes" if said else "no"
