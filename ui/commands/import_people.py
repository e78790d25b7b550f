"""`main.py import-people`: import people from a list and enrol them in a cohort."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exports.roster import write_rejects
from models.backup.archive import Reason
from models.errors import InvalidError
from models.imports.import_people import import_people, rehearse_import
from models.imports.roster import ambiguous_date, open_roster
from models.imports.text_encoding import ENCODINGS
from models.people.birth_date import DateOrder
from models.programme.cohort import cohort_named
from models.storage.sign_in_log import note_export
from models.translation import mark, number_text, plural, tr
from ui.commands import DONE, REFUSED
from ui.commands.output import print_error, show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from models.clinic.clinic import Clinic
    from models.imports.import_people import Imported
    from models.imports.roster import RosterLine, RosterPlan


def configure(parser: ArgumentParser) -> None:
    """Add the clinic, the list and how to read it."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("file", type=Path, metavar="FILE", help=tr("a csv, tsv or xlsx file"))
    parser.add_argument("--cohort", required=True, metavar="NAME", help=tr("where the people belong"))
    parser.add_argument(
        "--dates", choices=[order.value for order in DateOrder], help=tr("order of day, month and year")
    )
    parser.add_argument("--dry-run", action="store_true", help=tr("say what would happen and change nothing"))
    parser.add_argument("--only-good", action="store_true", help=tr("import the good rows when others are rejected"))
    parser.add_argument("--rejects", type=Path, metavar="FILE", help=tr("where the rejected rows are written, as CSV"))
    letters = tr("how the letters are stored, such as cp1252; found out without it")
    parser.add_argument("--encoding", choices=tuple(ENCODINGS), metavar="NAME", help=letters)


def run(arguments: Namespace) -> int:
    """Import all or nothing, or the good rows; every row that is not imported is printed with its reason."""
    order = DateOrder(arguments.dates) if arguments.dates else None
    plan = open_roster(arguments.file, dates=order, encoding=arguments.encoding)
    _confirm_dates(plan)
    with signed_in(arguments.folder, is_exclusive=not arguments.dry_run) as clinic:
        result = _imported(clinic, plan, arguments)
        if arguments.rejects and result.rejected:
            write_rejects(plan.table, result.rejected, arguments.rejects)
            note_export(clinic.database, clinic.actor, "rejected_row", count=len(result.rejected))
    for warning in (*plan.remarks, *result.warnings):
        print_error(tr("Note: {remark}", remark=warning))
    data = {
        "imported": result.imported,
        "enrolled": result.enrolled,
        "skipped": [_as_json(line) for line in result.skipped],
        "rejected": [_as_json(line) for line in result.rejected],
        "warnings": [str(warning) for warning in (*plan.remarks, *result.warnings)],
        "dry_run": arguments.dry_run,
    }
    show(arguments, data, _lines(result, is_rehearsal=arguments.dry_run))
    if not result.is_refused:
        return DONE
    print_error(
        plural(
            len(plan.table.rows),
            "Nothing was imported: {rejected} of {count} row cannot be taken. Correct it.",
            "Nothing was imported: {rejected} of {count} rows cannot be taken. "
            "Correct them, or import the others with --only-good.",
            rejected=number_text(len(result.rejected)),
        )
    )
    return REFUSED


def _imported(clinic: Clinic, plan: RosterPlan, arguments: Namespace) -> Imported:
    if arguments.dry_run:
        with clinic.database.read(clinic.actor) as work:
            cohort = cohort_named(work, arguments.cohort)
            return rehearse_import(work, plan, cohort, only_good=arguments.only_good)
    clinic.back_up_before(Reason.IMPORT)  # an import of the wrong list is undone by restoring it
    with clinic.database.write(clinic.actor) as work:
        return import_people(work, plan, cohort_named(work, arguments.cohort), only_good=arguments.only_good)


def _confirm_dates(plan: RosterPlan) -> None:
    written = ambiguous_date(plan)
    if written is not None:
        raise InvalidError(
            "{date} can be read in two ways. Say with --dates dmy or --dates mdy how {file} writes its dates.",
            date=written,
            file=plan.table.file,
        )


def _as_json(line: RosterLine) -> dict[str, object]:
    return {"row": line.row, "reason": " ".join(map(str, line.reasons)), "name": line.name}


def _lines(result: Imported, *, is_rehearsal: bool) -> Iterator[str]:
    counts = {"skipped": number_text(len(result.skipped)), "rejected": number_text(len(result.rejected))}
    if is_rehearsal:
        yield plural(
            result.imported,
            "{count} person would be imported, {skipped} skipped, {rejected} rejected.",
            "{count} people would be imported, {skipped} skipped, {rejected} rejected.",
            **counts,
        )
    else:
        yield plural(
            result.imported,
            "{count} person imported, {skipped} skipped, {rejected} rejected.",
            "{count} people imported, {skipped} skipped, {rejected} rejected.",
            **counts,
        )
    for template, lines in (
        (mark("skipped: row {row}: {reasons}"), result.skipped),
        (mark("rejected: row {row}: {reasons}"), result.rejected),
    ):
        for line in lines:
            yield tr(template, row=line.row, reasons=" ".join(map(str, line.reasons)))
