"""The audit record as a file: ids and field names, no values, and no names of participants."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from exports.delivery import deliver
from models.access import Permission
from models.imports.spreadsheet_escape import literal_cell
from models.pages.audit import audit_export

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo
    from pathlib import Path

    from models.access import Confirmed
    from models.pages.audit import AuditLine, AuditSearch
    from models.work import Work

HEADINGS: Final = ("entry", "when", "who", "account", "what", "about", "record", "fields", "count")


def save_audit(work: Work, wanted: AuditSearch, path: Path, zone: tzinfo, *, confirmed: Confirmed) -> int:
    """Write the entries that match the search as CSV, with times in the zone; give their number."""
    work.require(Permission.READ_AUDIT)
    lines = audit_export(work, wanted, confirmed=confirmed)
    deliver(path, audit_csv(lines, zone))
    return len(lines)


def audit_csv(lines: Iterable[AuditLine], zone: tzinfo) -> bytes:
    """Write entries as CSV that a spreadsheet opens as Unicode, with the clinic's time and its offset."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for line in lines:
        cells = (
            str(line.seq), line.at.astimezone(zone).isoformat(timespec="seconds"), line.staff_name, str(line.staff),
            line.action.value, line.entity, "" if line.row is None else str(line.row), " ".join(line.fields),
            str(line.count),
        )  # fmt: skip
        writer.writerow(map(literal_cell, cells))
    # With a byte order mark: without one Excel reads the file in the code page of the computer.
    return text.getvalue().encode("utf-8-sig")
