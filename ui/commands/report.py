"""`main.py report`: save one of a cohort's lists as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exports.delivery import deliver
from exports.table import Listing, cohort_table
from exports.table_file import csv_bytes, records, workbook_bytes
from models.errors import ClinicError
from models.programme.cohort import cohort_named
from models.translation import plural, tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from datetime import datetime

    from exports.table_file import TableFile

KINDS: Final = (".xlsx", ".csv", ".json")


def configure(parser: ArgumentParser) -> None:
    """Add the clinic, the cohort, which list, and the file."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--cohort", required=True, metavar="NAME", help=tr("whose list"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=tr("a file called .xlsx, .csv or .json")
    )
    named = tuple(each.value for each in Listing)  # argparse names its choices by their repr
    parser.add_argument(
        "--list", choices=named, default=Listing.ATTENDANCE.value, metavar="LIST", help=", ".join(named)
    )


def run(arguments: Namespace) -> int:
    """Write the file, whole or not at all, and say how many rows are in it."""
    kind = arguments.out.suffix.lower()
    _confirm_kind(kind)
    listing = Listing(arguments.list)
    with signed_in(arguments.folder) as clinic, clinic.database.read(clinic.actor) as work:
        table = cohort_table(work, listing, cohort_named(work, arguments.cohort), confirmed=clinic.confirmed)
        now = work.now
    deliver(arguments.out, content(table, kind, now))
    data = {"list": listing.value, "rows": len(table.rows), "file": str(arguments.out)}
    said = plural(
        len(table.rows),
        "{table}: {count} row is in {file}.",
        "{table}: {count} rows are in {file}.",
        table=table.title,
        file=arguments.out,
    )
    show(arguments, data, [said])
    return DONE


def content(table: TableFile, kind: str, now: datetime) -> bytes:
    """Give a table in the form of a kind of file."""
    match kind:
        case ".xlsx":
            return workbook_bytes(table, now)
        case ".csv":
            return csv_bytes(table)
        case _:
            return json.dumps(records(table), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def _confirm_kind(kind: str) -> None:
    if kind == ".pdf":
        raise ClinicError("Reports as PDF are not there yet. Name the file .xlsx, .csv or .json.")
    if kind not in KINDS:
        raise ClinicError("Laurel cannot tell the kind of file. Name it .xlsx, .csv or .json.")
