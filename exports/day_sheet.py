"""The day sheet: the registers of a day and the audit anchor, on paper for the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, Fitted, fit, shape, wrap
from exports.flow import Layout, Spot, Strip, Style, laid, line_strip, number_pages, page_text, paragraph, rule
from exports.page import GOLD, GOLD_FILL, INK, LINE, SOFT_INK, pdf, portrait_for
from exports.qr_code import symbol
from models.access import Permission
from models.pages.day_sheet import day_page
from models.programme.mark import ATTENDED, EXCUSED, MARK_WORDS, Mark
from models.programme.meeting import MeetingState
from models.storage.audit_anchor import anchor_code, anchor_groups
from models.translation import current_language, day_text, mark, plural, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from ceremonies.type import ShapedLine
    from models.pages.day_sheet import DayPage, DayRegister
    from models.pages.register import RegisterRow
    from models.storage.audit import Head
    from models.work import Work

_SIDE: Final = 56.0
"""Room left and right of the text, in points."""
_FOOT: Final = 176.0
"""Height of the part with the anchor, at the foot of every page."""
_GAP: Final = 24.0
_ROW: Final = 15.0
_LINE: Final = 12.0
_NAME: Final = 10.6
_MARK_WIDTH: Final = 70.0
_KIND: Final = Style(size=11, leading=22, ink=GOLD, bold=True, tracking=0.34)
_CLINIC: Final = Style(size=19, leading=24, bold=True, family=Family.SERIF)
_MADE: Final = Style(size=10.5, leading=15, ink=SOFT_INK)
_TITLE: Final = Style(size=13.5, leading=18, bold=True)
_STATE: Final = Style(size=10, leading=15, ink=SOFT_INK)
_NOTE: Final = Style(size=12, leading=18)
_MARKS: Final = {**MARK_WORDS, Mark.NO_SHOW: mark("did not come")}
_SENTENCE: Final = mark(
    "Keep this sheet where the clinic keeps its papers. With it an administrator can see, under “What was done”, that "
    "nothing was taken from the end of the record since: choose “Check a day sheet” and type these letters or give a "
    "picture of the code."
)


def day_sheet(work: Work, day: date | None = None) -> bytes:
    """Draw the sheet of a day; without one, of today."""
    work.require(Permission.READ_ATTENDANCE)
    return day_pdf(day_page(work, day))


def day_pdf(page: DayPage) -> bytes:
    """Draw the sheet on the paper of the clinic's country: one page where the groups fit on it."""
    layout = Layout(size=portrait_for(page.country), side=_SIDE, top=45, foot=_FOOT + 12)
    layout = replace(layout, again=_head(page, layout.width))
    strips = [strip for session in page.sessions for strip in _session(session, layout.width)]
    if not page.sessions:
        strips = [line_strip(_NOTE.shaped(tr("No group met on this day.")), _NOTE)]
    sheets = laid([*layout.again, *strips], layout)
    for sheet in sheets:
        _draw_anchor(layout.spot(sheet, _FOOT), page.head)
    if len(sheets) > 1:
        number_pages(sheets, layout, page_text, 9, layout.size.height - 60)
    title = tr("Day sheet {day}", day=page.day.isoformat())
    return pdf(sheets, title=title, author=page.clinic, language=current_language().code)


def _head(page: DayPage, width: float) -> tuple[Strip, ...]:
    """Make the head of every page: the clinic and the day."""
    made = tr(
        "{day} · written {made_on} at {time} by {name}",
        day=day_text(page.day), made_on=day_text(page.made_on), time=_time(page.made_at), name=page.made_by,
    )  # fmt: skip
    return (
        line_strip(_KIND.shaped(tr("DAY SHEET")), _KIND),
        line_strip(_CLINIC.fitted(page.clinic, width), _CLINIC),
        line_strip(_MADE.fitted(made, width), _MADE, above=3),
        rule(GOLD_FILL, 0.8, above=6, below=2),
    )


