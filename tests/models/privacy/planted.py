"""A clinic in which one person is planted everywhere that a person can be, and a search through every byte of it."""

from __future__ import annotations

import json
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pypdfium2
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

from ceremonies.script_editing import change_words, draft_ceremony, script_of
from exports.batch import issue_certificates
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.folder.folder import ClinicFolder
from models.outcomes.occasion import Occasion
from models.outcomes.questionnaire import enter_form
from models.people.consent import Purpose, Source, record_consent
from models.people.naming import Level
from models.people.retention import Need
from models.privacy.merge import merge_people, merge_preview
from models.privacy.retention import keep_longer
from models.programme.attendance import record_attendance
from models.programme.enrolment import end_enrolment, enrol
from models.programme.mark import Mark
from models.programme.meeting import cancel_meeting, meetings
from models.recognition.badge import AwardState, awards, decide_badges
from models.recognition.ceremony import ceremony, end_run, freeze_ceremony, record_event, start_run
from models.storage import cipher
from models.storage.media import Media
from tests import factory
from tests.conftest import CHEAP, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from models.clinic.clinic import Clinic
    from models.keys.slots import Keys
    from models.work import Work

NAME: Final = "Mina Okafor"
FIELDS: Final = {
    "preferred_name": "Zephy", "nickname": "Starling", "pronunciation": "zeff-uh-REEN",
    "email": "zq49@quill.example", "phone": "+44 20 7946 0958", "born": date(1949, 12, 30), "language": "de",
}  # fmt: skip
GIVEN, FAMILY = "Zephyrine", "Quillfeather"
MARKERS: Final = (
    "zephyrine", "quillfeather", "zephy", "starling", "zeff-uh-reen", "zq49@quill.example", "7946 0958", "1949-12-30",
)  # fmt: skip
"""What is searched for, without regard to case."""


@dataclass(frozen=True)
class Planted:
    """Where the clinic is, and who is who in it."""

    folder: Path
    person: UUID
    duplicate: UUID
    cohort: UUID
    enrolment: UUID
    other: UUID
    serial: str
    pdf: bytes
    presented: UUID
    draft: UUID


def plant(folder: Path, clock: factory.MovingClock) -> Planted:
    """Make the clinic; the group's twelve sessions are over."""
    create_clinic(
        folder, name="Praxis", country="GB", administrator=NAME, passphrase=PASSPHRASE, clock=clock, cost=CHEAP
    )
    with closing(open_clinic(folder, PASSPHRASE, NAME, clock=clock)) as opened:
        with opened.database.write(opened.actor) as work:
            found = _people(work)
        clock.to(factory.START + timedelta(days=7 * 13))
        with opened.database.write(opened.actor) as work:
            return _evenings(work, opened, folder, *found)


def _people(work: Work) -> tuple[factory.Group, UUID, UUID, UUID]:
    them = factory.group(work, size=5, level=Level.FULL)
    person = factory.person(work, GIVEN, FAMILY, **FIELDS)
    duplicate = factory.person(work, "Zephyrine M", FAMILY, nickname="Starling", phone="020 7946 0958")
    enrolment = enrol(work, them.cohort, person, joined_on=factory.START - timedelta(days=7))
    factory.agree(work, person, Purpose.CEREMONY_NAME, Level.FULL)
    factory.agree(work, person, Purpose.BOARD)
    record_consent(work, duplicate, Purpose.EMAIL, is_given=True, source=Source.LIST)
    enter_form(work, enrolment, "peg", Occasion.INTAKE, answered_on=factory.START, answers=[7, 8, 9])
    keep_longer(work, person, Need.WISH)
    shown = merge_preview(work, person, duplicate)
    merge_people(work, person, duplicate, keep_version=shown.keep_version, remove_version=shown.remove_version)
    return them, person, duplicate, enrolment


