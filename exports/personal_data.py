"""Everything about one person as a ZIP: JSON and CSV for programs, PDF for reading, and a README."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from ceremonies.type import Family, missing_glyphs
from exports.delivery import deliver
from exports.flow import Layout, Strip, Style, laid, number_pages, page_text, paragraph, rule, table, table_row
from exports.page import GOLD_FILL, LAUREL, SOFT_INK, pdf, portrait_for
from exports.personal_data_words import code_text, heading_text
from exports.table_file import TableFile, csv_bytes
from models.access import Permission
from models.errors import ClinicError
from models.privacy.personal_data import personal_data
from models.settings import profile
from models.translation import current_language, day_text, mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from uuid import UUID

    from models.access import Confirmed
    from models.personal_table import Section, Value
    from models.privacy.personal_data import PersonalData
    from models.settings import Profile
    from models.storage.media import Media
    from models.work import Work

SCHEMA: Final = "laurel-personal-data"
SCHEMA_VERSION: Final = 1
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_KIND: Final = Style(size=12, leading=17.4, ink=LAUREL, bold=True)
_NAME: Final = Style(size=24, leading=34.8, bold=True, family=Family.SERIF)
_MADE: Final = Style(size=12, leading=17.4, ink=SOFT_INK)
_REMARK: Final = Style(size=10.5, leading=15.2, ink=SOFT_INK)
_TITLE: Final = Style(size=15, leading=21.7, bold=True)
_LINE: Final = Style(size=10.5, leading=15.2)
_HEAD: Final = Style(size=9, leading=12.6, ink=SOFT_INK)
_CELL: Final = Style(size=9.8, leading=13.7)
_READ: Final[dict[str, dict[str, int]]] = {
    "attendance": {"group": 4, "session": 3, "day": 4, "meaning": 3, "marked_by": 5},
    "attendance_changes": {
        "session": 3,
        "meaning_before": 3,
        "meaning_after": 3,
        "changed_at": 8,
        "changed_by": 8,
        "reason": 5,
    },
    "effort_points": {"group": 4, "session": 3, "points": 3},
    "badges": {"badge": 3, "for": 6, "state": 3, "reason": 5, "proposed_at": 6},
    "consents": {"purpose": 4, "where": 4, "agreed": 3, "name_shown": 3, "how": 3, "text": 10, "said_on": 6},
    "forms": {"form": 4, "occasion": 3, "answered_on": 4, "entered_by": 4},
    "answers": {"form": 3, "occasion": 2, "question": 9, "answer": 3},
    "scores": {"form": 3, "occasion": 2, "answered_on": 4, "score": 4, "value": 4},
    "ceremonies": {"ceremony": 4, "planned_for": 5, "words": 11},
    "certificates": {"number": 3, "kind": 3, "rule": 7, "issued_on": 4, "status": 2},
    "kept_longer": {"decided_at": 4, "why": 3, "asked_again_on": 4},
    "accesses": {"at": 6, "by": 6, "what": 2, "record": 3, "fields": 5},
}
"""The columns that are worth reading, with their shares of the width; the tables hold the others too."""
_README: Final = mark(
    """\
What {clinic} keeps about {name}
Made on {day} with Laurel.

about-you.pdf       the same to read, in one document
data.json           everything for a program to read (schema {schema}, version {version}, UTF-8;
                    days as YYYY-MM-DD, times as YYYY-MM-DDTHH:MM:SS with their offset)