def _session(session: DayRegister, width: float) -> list[Strip]:
    """Set a group's title, the state of its register, and the marks in two columns."""
    register = session.register
    title = tr(
        "{group}, session {number} of {sessions}",
        group=register.cohort_name, number=register.meeting.number, sessions=register.sessions,
    )  # fmt: skip
    strips = [
        *paragraph(title, _TITLE, width, above=14, keeps_next=True)[:2],
        *paragraph(_state_text(session), _STATE, width, keeps_next=True)[:2],
    ]
    rows = () if register.meeting.state is MeetingState.CANCELLED else register.rows
    lines = (len(rows) + 1) // 2
    pairs = [_pair(rows[at::lines][:2], width) for at in range(lines)]
    with_heading = min(3, lines)  # so many lines of names stay with it
    return [
        *(replace(strip, keeps_next=True) for strip in strips[:-1]),
        replace(strips[-1], keeps_next=lines > 0),
        *(
            replace(pair, above=0 if at > 1 else 5, keeps_next=at < with_heading)
            for at, pair in enumerate(pairs, start=1)
        ),
    ]


def _pair(rows: Sequence[RegisterRow], width: float) -> Strip:
    """Set two names with their marks beside each other; a long name takes two lines."""
    column = (width - _GAP) / 2
    names = [_name(row, column - _MARK_WIDTH) for row in rows]
    height = _ROW + (max(map(len, names)) - 1) * _LINE

    def draw(spot: Spot) -> None:
        for at, (row, name) in enumerate(zip(rows, names, strict=True)):
            start, foot = at * (column + _GAP), height - 4
            for above, line in enumerate(reversed(name)):
                spot.text(line, start, foot - above * _LINE, INK)
            said = shape(tr(_MARKS[row.mark]) if row.mark else tr("not marked"), size=9.6)
            spot.text_at_end(said, start + column, foot, INK if row.mark in ATTENDED else SOFT_INK)
            spot.rule(start, height, column, LINE, 0.4)

    return Strip(height=height, draw=draw)


def _draw_anchor(spot: Spot, head: Head) -> None:
    """Draw the audit anchor at the foot of a page."""
    spot.rule(0, 0, spot.width, GOLD_FILL, 0.8)
    square = symbol(anchor_code(head))
    spot.symbol(square, spot.width - square.side + 8, 14)
    spot.text(shape(tr("The record of who did what, as it stood"), size=10), 0, 24, SOFT_INK)
    spot.text(shape(tr("Entry {number}", number=head.seq), size=13, bold=True), 0, 46, INK)
    spot.text(shape("   ".join(anchor_groups(head)), size=13, bold=True), 0, 66, INK)
    for at, line in enumerate(wrap(tr(_SENTENCE), width=spot.width - square.side - 12, size=9.2)):
        spot.text(line, 0, 88 + 13 * at, SOFT_INK)


def _state_text(session: DayRegister) -> str:
    """Say when the group met, whether its register is closed, and the sums of the marks."""
    register = session.register
    start = plural(
        register.meeting.minutes, "{time}, {count} minute", "{time}, {count} minutes", time=_time(session.starts_at)
    )
    if register.meeting.state is MeetingState.CANCELLED:
        return f"{start} · {tr('cancelled')}"
    closed = tr("register open")
    if session.closed_at is not None:
        closed = tr("register closed at {time}", time=_time(session.closed_at))
    return f"{start} · {closed} · {_sums(Counter(row.mark for row in register.rows))}"


def _time(at: time) -> str:
    return f"{at:%H:%M}"


def _sums(counts: Counter[Mark | None]) -> str:
    came, excused = (sum(counts[each] for each in marks) for marks in (ATTENDED, EXCUSED))
    parts = (
        came and plural(came, "{count} came", "{count} came"),
        excused and plural(excused, "{count} told us", "{count} told us"),
        (away := counts[Mark.NO_SHOW]) and plural(away, "{count} did not come", "{count} did not come"),
        (open_ := counts[None]) and plural(open_, "{count} not marked", "{count} not marked"),
    )
    return ", ".join(part for part in parts if part) or tr("nobody expected")


def _name(row: RegisterRow, width: float) -> tuple[ShapedLine, ...]:
    """Shape a name with what tells it apart, on two lines where one would be too small."""
    text = row.member.label.in_text
    for floor in (0.8, 0.6):
        found = fit(text, width=width, size=_NAME, floor=floor)
        if isinstance(found, Fitted):
            return found.lines
    return (Style(size=_NAME, leading=_LINE).fitted(text, width),)
