"""A cohort's certificates in one job."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pypdf
import pytest
from sqlalchemy import event

from exports import batch as module
from exports.batch import Batch, issue_certificates, planned_certificates, reprint, signatories
from exports.issuer import Issuer, issuer_from
from exports.issuer_file import issuer_file
from exports.signed_token import Status
from exports.verify import verify_text
from models.access import Actor, Role
from models.errors import NotAllowedError, NotFoundError
from models.folder.storage_errors import DamagedError, DiskFullError
from models.people.participant import change_person, person
from models.people.staff import add_staff
from models.recognition.certificate import certificates, void_certificate
from models.settings import change_profile, profile
from models.storage.media import Media
from tests.exports.certificates import codes_in, rendered
from tests.factory import Group, group, run_sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from uuid import UUID

    from models.storage.database import Database
    from models.work import Work
    from tests.factory import MovingClock


@dataclass(frozen=True, slots=True)
class Evening:
    """A cohort whose programme has ended: the first nine came ten times, the tenth to eight, the last two to three."""

    database: Database
    media: Media
    actor: Actor
    them: Group

    def issue(self, **how: object) -> Batch:
        with self.database.write(self.actor) as work:
            return issue_certificates(work, self.media, self.them.cohort, **how)  # type: ignore[arg-type]  # (as issue)

    def issuer(self) -> Issuer:
        with self.database.write(self.actor) as work:
            return issuer_from(issuer_file(work).encode())


@pytest.fixture
def evening(clinic: Database, media: Media, actor: Actor, clock: MovingClock) -> Evening:
    with clinic.write(actor) as work:
        them = group(work)
    for number, meeting in enumerate(them.meetings):
        clock.to(meeting.day)
        letters = "PPPPPPPPP" + ("P" if number < 8 else "N") + ("P" if number < 3 else "N") * 2
        if number in {4, 7}:
            letters = "NNNNNNNNN" + letters[9:]
        with clinic.write(actor) as work:
            run_sessions(work, replace(them, meetings=(meeting,)), [letters])
    clock.to(them.meetings[-1].day + timedelta(days=7))
    return Evening(clinic, media, actor, them)


def test_that_those_entitled_get_one_and_the_others_a_reason(evening: Evening) -> None:
    job = evening.issue()
    assert len(job.issued) == 9
    assert sorted(left.reason for left in job.excluded) == [
        "Not yet: attended 3 of 12 sessions, 25 %; rule: at least 75 %.",
        "Not yet: attended 3 of 12 sessions, 25 %; rule: at least 75 %.",
        "Not yet: attended 8 of 12 sessions, 66 %; rule: at least 75 %.",
    ]
    assert not job.review
    serials = [each.serial for each in job.issued]
    assert serials == sorted(serials)
    assert all(each.is_new for each in job.issued)


def test_that_the_job_is_in_roster_order_and_each_code_is_valid_with_its_name(evening: Evening) -> None:
    job = evening.issue()
    issuer = evening.issuer()
    assert len(pypdf.PdfReader(io.BytesIO(job.merged)).pages) == len(job.issued)
    for page, each in enumerate(job.issued):
        [code] = codes_in(rendered(job.merged, 150, page))
        verdict = verify_text(code, issuer, name=each.name)
        assert verdict.status is Status.VALID
        assert verdict.serial == each.serial


def test_that_what_is_kept_is_what_is_reprinted_and_a_second_job_issues_nothing_new(evening: Evening) -> None:
    first = evening.issue()
    with evening.database.write(evening.actor) as work:
        person_id = evening.them.people[0]
        form = person(work, person_id)
        change_person(work, person_id, replace(form.form, family_name="Changed"), version=form.version, country="GB")
    second = evening.issue()
    assert {each.serial: each.pdf for each in second.issued} == {each.serial: each.pdf for each in first.issued}
    assert {each.name for each in second.issued} == {each.name for each in first.issued}
    assert not any(each.is_new for each in second.issued)
    assert len(evening.media.names()) == len(first.issued)


def test_that_one_person_can_be_issued_to_alone(evening: Evening) -> None:
    one = evening.them.enrolments[2]
    job = evening.issue(only={one})
    assert [each.enrolment for each in job.issued] == [one]
    assert not job.excluded


def test_that_looking_first_changes_nothing(evening: Evening) -> None:
    with evening.database.read(evening.actor) as work:
        plan = planned_certificates(work, evening.them.cohort)
    assert len(plan.pages) == 9
    assert not evening.media.names()
    with evening.database.read(evening.actor) as work:
        assert not certificates(work)


def questions_of(evening: Evening, ask: Callable[[Work], object]) -> int:
    """Count what is read from the file."""
    asked: list[str] = []

    def note(*statement: object) -> None:
        asked.append(str(statement[2]))

    with evening.database.write(evening.actor) as work:
        engine = work.session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            ask(work)
        finally:
            event.remove(engine, "before_cursor_execute", note)
    return sum(text.lstrip().upper().startswith("SELECT") for text in asked)


def test_that_issuing_and_printing_again_read_no_more_for_nine_than_for_one(evening: Evening) -> None:
    ids = evening.them.enrolments

    def issuing(some: Collection[UUID] | None) -> int:
        return questions_of(
            evening, lambda work: issue_certificates(work, evening.media, evening.them.cohort, only=some)
        )

    issuing({ids[0]})  # the first also makes the clinic's key
    one, seven = issuing({ids[1]}), issuing(set(ids[2:9]))
    assert seven == one
    again_one, again_all = issuing({ids[0]}), issuing(None)
    assert again_all == again_one
    with evening.database.read(evening.actor) as work:
        serials = [line.serial for line in certificates(work)]
    assert len(serials) == 9
    assert {questions_of(evening, partial(reprint, media=evening.media, serial=each)) for each in serials} == {1}


def test_that_a_name_without_glyph_waits_and_takes_no_number(evening: Evening) -> None:
    with evening.database.write(evening.actor) as work:
        shown = person(work, evening.them.people[0])
        form = replace(shown.form, given_name="Anna \U00013000")
        change_person(work, shown.id, form, version=shown.version, country="GB")
    job = evening.issue()
    assert len(job.issued) == 8
    [waiting] = job.review
    assert "\U00013000" in waiting.reason
    assert [each.serial.split("-")[1] for each in job.issued] == [f"{number:04d}" for number in range(1, 9)]


@pytest.mark.parametrize(("where", "step", "sound_calls"), [(Media, "store", 4), (module, "record_certificates", 0)])
def test_that_a_fault_half_way_leaves_nothing(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, where: object, step: str, sound_calls: int
) -> None:
    sound = getattr(where, step)
    calls = iter(range(100))

    def failing(*arguments: object) -> object:
        if next(calls) == sound_calls:
            raise OSError(28, "no space left")
        return sound(*arguments)

    monkeypatch.setattr(where, step, failing)
    with pytest.raises(DiskFullError):
        evening.issue()
    assert not evening.media.names()
    with evening.database.read(evening.actor) as work:
        assert not certificates(work)


def test_that_a_kept_pdf_that_was_exchanged_is_refused(evening: Evening) -> None:
    job = evening.issue()
    with evening.database.read(evening.actor) as work:
        line = certificates(work)[0]
    assert line.serial == job.issued[0].serial
    kept = evening.media.read(line.media)
    assert kept == job.issued[0].pdf
    evening.media.remove(line.media)
    folder = evening.database.folder.media
    other = evening.media.store(b"%PDF-1.7 another")
    (folder / other).rename(folder / line.media)
    with pytest.raises(DamagedError), evening.database.read(evening.actor) as work:
        reprint(work, evening.media, line.serial)


def test_that_an_unknown_number_is_not_found(evening: Evening) -> None:
    with pytest.raises(NotFoundError, match="2026-9999-A"), evening.database.read(evening.actor) as work:
        reprint(work, evening.media, "2026-9999-A")


def test_that_a_void_certificate_is_void_in_the_issuer_file_and_can_be_issued_anew(evening: Evening) -> None:
    job = evening.issue()
    with evening.database.write(evening.actor) as work:
        void_certificate(work, certificates(work)[0].id, "The name was misspelt")
    [code] = codes_in(rendered(job.issued[0].pdf, 150))
    verdict = verify_text(code, evening.issuer())
    assert verdict.status is Status.VOID
    assert "The name was misspelt" in verdict.reason
    again = evening.issue()
    assert sum(each.is_new for each in again.issued) == 1
    assert len({each.serial for each in again.issued} | {job.issued[0].serial}) == 10


def test_that_the_page_of_the_clinic_is_in_the_code(evening: Evening) -> None:
    with evening.database.write(evening.actor) as work:
        change_profile(work, replace(profile(work), verification_page="https://riverside.example/verify"))
    job = evening.issue()
    [code] = codes_in(rendered(job.issued[0].pdf, 150))
    assert code.startswith("https://riverside.example/verify#LR1.")
    assert verify_text(code, evening.issuer()).status is Status.VALID


def test_that_the_facilitator_at_work_signs_and_a_peer_lead_beside(evening: Evening) -> None:
    with evening.database.write(evening.actor) as work:
        add_staff(work, "Ada Other", [Role.FACILITATOR])
        mine: UUID = add_staff(work, "Mina Okafor", [Role.FACILITATOR], id_=evening.actor.id)
        add_staff(work, "Tomasz Wójcik", [Role.PEER_LEAD])
        assert mine == evening.actor.id
        signed = [(signature.name, signature.role) for signature in signatories(work)]
    assert signed == [("Mina Okafor", "Facilitator"), ("Tomasz Wójcik", "Peer-group lead")]


def test_that_a_peer_lead_cannot_issue(evening: Evening) -> None:
    peer = Actor(evening.actor.id, "Tomasz Wójcik", frozenset({Role.PEER_LEAD}))
    with pytest.raises(NotAllowedError), evening.database.write(peer) as work:
        issue_certificates(work, evening.media, evening.them.cohort)


def test_that_the_day_is_that_of_the_clinics_zone(evening: Evening) -> None:
    with evening.database.read(evening.actor) as work:
        plan = planned_certificates(work, evening.them.cohort)
    assert plan.pages[0][1].issued_on == evening.them.meetings[-1].day + timedelta(days=7)
    assert plan.pages[0][1].first_day == date(2026, 9, 7)