def _evenings(
    work: Work, opened: Clinic, folder: Path, them: factory.Group, person: UUID, duplicate: UUID, enrolment: UUID
) -> Planted:
    whole = factory.Group(them.cohort, (*them.people, person), (*them.enrolments, enrolment), them.meetings)
    factory.run_sessions(work, whole, ["PPPPPP"] * 12)
    first = meetings(work, them.cohort)[0].id
    record_attendance(work, first, enrolment, Mark.LATE, reason="Zephyrine's bus was late")
    record_attendance(work, first, them.enrolments[0], Mark.LATE, reason="came with zephyrine QUILLFEATHER, the bus")
    decide_badges(work, [line.id for line in awards(work, them.cohort)], AwardState.APPROVED)
    spring = factory.group(work, size=2, name="Spring", start=date(2026, 12, 7))
    cancel_meeting(work, spring.meetings[0].id, "the birthday of Zephy")
    end_enrolment(
        work, spring.enrolments[0], on=date(2026, 12, 20), reason="moved in with Ms Quillfeather, 020 7946 0958"
    )
    presented = draft_ceremony(work, them.cohort, "For Zephyrine", work.now, work.now.tzinfo)  # type: ignore[arg-type]  # (UTC)
    script = script_of(ceremony(work, presented))
    change_words(
        work, presented, script.cues[0].id, say="Welcome, all. Starling (zq49@quill.example) made tea.", seconds=60,
        version=1,
    )  # fmt: skip
    freeze_ceremony(work, presented)
    run = start_run(work, presented, is_rehearsal=False)
    digest = ceremony(work, presented).digest
    begin = {"utc": "2026-12-07T18:05:00Z", "event": {"kind": "begin", "at": 0.0, "digest": digest}}
    record_event(work, run, 1, json.dumps(begin))
    end_run(work, run, is_finished=True)
    draft = draft_ceremony(work, them.cohort, "Once more", work.now, work.now.tzinfo)  # type: ignore[arg-type]  # (UTC)
    batch = issue_certificates(work, opened.media, them.cohort)
    mine = next(each for each in batch.issued if each.enrolment == enrolment)
    return Planted(
        folder, person, duplicate, them.cohort, enrolment, them.people[0], mine.serial, mine.pdf, presented, draft
    )


def found_in(folder: Path, keys: Keys, backup: Path | None = None, *others: Path) -> set[str]:
    """Search the decrypted bytes of everything in the clinic's folder, of a backup, and of other folders.

    Gives "where: what" for each marker that was found.
    """
    texts = dict(_plain(folder, keys))
    for place in others:
        texts |= {str(path): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    if backup is not None:
        inside = folder.parent / f"unpacked {backup.stem}"
        with zipfile.ZipFile(backup) as archive:
            archive.extractall(inside)
        texts |= {f"backup/{name}": text for name, text in _plain(inside, keys)}
    return {
        f"{name}: {marker}"
        for name, text in texts.items()
        for marker in MARKERS
        if marker.encode() in text.lower() or marker.encode("utf-16-le") in text.lower()
    }


def _plain(folder: Path, keys: Keys) -> Iterator[tuple[str, bytes]]:
    """Give every file: as it lies there, and what is encrypted in the clear."""
    place = ClinicFolder(folder)
    for path in folder.rglob("*"):
        if path.is_file() and place.backups not in path.parents:
            yield path.name, path.read_bytes()
    yield "pages", b"".join(_pages(place.database.read_bytes(), keys.data))
    wal = cipher.wal_of(place.database)
    frames = wal.read_bytes()[32:] if wal.exists() else b""
    bare = (frames[at + 24 : at + 24 + cipher.PAGE] for at in range(0, len(frames), 24 + cipher.PAGE))
    yield "-wal", b"".join(_clear(page, keys.data) for page in bare)
    media = Media(place, keys.data)
    for name in media.names():
        content = media.read(name)
        yield f"media {name}", content + _words_of(content)


def _pages(file: bytes, key: bytes) -> Iterator[bytes]:
    """Decrypt every page as it lies on the disk, also those that no table uses any more."""
    for at in range(0, len(file), cipher.PAGE):
        page = file[at : at + cipher.PAGE]
        yield _clear(page if at else page[16:], key)


def _clear(page: bytes, key: bytes) -> bytes:
    """Decrypt a page (AES-256-CBC; its last 80 bytes are the vector and the seal)."""
    opened = Cipher(AES256(key), CBC(page[-80:-64])).decryptor()
    return opened.update(page[:-80]) + opened.finalize()


def _words_of(pdf: bytes) -> bytes:
    if not pdf.startswith(b"%PDF"):
        return b""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).encode()
