"""The day sheet: who came, as the register was closed, and at its foot where the record of who did what stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from exports.anchor_file import anchor_in, given_anchor
from exports.day_sheet import day_pdf, day_sheet
from models.access import Role
from models.errors import InvalidError
from models.pages.day_sheet import day_page
from models.people.participant import Participant
from models.programme.meeting import cancel_meeting
from models.storage.audit import Head
from models.storage.audit_anchor import SEAL_BYTES, anchor_code, anchor_groups
from tests import factory

if TYPE_CHECKING:
    from pathlib import Path

    from models.access import Actor
    from models.storage.database import Database
    from tests.factory import Group, MovingClock


@pytest.fixture
def evening(clinic: Database, actor: Actor, clock: MovingClock) -> Group:
    clock.to(factory.START)
    with clinic.write(actor) as work:
        them = factory.group(work, size=12, name="Autumn")
        factory.run_sessions(work, them, ["PPLNEFRXMPPP"])
    return them


def texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def test_that_a_sheet_is_one_page_with_everybody_and_the_sums(clinic: Database, actor: Actor, evening: Group) -> None:
    with clinic.read(actor) as work:
        (text,) = texts(day_sheet(work))
        head = day_page(work).head
    assert "Autumn, session 1 of 12" in text
    assert "9 came, 2 told us, 1 did not come" in text
    assert "register closed at" in text
    for words in ("Samir Rahimi", "Anna Berg (1950)", "flare-up", "remote", "made up"):
        assert words in text
    assert f"Entry {head.seq}" in text
    assert all(group in text for group in anchor_groups(head))


def test_that_the_code_of_the_pdf_is_the_anchor(clinic: Database, actor: Actor, evening: Group, tmp_path: Path) -> None:
    with clinic.read(actor) as work:
        (tmp_path / "sheet.pdf").write_bytes(day_sheet(work))
        head = day_page(work).head
    anchor = Head(head.seq, head.mac[:SEAL_BYTES])
    assert given_anchor(str(tmp_path / "sheet.pdf")) == anchor
    assert given_anchor(anchor_code(head)) == anchor
    (tmp_path / "note.txt").write_text(f"Entry {head.seq}\n{' '.join(anchor_groups(head))}\n")
    assert anchor_in(tmp_path / "note.txt") == anchor
    with pypdfium2.PdfDocument(tmp_path / "sheet.pdf") as document:
        document[0].render(scale=3).to_pil().convert("L").save(tmp_path / "photo.png")
    assert anchor_in(tmp_path / "photo.png") == anchor


def test_that_a_picture_of_anything_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "junk.png").write_bytes(b"\x89PNG" + bytes(5000))
    with pytest.raises(InvalidError, match="No code of a day sheet"):
        anchor_in(tmp_path / "junk.png")
    with pytest.raises(InvalidError, match="not what a day sheet says"):
        given_anchor(str(tmp_path / "missing.pdf"))


def test_that_a_day_without_a_group_says_so_and_an_open_or_cancelled_session_too(
    clinic: Database, actor: Actor, evening: Group
) -> None:
    with clinic.write(actor) as work:
        cancel_meeting(work, evening.meetings[2].id, "ill")
    with clinic.read(actor) as work:
        assert "No group met on this day." in texts(day_sheet(work, factory.START - timedelta(days=1)))[0]
        assert "register open · 12 not marked" in texts(day_sheet(work, evening.meetings[1].day))[0]
        cancelled = texts(day_sheet(work, evening.meetings[2].day))[0]
    assert "cancelled" in cancelled
    assert "Samir" not in cancelled


def test_that_many_groups_go_on_over_pages_that_each_carry_the_anchor(
    clinic: Database, actor: Actor, evening: Group
) -> None:
    with clinic.read(actor) as work:
        page = day_page(work)
    pages = texts(day_pdf(replace(page, sessions=page.sessions * 7)))
    assert len(pages) > 1
    assert all(" ".join(anchor_groups(page.head)[:1]) in text and "Page " in text for text in pages)
    assert sum(text.count("Autumn, session 1 of 12") for text in pages) == 7
    assert sum(text.count("Samir Rahimi") for text in pages) == 7


def test_that_a_name_longer_than_a_column_and_one_without_a_letter_leave_the_page_whole(
    clinic: Database, actor: Actor, evening: Group
) -> None:
    with clinic.write(actor) as work:
        work.get(Participant, evening.people[1]).family_name = "W" * 119
    with clinic.read(actor) as work:
        (text,) = texts(day_sheet(work))
    assert "WWW" in text


def test_that_only_the_groups_of_ones_team_are_on_it(clinic: Database, actor: Actor, evening: Group) -> None:
    stranger = replace(factory.actor(Role.FACILITATOR), id=evening.people[0])
    with clinic.read(stranger) as work:
        assert day_page(work).sessions == ()
    with clinic.read(actor) as work:
        assert len(day_page(work).sessions) == 1
