"""The day sheet: who came to which group, and where the record of who did what stood, on paper for the file."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ceremonies.type import Family, Fitted, fit, measure, plain, shape, wrap
from exports.page import GOLD, GOLD_FILL, INK, LINE, SOFT_INK, Sheet, pdf, portrait_for
from exports.qr_code import symbol
from exports.wording import day as day_in_full
from models.access import Permission
from models.pages.day_sheet import day_page
from models.programme.attendance import ATTENDED, EXCUSED, MARK_WORDS, Mark
from models.programme.meeting import MeetingState
from models.storage.audit_anchor import anchor_code, anchor_groups

if TYPE_CHECKING:
    from datetime import date

    from ceremonies.type import ShapedLine
    from models.pages.day_sheet import DayPage, DayRegister
    from models.pages.register import RegisterRow
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
_MARKS: Final = {**MARK_WORDS, Mark.NO_SHOW: "did not come"}
_SENTENCE: Final = (
    "Keep this sheet where the clinic keeps its papers. With it an administrator can see, under “What was done”, that "
    "nothing was taken from the end of the record since: choose “Check a day sheet” and type these letters or give a "
    "picture of the code."
)


def day_sheet(work: Work, day: date | None = None) -> bytes:
    """Draw the sheet of a day (today, unless named)."""
    work.require(Permission.READ_ATTENDANCE)
    return day_pdf(day_page(work, day))


def day_pdf(page: DayPage) -> bytes:
    """Draw the sheet on the paper of the clinic's country: one page where the groups fit on it."""
    paper = _Paper(page)
    for session in page.sessions:
        paper.write_session(session)
    if not page.sessions:
        paper.write_note("No group met on this day.")
    return pdf(paper.finished(), title=f"Day sheet {page.day.isoformat()}", author=page.clinic, language="en")


class _Paper:
    """The pages of one sheet while they are being written, from the top down."""

    def __init__(self, page: DayPage) -> None:
        self._page = page
        self._sheets: list[Sheet] = []
        self._turn_over()

    @property
    def _width(self) -> float:
        return self._sheet.size.width - 2 * _SIDE

    @property
    def _column(self) -> float:
        return (self._width - _GAP) / 2

    def write_session(self, session: DayRegister) -> None:
        """Write a group's name, what became of its register, and everybody's mark in two columns."""
        register = session.register
        lines = (len(register.rows) + 1) // 2
        self._make_room(48 + min(lines, 3) * _ROW)
        title = f"{register.cohort_name}, session {register.meeting.number} of {register.sessions}"
        for line in wrap(title, width=self._width, size=13.5, bold=True)[:2]:
            self._write(line, 17, INK)
        for line in wrap(_state_text(session), width=self._width, size=10)[:2]:
            self._write(line, 14, SOFT_INK)
        self._y -= 6
        if register.meeting.state is not MeetingState.CANCELLED:
            for at in range(lines):
                pair = [(place, register.rows[place]) for place in (at, at + lines) if place < len(register.rows)]
                names = [_name(row, self._column - _MARK_WIDTH) for _, row in pair]
                height = _ROW + (max(map(len, names)) - 1) * _LINE
                self._make_room(height)
                for (place, row), name in zip(pair, names, strict=True):
                    left = _SIDE + (place >= lines) * (self._column + _GAP)
                    self._write_row(row, name, left, self._y - height + _ROW)
                self._y -= height
        self._y -= 14

    def write_note(self, text: str) -> None:
        """Write one line."""
        self._write(shape(text, size=12), 18, INK)

    def finished(self) -> list[Sheet]:
        """Give the pages, numbered where there are several."""
        for number, sheet in enumerate(self._sheets, start=1):
            if len(self._sheets) > 1:
                said = shape(f"Page {number} of {len(self._sheets)}", size=9)
                sheet.text(said, sheet.size.width - _SIDE - said.width, sheet.size.height - 60, SOFT_INK)
        return self._sheets

    def _write_row(self, row: RegisterRow, name: tuple[ShapedLine, ...], x: float, y: float) -> None:
        """Write a name, on two lines where it is long, and a mark; y is the baseline of the last line."""
        for above, line in enumerate(reversed(name)):
            self._sheet.text(line, x, y + above * _LINE, INK)
        mark = shape(_MARKS[row.mark] if row.mark else "not marked", size=9.6)
        self._sheet.text(mark, x + self._column - mark.width, y, INK if row.mark in ATTENDED else SOFT_INK)
        self._sheet.rule(x, y - 4, self._column, LINE, 0.4)

    def _write(self, line: ShapedLine, step: float, colour: str) -> None:
        self._sheet.text(line, _SIDE, self._y, colour)
        self._y -= step

    def _make_room(self, height: float) -> None:
        if self._y - height < _FOOT + 12:
            self._turn_over()

    def _turn_over(self) -> None:
        """Begin a page: whose it is, of which day, and the anchor at its foot."""
        self._sheet = Sheet(portrait_for(self._page.country))
        self._sheets.append(self._sheet)
        self._y = self._sheet.size.height - 60
        self._write(shape("DAY SHEET", size=11, bold=True, tracking=0.34), 26, GOLD)
        self._write(_fitted(self._page.clinic, self._width, size=19, family=Family.SERIF, bold=True), 20, INK)
        when = day_in_full(self._page.day, "en")
        made = f"{when} · written {day_in_full(self._page.made_on, 'en')} at {self._page.made_at:%H:%M}"
        self._write(_fitted(f"{made} by {self._page.made_by}", self._width, size=10.5), 14, SOFT_INK)
        self._sheet.rule(_SIDE, self._y, self._width, GOLD_FILL, 0.8)
        self._y -= 28
        self._draw_anchor()

    def _draw_anchor(self) -> None:
        head = self._page.head
        self._sheet.rule(_SIDE, _FOOT, self._width, GOLD_FILL, 0.8)
        square = symbol(anchor_code(head))
        right = self._sheet.size.width - _SIDE
        self._sheet.operators(square.operators(right - square.side + 8, _FOOT - 14 - square.side))
        width = self._width - square.side - 12
        y = _FOOT - 24
        self._sheet.text(shape("The record of who did what, as it stood", size=10), _SIDE, y, SOFT_INK)
        entry = shape(f"Entry {head.seq}", size=13, bold=True)
        self._sheet.text(entry, _SIDE, y - 22, INK)
        self._sheet.text(shape("   ".join(anchor_groups(head)), size=13, bold=True), _SIDE, y - 42, INK)
        y -= 64
        for line in wrap(_SENTENCE, width=width, size=9.2):
            self._sheet.text(line, _SIDE, y, SOFT_INK)
            y -= 13


