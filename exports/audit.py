"""The record of who did what as a file: ids and names of fields; never a value, never whom it is about by name."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from models.imports.spreadsheet_escape import literal_cell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from models.audit_log import AuditLine

HEADINGS: Final = ("entry", "when", "who", "account", "what", "about", "record", "fields", "count")


def audit_csv(lines: Iterable[AuditLine], zone: tzinfo) -> bytes:
    """Write entries as CSV that a spreadsheet reads rightly, with the clinic's time and its offset."""
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
    return text.getvalue().encode("utf-8-sig")
