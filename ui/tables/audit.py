"""The table of who did what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from models.trail import Action
from ui.tables.rows import SOFT, Column, Look
from ui.translation import tr
from ui.words.audit import about_text, what_text, when_text, who_text

if TYPE_CHECKING:
    from datetime import tzinfo

    from models.pages.audit import AuditLine

_WARNED: Final = frozenset({Action.REFUSED, Action.FAILED})


def audit_columns(zone: tzinfo) -> tuple[Column[AuditLine], ...]:
    """Describe the columns; times are told in the clinic's zone."""
    when, about = partial(_when, zone=zone), partial(about_text, zone=zone)
    return (
        Column(tr("When"), when, SOFT, width=170),
        Column(tr("Who"), who_text, Look(bold=True), width=190, tip=who_text),
        Column(tr("What"), what_text, _what_look, width=210, tip=what_text),
        Column(tr("About"), about, tip=about),
    )


def accessible_entry(line: AuditLine, zone: tzinfo) -> str:
    """Say an entry in one sentence."""
    words = (who_text(line), what_text(line), about_text(line, zone))
    return ", ".join((_when(line, zone), *filter(None, words)))


def _when(line: AuditLine, zone: tzinfo) -> str:
    return when_text(line.at, zone)


def _what_look(line: AuditLine) -> Look:
    return Look(tone="care") if line.action in _WARNED else Look()
