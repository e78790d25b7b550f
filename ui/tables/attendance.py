"""The columns of the register, and how a mark is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.pages.register import UNRECOGNISED_WEEKS, RegisterRow
from models.programme.mark import Mark
from ui.tables.person import name_column
from ui.tables.rows import KEY, Column, Look
from ui.translation import mark as extract
from ui.translation import plural, tr
from ui.words.tally import came_text, came_tip

if TYPE_CHECKING:
    from ui.widgets.labels import Kind

WORDS: Final[dict[Mark, str]] = {
    Mark.PRESENT: extract("Present"),
    Mark.LATE: extract("Late"),
    Mark.REMOTE: extract("By video"),
    Mark.LEFT_EARLY: extract("Left early"),
    Mark.MADE_UP: extract("Made up"),
    Mark.EXCUSED: extract("Excused"),
    Mark.FLARE_UP: extract("Flare-up"),
    Mark.NO_SHOW: extract("No-show"),
}
_KINDS: Final[dict[Mark, Kind]] = {
    Mark.PRESENT: "laurel", Mark.LATE: "info", Mark.REMOTE: "info", Mark.LEFT_EARLY: "info", Mark.MADE_UP: "info",
}  # fmt: skip
"""Green came, blue came with a remark, grey did not come: gold and red are kept for recognition and safety."""


def mark_text(mark: Mark | None) -> str:
    """Say a mark in one word."""
    return tr("Not marked") if mark is None else tr(WORDS[mark])


def mark_look(mark: Mark | None) -> Look:
    """Give the look of a mark: letter and colour; a dashed rim where none is set."""
    if mark is None:
        return Look("mark", letter="–", open=True)
    return Look("mark", kind=_KINDS.get(mark, "neutral"), letter=mark.value)


def register_columns() -> tuple[Column[RegisterRow], ...]:
    """Describe the columns of a register."""
    return (
        Column(tr("Key"), lambda row: row.label, KEY, width=44, align="centre", hidden_title=True),
        name_column(lambda row: row.member.label),
        Column(tr("Attendance"), lambda row: mark_text(row.mark), lambda row: mark_look(row.mark), width=150),
        Column(
            tr("Came"),
            lambda row: came_text(row.tally),
            Look(tone="soft", small=True),
            width=84,
            tip=lambda row: came_tip(row.tally),
        ),
        Column(tr("Form"), _form_text, Look("chip", kind="info"), width=96, tip=_form_tip, hidden_title=True),
        Column(tr("Recognition"), _weeks_text, Look("chip", kind="gold"), width=96, tip=_weeks_tip, hidden_title=True),
    )


def accessible_row(row: RegisterRow) -> str:
    """Describe a row for screen readers: "Anna Berg 1988, present, 3 of 12"."""
    name = row.member.label.in_list
    return ", ".join(
        filter(None, (name, mark_text(row.mark).lower(), came_text(row.tally), _form_text(row), _weeks_text(row)))
    )


def _form_text(row: RegisterRow) -> str:
    return tr("form due") if row.is_form_due else ""


def _form_tip(row: RegisterRow) -> str:
    if not row.is_form_due:
        return ""
    return tr("A form is asked for around now and has not come back. It is on the Outcomes page.")


def _weeks_tip(row: RegisterRow) -> str:
    if row.weeks_unrecognised < UNRECOGNISED_WEEKS:
        return ""
    return tr("Whole weeks since a badge was approved for this person, or since they joined.")


def _weeks_text(row: RegisterRow) -> str:
    weeks = row.weeks_unrecognised
    return plural(weeks, "{count} week", "{count} weeks") if weeks >= UNRECOGNISED_WEEKS else ""
