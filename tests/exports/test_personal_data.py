"""Everything about one person leaves as files that people and programs can read, with nobody else in them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import select

from exports.personal_data import SCHEMA, export_person
from models.access import Actor, Confirmed, Role
from models.clinic.opening import open_clinic
from models.errors import InvalidError, NotAllowedError, NotConfirmedError
from models.imports.spreadsheet_escape import is_calculated
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form
from models.people.participant import person_named
from models.programme.attendance import record_attendance
from models.programme.enrolment import enrol
from models.programme.mark import Mark
from models.storage.audit import AuditEntry
from models.trail import Action
from tests import factory
from tests.conftest import PASSPHRASE
from tests.models.privacy.planted import MARKERS, NAME, Planted, plant
from ui.commands import run

if TYPE_CHECKING:
    from pathlib import Path

    from models.clinic.clinic import Clinic
    from models.storage.database import Database
    from models.storage.media import Media

OTHERS = [word for given, family in factory.NAMES[:5] for word in (given, family)]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Planted, factory.MovingClock]:
    clock = factory.MovingClock()
    return plant(tmp_path_factory.mktemp("export") / "clinic", clock), clock


@pytest.fixture
def opened(planted: tuple[Planted, factory.MovingClock]) -> Clinic:
    """The clinic, opened without holding its folder, so that nothing of it changes but the audit."""
    return open_clinic(planted[0].folder, PASSPHRASE, NAME, clock=planted[1], is_exclusive=False)


def exported(clinic: Clinic, planted: Planted) -> dict[str, bytes]:
    with closing(clinic), clinic.database.read(clinic.actor) as work:
        content = export_person(work, clinic.media, planted.person, confirmed=clinic.confirmed)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


def sections(files: dict[str, bytes]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(files["data.json"])["sections"]
    return found


def words_of(pdf: bytes) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_that_a_program_finds_everything_with_its_schema(
    opened: Clinic, planted: tuple[Planted, factory.MovingClock]
) -> None:
    files = exported(opened, planted[0])
    document = json.loads(files["data.json"])
    assert (document["schema"], document["schema_version"], document["clinic"]) == (SCHEMA, 1, "Praxis")
    assert document["left_out"] == []
    found = sections(files)
    assert found["person"][0]["born"] == "1949-12-30"
    assert len(found["person"]) == 2
    assert len(found["attendance"]) == 12
    assert {line["mark"] for line in found["attendance"]} == {"P", "L"}
    assert [line["answer"] for line in found["answers"]] == [7, 8, 9]
    assert found["scores"][0] == {
        "form": "PEG", "occasion": "intake", "answered_on": "2026-09-07", "score": "mean", "value": 8.0,
    }  # fmt: skip
    assert {line["purpose"] for line in found["consents"]} == {"board", "ceremony name", "email"}
    assert all(line["text"] for line in found["consents"] if line["how"] == "spoken")
    assert len(found["badges"]) == 3
    assert len(found["ceremonies"]) == 2
    assert found["certificates"][0]["number"] == planted[0].serial
    assert found["kept_longer"][0]["why"] == "wish"
    assert files[f"certificates/certificate-{planted[0].serial}.pdf"] == planted[0].pdf


def test_that_the_tables_hold_the_same_and_calculate_nothing(
    opened: Clinic, planted: tuple[Planted, factory.MovingClock]
) -> None:
    files = exported(opened, planted[0])
    for name, rows in sections(files).items():
        table = list(csv.DictReader(io.StringIO(files[f"tables/{name}.csv"].decode("utf-8-sig"))))
        told = [{heading: "" if value is None else str(value) for heading, value in row.items()} for row in rows]
        assert [
            {h: (c[1:] if is_calculated(c[1:]) and c[:1] == "'" else c) for h, c in row.items()} for row in table
        ] == told
        assert not any(cell.startswith(tuple("=+-@")) for row in table for cell in row.values())


def test_that_a_person_can_read_it(opened: Clinic, planted: tuple[Planted, factory.MovingClock]) -> None:
    files = exported(opened, planted[0])
    words = words_of(files["about-you.pdf"])
    for part in ("Zephy Quillfeather", "30 December 1949", "zq49@quill.example", "Your answers", planted[0].serial):
        assert part in words
    readme = files["README.txt"].decode()
    assert "not encrypted" in readme
    assert "Nothing was left out." in readme


def test_that_nobody_else_is_in_it(opened: Clinic, planted: tuple[Planted, factory.MovingClock]) -> None:
    files = exported(opened, planted[0])
    everything = "\n".join(
        words_of(content) if name.endswith(".pdf") and "certificate" not in name else content.decode("utf-8", "ignore")
        for name, content in files.items()
        if "certificates/" not in name
    )
    assert [name for name in (*OTHERS, "Mina", "Okafor") if name in everything] == []
    assert all(marker in everything.lower() for marker in MARKERS)


def test_that_it_is_written_down_and_needs_the_passphrase(
    opened: Clinic, planted: tuple[Planted, factory.MovingClock]
) -> None:
    with opened.database.read(opened.actor) as work, pytest.raises(NotConfirmedError):
        export_person(work, opened.media, planted[0].person, confirmed=Confirmed(planted[0].person, work.now))
    exported(opened, planted[0])
    again = open_clinic(planted[0].folder, PASSPHRASE, NAME, clock=planted[1], is_exclusive=False)
    with closing(again), again.database.read(again.actor) as work:
        query = select(AuditEntry).where(AuditEntry.action == Action.EXPORT, AuditEntry.row_id == planted[0].person)
        assert [entry.entity for entry in work.session.scalars(query)][-1] == "personal_data"


def test_that_what_somebody_may_not_read_is_left_out_by_name(clinic: Database, media: Media) -> None:
    lead = Actor(UUID(int=55), "Sam", frozenset({Role.FACILITATOR}))
    office = Actor(factory.actor().id, "Jo", frozenset({Role.ADMINISTRATOR}))
    peer = Actor(factory.actor().id, "Pat", frozenset({Role.PEER_LEAD}))
    with clinic.write(factory.actor()) as work:
        own, other = factory.group(work, size=2), factory.group(work, size=1, name="Spring")
        person = own.people[0]
        enrol(work, other.cohort, person, joined_on=factory.START)
        factory.on_team(work, own.cohort, lead)
        enter_form(work, own.enrolments[0], "peg", Occasion.INTAKE, answered_on=factory.START, answers=[1, 2, 3])
        reason = "sat with Ben Okoro"
        record_attendance(work, own.meetings[0].id, own.enrolments[0], Mark.LATE, reason=reason)
    for actor, told in ((office, "Answers and scores of 1 form:"), (lead, "Groups of other teams (1)")):
        with clinic.read(actor) as work:
            content = export_person(work, media, person, confirmed=Confirmed(actor.id, work.now))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            document = json.loads(archive.read("data.json"))
            assert told in archive.read("README.txt").decode()
        assert [sentence[: len(told)] for sentence in document["left_out"]] == [told]
        assert bool(document["sections"]["answers"]) is (actor is lead)
        assert len(document["sections"]["groups"]) == (1 if actor is lead else 2)
    with clinic.read(peer) as work, pytest.raises(NotAllowedError):
        export_person(work, media, person, confirmed=Confirmed(peer.id, work.now))


def test_that_the_command_finds_a_person_and_writes_over_nothing(
    planted: tuple[Planted, factory.MovingClock], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("LAUREL_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("LAUREL_USER", NAME)
    out = tmp_path / "out.zip"
    words = ["export-person", str(planted[0].folder), "--out", str(out), "--person"]
    assert run([*words, "zephy quillfeather"]) == 0
    assert zipfile.is_zipfile(out)
    assert out.stat().st_mode & 0o077 == 0
    assert run([*words, "zephy quillfeather"]) == 1
    out.unlink()
    assert run([*words, str(planted[0].person)]) == 0
    out.unlink()
    assert run([*words, "Nobody Here"]) == 1
    assert "Nobody here is called Nobody Here" in capsys.readouterr().err
    assert not out.exists()


def test_that_namesakes_are_told_apart_by_their_ids(clinic: Database) -> None:
    with clinic.write(factory.actor()) as work:
        for year in (1950, 1960):
            factory.person(work, "Anna", "Berg", born=date(year, 1, 2))
        with pytest.raises(InvalidError, match="Several people are called anna berg") as refusal:
            person_named(work, "anna berg")
    assert "(1950)" in str(refusal.value)
