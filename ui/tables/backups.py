"""The table of backups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ui.tables.rows import SOFT, STRONG, Column, Look, RowsModel
from ui.translation import plural, tr
from ui.words.backup import reason_text, size_text
from ui.words.restore import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from models.backup.backup_list import BackupLine
    from models.backup.backup_state import BackupState


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup of either place; `line` is that of the clinic's own folder where it is in both."""

    line: BackupLine
    is_here: bool
    is_there: bool
    now: datetime


def backup_rows(state: BackupState) -> tuple[BackupRow, ...]:
    """Join the backups of both places, newest first; a damaged copy is a row of its own."""
    there = {line.path.name: line for line in state.there}
    rows = []
    for line in state.here:
        twin = there.get(line.path.name)
        is_pair = twin is not None and twin.is_sound == line.is_sound
        rows.append(BackupRow(line, is_here=True, is_there=is_pair, now=state.at))
        if is_pair:
            del there[line.path.name]
    rows += [BackupRow(line, is_here=False, is_there=True, now=state.at) for line in there.values()]
    return tuple(sorted(rows, key=lambda row: row.line.made_at, reverse=True))


def backup_model(zone: tzinfo) -> RowsModel[BackupRow]:
    """Make the table's model; times are told in the clinic's zone."""
    made = partial(_made, zone=zone)
    columns: tuple[Column[BackupRow], ...] = (
        Column(tr("Made"), made, STRONG, width=170),
        Column(tr("Why"), _reason, width=150),
        Column(tr("What is in it"), _content, _content_look, tip=_content),
        Column(tr("Size"), lambda each: size_text(each.line.size), SOFT, width=80, align="end"),
        Column(tr("Where"), _where, SOFT, width=140),
    )
    return RowsModel(columns, accessible_text=lambda each: ", ".join(_accessible_text(each, made(each))))


def _made(row: BackupRow, zone: tzinfo) -> str:
    return moment_text(row.line.made_at, row.now, zone)


def _reason(row: BackupRow) -> str:
    return reason_text(row.line.reason)


def _content(row: BackupRow) -> str:
    if not row.line.is_sound:
        return tr("Damaged, or not one of this clinic's")
    people = plural(row.line.people, "{count} person", "{count} people")
    groups = plural(row.line.groups, "{count} group", "{count} groups")
    return f"{people} · {groups}"


def _content_look(row: BackupRow) -> Look:
    return Look() if row.line.is_sound else Look(tone="care")


def _where(row: BackupRow) -> str:
    if row.is_here and row.is_there:
        return tr("both places")
    return tr("this computer") if row.is_here else tr("second place")


def _accessible_text(row: BackupRow, made: str) -> Iterable[str]:
    return filter(None, (made, _reason(row), _content(row), size_text(row.line.size), _where(row)))