def _state_text(session: DayRegister) -> str:
    """Say when the group met, whether its register is closed, and what the marks add up to."""
    register = session.register
    start = f"{session.starts_at:%H:%M}, {register.meeting.minutes} minutes"
    if register.meeting.state is MeetingState.CANCELLED:
        return f"{start} · cancelled"
    closed = "register open" if session.closed_at is None else f"register closed at {session.closed_at:%H:%M}"
    return f"{start} · {closed} · {_sums(Counter(row.mark for row in register.rows))}"


def _sums(counts: Counter[Mark | None]) -> str:
    came, told = (sum(counts[mark] for mark in marks) for marks in (ATTENDED, EXCUSED))
    parts = ((came, "came"), (told, "told us"), (counts[Mark.NO_SHOW], "did not come"), (counts[None], "not marked"))
    return ", ".join(f"{count} {words}" for count, words in parts if count) or "nobody expected"


def _name(row: RegisterRow, width: float) -> tuple[ShapedLine, ...]:
    """Shape a name with what tells it apart, on two lines where one would be too small."""
    text = row.member.label.in_text
    for floor in (0.8, 0.6):
        found = fit(text, width=width, size=_NAME, floor=floor)
        if isinstance(found, Fitted):
            return found.lines
    return (_fitted(text, width, size=_NAME),)


def _fitted(text: str, width: float, *, size: float, bold: bool = False, family: Family = Family.SANS) -> ShapedLine:
    """Shape a text on one line: smaller where it must be, and cut off with dots where that is not enough."""
    found = fit(text, width=width, size=size, floor=0.7, bold=bold, family=family)
    if isinstance(found, Fitted) and len(found.lines) == 1:
        return found.lines[0]
    whole = kept = plain(text)
    while len(kept) > 1 and measure(f"{kept}…", size=size * 0.7, bold=bold, family=family) > width:
        kept = kept[:-1]
    return shape(whole if kept == whole else f"{kept}…", size=size * 0.7, bold=bold, family=family)
