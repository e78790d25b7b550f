"""What erasure and export do with ceremonies: they find one person's parts in the scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models.personal_table import Section, SharedTable
from models.programme.enrolment import Enrolment
from models.recognition.ceremony import Ceremony
from models.recognition.erasure import forget_in_ceremonies, join_in_ceremonies
from models.recognition.script import Placeholder, Script, ScriptError, fill
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.personal_table import ExportSubject, Subject, Value
    from models.work import Work


def _forget(work: Work, subject: Subject) -> None:
    forget_in_ceremonies(work, subject.enrolments, subject.clear)


def _parts(work: Work, subject: ExportSubject) -> Iterator[Section]:
    """List the person's parts in the ceremonies of their groups, with the texts of each part."""
    cohorts = select(Enrolment.cohort_id).where(Enrolment.id.in_(subject.enrolments))
    rows: list[tuple[Value, ...]] = []
    for row in work.session.scalars(
        select(Ceremony).where(Ceremony.cohort_id.in_(cohorts)).order_by(Ceremony.planned_for)
    ):
        title, planned_for = subject.clear(row.title), row.planned_for.isoformat(timespec="seconds")
        rows += [(title, planned_for, row.state.value, subject.clear(text)) for text in _texts_about(row, subject)]
    headings = ("ceremony", "planned_for", "state", "words")
    yield Section(name="ceremonies", title=tr("Your parts in ceremonies"), headings=headings, rows=tuple(rows))


def _texts_about(row: Ceremony, subject: ExportSubject) -> Iterator[str]:
    """Give the texts of each part about the person, without repetition; for a damaged script the error's sentence."""
    try:
        script = Script.from_text(row.script)
    except ScriptError as error:
        yield str(error)
        return
    values = {Placeholder.NAME: subject.name, Placeholder.TITLE: row.title}
    for cue in script.cues:
        if not cue.references().isdisjoint(subject.enrolments):
            yield " · ".join(dict.fromkeys(fill(text, values) for text in cue.texts() if text))


# Computed here and not in the class: what walks a script imports the table, so the table cannot import it.
Ceremony.personal = SharedTable(
    why="a programme of a group; the script names people by their enrolments and in words",
    other_text=("title", "script", "digest"),  # cleared by `erase`, part by part
    erase=_forget,
    merge=(Enrolment.__tablename__, join_in_ceremonies),
    export=(_parts,),
)
