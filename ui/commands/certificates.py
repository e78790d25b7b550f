"""`main.py certificates`: issue the certificates of a cohort and write them as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exports.batch import issue_certificates
from exports.delivery import deliver
from exports.shipped_templates import SHIPPED, Shipped
from models.programme.cohort import cohort_named
from models.trail import Action
from models.translation import tr
from ui.commands import DONE
from ui.commands.output import show
from ui.commands.sign_in import signed_in

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from exports.batch import Batch, LeftOut
    from exports.page_template import PageTemplate
    from models.clinic.clinic import Clinic


def configure(parser: ArgumentParser) -> None:
    """Add the clinic, the cohort and where the files go."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("the clinic"))
    parser.add_argument("--cohort", required=True, metavar="NAME", help=tr("whose certificates"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=tr("the folder for the PDFs"))
    looks = tr("how new ones look: {names} (default: {usual})", names=", ".join(Shipped), usual=Shipped.LANDSCAPE)
    parser.add_argument("--template", choices=tuple(Shipped), default=Shipped.LANDSCAPE, metavar="NAME", help=looks)
    parser.add_argument("--merged", action="store_true", help=tr("write one print job in roster order as well"))


def run(arguments: Namespace) -> int:
    """Issue to everybody entitled, write the stored PDF of those who have one, and say who is left out and why."""
    with signed_in(arguments.folder, is_exclusive=True) as clinic:
        batch = _issued(clinic, arguments.cohort, SHIPPED[Shipped(arguments.template)])
        job = arguments.out / "certificates.pdf" if arguments.merged and batch.issued else None
        issued = _written(clinic, batch, arguments.out, job)
    data = {"issued": issued, "excluded": _as_json(batch.excluded), "review": _as_json(batch.review)}
    show(arguments, data, _lines(batch))
    return DONE


def _issued(clinic: Clinic, name: str, template: PageTemplate) -> Batch:
    with clinic.database.write(clinic.actor) as work:
        return issue_certificates(work, clinic.media, cohort_named(work, name), template=template)


def _written(clinic: Clinic, batch: Batch, folder: Path, job: Path | None) -> list[dict[str, object]]:
    """Write the files, and note the export of each certificate; give what is printed of each."""
    told: list[dict[str, object]] = []
    with clinic.database.write(clinic.actor) as work:
        for page, each in enumerate(batch.issued, start=1):
            own = folder / f"certificate-{each.serial}.pdf"
            deliver(own, each.pdf)
            work.record_export(Action.EXPORT, "certificate", each.certificate, count=1 if job is None else 2)
            in_job = {"file": str(job), "page": page, "own_file": str(own)}
            where = {"file": str(own), "page": 1} if job is None else in_job
            told.append({"serial": each.serial, "name": each.name, **where, "is_new": each.is_new})
        if job is not None:
            deliver(job, batch.merged)
    return told


def _as_json(people: tuple[LeftOut, ...]) -> list[dict[str, str]]:
    return [{"name": person.name, "reason": person.reason} for person in people]


def _lines(batch: Batch) -> Iterator[str]:
    for each in batch.issued:
        before = "" if each.is_new else tr("(issued before)")
        yield "  ".join(filter(None, (each.serial, each.name, before)))
    for person in batch.review:
        yield tr("to review: {name}: {reason}", name=person.name, reason=person.reason)
    for person in batch.excluded:
        yield tr("none: {name}: {reason}", name=person.name, reason=person.reason)