tables/*.csv        the same as one table for each kind of record, for a spreadsheet. A text that begins
                    like a formula has an apostrophe before it; data.json holds it as it is
certificates/*.pdf  the certificates as they were issued

Nobody else is in these files. Staff are named by their role. Where staff mentioned somebody else in a
remark, “…” stands instead.

These files are not encrypted. Keep them where only you can open them.

{left_out}
"""
)
_ALL: Final = mark("Nothing was left out.")
_LEFT_OUT: Final = mark("Left out:")


def export_person(work: Work, media: Media, person: UUID, *, confirmed: Confirmed) -> bytes:
    """Make the ZIP; the export is audited."""
    work.require(Permission.EXPORT_PERSON, person=person)
    data, clinic = personal_data(work, person, confirmed=confirmed), profile(work)
    made = work.now.astimezone(work.zone)
    files, lost = _kept(data, media)
    remarks = (*data.left_out, *lost)
    parts: dict[str, bytes] = {
        "README.txt": _readme(data, clinic, made, remarks).encode(),
        "about-you.pdf": about_pdf(data, clinic, made, remarks),
        "data.json": _json(data, clinic, made, remarks),
        **{f"tables/{one.name}.csv": csv_bytes(TableFile(one.title, one.headings, one.rows)) for one in data.sections},
        **files,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, made.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, content)
    return out.getvalue()


def save_person(work: Work, media: Media, person: UUID, path: Path, *, confirmed: Confirmed) -> None:
    """Write the ZIP about a person to a file."""
    work.require(Permission.EXPORT_PERSON, person=person)
    deliver(path, export_person(work, media, person, confirmed=confirmed))


def about_pdf(data: PersonalData, clinic: Profile, made: datetime, told: tuple[str, ...]) -> bytes:
    """Draw everything to read, on as many pages as it needs."""
    layout = Layout(size=portrait_for(clinic.country), side=60, top=72, foot=64)
    written = day_text(made.astimezone(clinic.time_zone).date())
    strips = [
        *_text(layout, _drawable(tr("ABOUT YOU")), _KIND),
        *_text(layout, _drawable(data.name), _NAME, above=8),
        *_text(layout, tr("What {clinic} keeps about you, on {day}", clinic=clinic.name, day=written), _MADE, above=6),
        Strip(height=8, draw=lambda _: None),
    ]
    for sentence in told or (tr(_ALL),):
        strips += _text(layout, _drawable(sentence), _REMARK, above=4)
    for section in data.sections:
        strips += _section(layout, section)
    sheets = laid(strips, layout)
    number_pages(sheets, layout, page_text, 9, 36)
    return pdf(sheets, title=tr("About you"), author=clinic.name, language=current_language().code)


def _text(layout: Layout, text: str, style: Style, *, above: float = 0.0, keeps_next: bool = False) -> list[Strip]:
    return paragraph(text, style, layout.width, above=above, keeps_next=keeps_next, is_turned=True)


def _section(layout: Layout, section: Section) -> list[Strip]:
    """Set one kind of record: its title, and its rows as a table or as a list."""
    title = _text(layout, section.title, _TITLE, above=20, keeps_next=True)
    title.append(rule(GOLD_FILL, 0.6, above=3, below=6, keeps_next=True))
    columns = _READ.get(section.name)
    if not section.rows:
        return [*title, *_text(layout, tr("Nothing."), _REMARK)]
    if columns is None:
        return [*title, *(strip for one in section.rows for strip in _one_by_one(layout, section.headings, one))]
    places, shares = [section.headings.index(name) for name in columns], tuple(columns.values())
    head = table_row([heading_text(name) for name in columns], shares, _HEAD, layout.width)
    rows = [
        table_row([_shown(one[place], section.headings[place]) for place in places], shares, _CELL, layout.width)
        for one in section.rows
    ]
    return [*title, *table(head, rows)]


def _one_by_one(layout: Layout, headings: Sequence[str], values: Sequence[Value]) -> list[Strip]:
    said = [(name, value) for name, value in zip(headings, values, strict=True) if value not in {"", None}]
    lines = [_text(layout, f"{heading_text(name)}: {_shown(value, name)}", _LINE, above=1) for name, value in said]
    return [*(strip for each in lines for strip in each), Strip(height=6, draw=lambda _: None)]


def _shown(value: Value, heading: str) -> str:
    """Format a value for reading: days in full, times without ISO letters, codes as words."""
    if isinstance(value, date):
        return day_text(value)
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    if _INSTANT.fullmatch(text):
        return f"{text[:10]} {text[11:16]} UTC"
    return _drawable(code_text(heading, text))


def _drawable(text: str) -> str:
    """Keep what the fonts of this computer can draw; data.json has every letter."""
    for letter in missing_glyphs(text):
        text = text.replace(letter, "?")
    return text


def _kept(data: PersonalData, media: Media) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Read the person's files; a damaged one is listed and does not stop the others."""
    files: dict[str, bytes] = {}
    lost: list[str] = []
    for one in data.files:
        try:
            files[one.name] = media.read(one.media)
        except ClinicError as fault:
            lost.append(f"{one.name}: {fault}")
    return files, tuple(lost)


def _readme(data: PersonalData, clinic: Profile, made: datetime, remarks: tuple[str, ...]) -> str:
    left = "\n".join((tr(_LEFT_OUT), *(f"- {sentence}" for sentence in remarks))) if remarks else tr(_ALL)
    on = day_text(made.astimezone(clinic.time_zone).date())
    return tr(
        _README, clinic=clinic.name, name=data.name, day=on, schema=SCHEMA, version=SCHEMA_VERSION,
        left_out=left,
    )  # fmt: skip


def _json(data: PersonalData, clinic: Profile, made: datetime, remarks: tuple[str, ...]) -> bytes:
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "made_at": made.isoformat(timespec="seconds"),
        "clinic": clinic.name,
        "person": str(data.person),
        "left_out": list(remarks),
        "sections": {section.name: list(_records(section)) for section in data.sections},
        "files": [one.name for one in data.files],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _records(section: Section) -> Iterator[dict[str, Any]]:
    for row in section.rows:
        yield {
            heading: value.isoformat() if isinstance(value, date) else value
            for heading, value in zip(section.headings, row, strict=True)
        }
