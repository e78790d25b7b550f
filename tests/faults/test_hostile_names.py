"""Whatever somebody is called: kept letter by letter or refused in a sentence, and the same wherever it goes."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from datetime import date, time
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from ceremonies.director_types import SETTLED, Output
from ceremonies.draft_script import make_ceremony
from ceremonies.scenes import picture
from ceremonies.scenes.picture import Group, Text
from ceremonies.type.direction import plain
from exports.certificate import needs_review
from exports.roster import write_rejects
from leaderboards.nominees import GroupTotal, Moment, Nominee
from models.errors import ClinicError, InvalidError
from models.imports.roster import Outcome, open_roster, preview_roster
from models.pages.today import today
from models.people.naming import Level, shown_name
from models.people.participant import Participant, find_people, namesakes, person
from models.programme.cohort import cohort_named, cohorts, plan_cohort
from models.programme.enrolment import enrol
from models.programme.meeting import meetings
from models.programme.programme import programme_named
from models.recognition.script import Script
from models.settings import change_profile, profile
from models.text import fold
from tests import factory
from tests.ceremonies.company import stage_name
from tests.exports.certificates import certificate, print_one
from tests.faults.hostile import ALWAYS, corpora, is_only_cleaned, stored
from ui import commands
from ui.commands import output
from ui.errors import report_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ceremonies.scenes.picture import Item
    from models.access import Actor
    from models.storage.database import Database

    Strings = Callable[[], tuple[str, ...]]

each_collection = pytest.mark.parametrize("strings", corpora())
CEREMONY = UUID(int=99)


@each_collection
def test_that_a_participant_is_kept_found_and_listed_letter_by_letter(
    clinic: Database, actor: Actor, strings: Strings
) -> None:
    people: dict[UUID, str] = {}
    with clinic.write(actor) as work:
        cohort = plan_cohort(
            work, "Autumn", programme_named(work, "Back in Motion").id, start=factory.START, at=time(18, 0)
        )
        for text in strings():
            kept = stored(text)
            if kept is None:
                with pytest.raises(InvalidError):
                    factory.person(work, text, "")
                continue
            people[factory.person(work, text, "", born=date(1970, 1, 1))] = kept
            assert is_only_cleaned(text, kept), text
        for one in people:
            enrol(work, cohort, one, joined_on=factory.START)
    with clinic.read(actor) as work:
        for id_, kept in people.items():
            assert person(work, id_).form.given_name == kept
            assert id_ in {line.id for line in find_people(work, kept, limit=2000)} or not fold(kept), kept
            assert id_ in {line.id for line in namesakes(work, person(work, id_).form)}
            row = work.session.get(Participant, id_)
            assert row is not None
            for level in Level:
                shown = shown_name(row.identity, level)
                assert shown is None or "\n" not in shown
        today(work)
    assert clinic.problems() == []


@each_collection
def test_that_the_register_shows_each_name_literally(
    clinic: Database, actor: Actor, strings: Strings, qapp: object
) -> None:
    from PySide6.QtCore import Qt

    from models.pages.register import register
    from ui.tables.attendance import accessible_row, register_columns
    from ui.tables.rows import RowsModel

    with clinic.write(actor) as work:
        cohort = plan_cohort(
            work, "Autumn", programme_named(work, "Back in Motion").id, start=factory.START, at=time(18, 0)
        )
        names = [kept for text in strings() if (kept := stored(text)) is not None]
        for kept in names:
            enrol(work, cohort, factory.person(work, kept, ""), joined_on=factory.START)
        meeting = meetings(work, cohort)[0].id
    with clinic.read(actor) as work:
        rows = register(work, meeting).rows
    model = RowsModel(register_columns(), accessible_text=accessible_row)
    model.set_rows(rows)
    shown = {str(model.index(place, 1).data(Qt.ItemDataRole.DisplayRole)) for place in range(len(rows))}
    assert shown == set(names)
    for place in range(len(rows)):
        tip = model.index(place, 1).data(Qt.ItemDataRole.ToolTipRole)
        assert "<b>" not in str(tip)
        assert "<img" not in str(tip)


@each_collection
def test_that_cohorts_and_the_clinic_may_be_called_anything(clinic: Database, actor: Actor, strings: Strings) -> None:
    with clinic.write(actor) as work:
        course, made = programme_named(work, "Back in Motion").id, dict[str, str]()
        for text in strings():
            kept = stored(text)
            plan = partial(plan_cohort, work, text, course, start=factory.START, at=time(18, 0))
            if kept is None or fold(kept) in made:
                with pytest.raises(InvalidError):
                    plan()
            elif len(made) < 60:  # each has twelve sessions
                plan()
                made[fold(kept)] = kept
        assert {line.name for line in cohorts(work)} == set(made.values())
        for kept in made.values():
            cohort_named(work, kept)
        for text in strings():
            shown = profile(work)
            renamed = shown.__class__(**{**_fields(shown), "name": text})
            if stored(text) is None:
                with pytest.raises(InvalidError):
                    change_profile(work, renamed)
            else:
                change_profile(work, renamed)
                work.session.flush()
                assert profile(work).name == stored(text)


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


@each_collection
def test_that_rejected_rows_come_back_the_same_and_calculate_nothing(
    clinic: Database, actor: Actor, tmp_path: Path, strings: Strings
) -> None:
    given = [text for text in strings() if stored(text) and not any(unicodedata.category(one) == "Cc" for one in text)]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("Given name", "Family name", "Date of birth"))
    writer.writerows((name, "Row", "1968-02-30") for name in given)
    (tmp_path / "list.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    plan = open_roster(tmp_path / "list.csv")
    with clinic.read(actor) as work:
        rejected = preview_roster(work, plan).those(Outcome.BAD)
    assert len(rejected) == len(given)
    write_rejects(plan.table, rejected, tmp_path / "rejects.csv")
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row[0] for row in csv.reader(file)][1:]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    back = [cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t") else cell for cell in cells]
    assert back == [line.cells[0] for line in rejected]
    again = open_roster(tmp_path / "rejects.csv")
    assert len(again.table.rows) == len(rejected)


@each_collection
def test_that_a_certificate_is_drawn_or_waits_for_a_person(strings: Strings) -> None:
    for text in strings()[:: 2 if strings() == ALWAYS else 24]:  # every one is drawn by the certificate's own tests
        page = certificate(stored(text) or "", cohort=stored(text) or "Group", clinic=stored(text) or "Clinic")
        doubt = needs_review(page)
        if doubt is None:
            assert print_one(page).pdf.startswith(b"%PDF-")
        else:
            assert doubt.sentence()


@each_collection
def test_that_the_stage_and_its_script_take_every_name_as_it_is(strings: Strings) -> None:
    kept = [name for text in strings() if (name := stored(text)) is not None]
    for title, group in _groups(kept, 12):
        people = [Nominee(UUID(int=place + 1), stage_name(name), (Moment(name),)) for place, name in enumerate(group)]
        script = make_ceremony(people, GroupTotal(20, len(people), 4), title, ceremony=CEREMONY, starts="19:00")
        assert Script.from_text(script.to_text()) == script
        assert json.loads(script.to_text())["title"] == title
        names = {one.reference: one.name for one in people}
        cues = [place for place, cue in enumerate(script.cues) if cue.recipient in names]
        for place in Random(7).sample(cues, min(2, len(cues))):
            cue = script.cues[place]
            assert cue.recipient is not None
            last = picture(script, place, len(cue.steps) - 1, SETTLED, Output.OPEN, gentle=False, names=names)
            said = " ".join(_lines(last.items))
            name = " ".join(plain(names[cue.recipient].shown).split())
            assert name.replace(" ", "") in said.replace(" ", ""), (name, said)


def _groups(names: list[str], size: int) -> Iterator[tuple[str, list[str]]]:
    for start in range(0, len(names), size):
        yield names[start], names[start : start + size]


def _lines(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Group):
            yield from _lines(item.items)
        elif isinstance(item, Text):
            yield item.line.text


@each_collection
def test_that_what_a_command_prints_is_one_json_document_and_one_sentence(
    strings: Strings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(commands.output, "print_error", said.append)

    def run(arguments: Namespace) -> int:
        raise ClinicError("There is no cohort called {name}. Check the spelling.", name=arguments.name)

    monkeypatch.setattr(
        commands,
        "import_module",
        lambda _name: type("Command", (), {"configure": _with_name, "run": staticmethod(run)}),
    )
    for text in strings():
        output.show(_asked(), {"name": text}, [])
        assert json.loads(capsys.readouterr().out) == {"name": text}
        name = text.replace("\x00", "").strip("-")  # a bare "--" never reaches a program whole
        assert commands.run(["check", f"--name={name}"]) == 1
        assert said.pop() == f"There is no cohort called {name}. Check the spelling."


def _with_name(parser: Any) -> None:
    parser.add_argument("--name")


def _asked() -> Namespace:
    from argparse import Namespace

    return Namespace(json=True)


@each_collection
def test_that_a_report_of_a_bug_holds_no_name(strings: Strings) -> None:
    def stumble(name: str) -> None:
        try:
            raise KeyError(name)
        except KeyError as error:
            raise ExceptionGroup(
                name, [ValueError(name), UnicodeEncodeError("ascii", f"{name}x", 0, 1, name)]
            ) from error

    for text in ("Marker-Quist", *(one for one in strings() if len(one) > 12)):
        with pytest.raises(ExceptionGroup) as caught:
            stumble(text)
        report = report_of(caught.value, "now")
        assert text not in report
        assert "stumble" in report
