"""The letters of a day sheet: read back from what people type, slips told apart from a chain that was tampered with."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidError
from models.storage import cipher
from models.storage.audit import Head
from models.storage.audit_anchor import SEAL_BYTES, anchor_code, anchor_groups, paper_problem, read_anchor
from models.trail import Action
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.keys.slots import Keys
    from models.storage.database import Database

heads = st.builds(Head, st.integers(1, 10**12), st.binary(min_size=32, max_size=32))
SEPARATORS = (" ", "  ", "-", " - ", "", "\n", " · ")


@given(head=heads, between=st.sampled_from(SEPARATORS), before=st.sampled_from(["", "Entry ", "entry: "]))
def test_that_what_is_typed_or_scanned_is_read_back(head: Head, between: str, before: str) -> None:
    kept = Head(head.seq, head.mac[:SEAL_BYTES])
    assert read_anchor(anchor_code(head)) == kept
    typed = f" {before}{head.seq} {between.join(anchor_groups(head)).lower()} "
    assert read_anchor(typed) == kept


@given(head=heads, place=st.integers(0, 19), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_that_a_wrong_letter_is_a_slip_and_not_an_alarm(head: Head, place: int, letter: str) -> None:
    letters = "".join(anchor_groups(head))
    typed = letters[:place] + letter + letters[place + 1 :]
    if typed == letters:
        assert read_anchor(f"{head.seq} {typed}").seq == head.seq
    else:
        with pytest.raises(InvalidError, match="One of the letters is wrong"):
            read_anchor(f"{head.seq} {typed}")


@given(head=heads, more=st.integers(1, 10**6))
def test_that_a_wrong_number_is_a_slip_too(head: Head, more: int) -> None:
    with pytest.raises(InvalidError, match="One of the letters is wrong"):
        read_anchor(f"{head.seq + more} {' '.join(anchor_groups(head))}")


@given(text=st.text(max_size=80))
def test_that_anything_else_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InvalidError):
        read_anchor(text)


def test_that_digits_that_look_like_letters_are_taken_for_them() -> None:
    head = next(head for n in range(999) if "O" in "".join(anchor_groups(head := Head(7, n.to_bytes(2, "big") * 16))))
    assert read_anchor(f"7 {' '.join(anchor_groups(head)).replace('O', '0')}").seq == 7


def test_that_a_sheet_shows_a_tail_that_was_cut_off_with_every_note_of_it(
    clinic: Database, actor: Actor, keys: Keys
) -> None:
    with clinic.write(actor) as work:
        factory.group(work, size=3)
    sheet = read_anchor(anchor_code(clinic.verify_audit().head))
    with clinic.write(actor) as work:
        factory.person(work, "New", "Comer")
    assert paper_problem(clinic, actor, sheet) is None
    with closing(cipher.connect(clinic.folder.database, keys.data)) as connection:
        connection.execute("DELETE FROM audit_entry WHERE seq >= ?", (sheet.seq - 1,))
        clinic._last_commit.reset(cipher.audit_head(connection))
    assert clinic.verify_audit().head.seq == sheet.seq - 2
    assert str(paper_problem(clinic, actor, sheet)) == (
        f"The end of the record of who did what is missing, from entry {sheet.seq - 1} on."
    )
    with clinic.write(actor) as work:
        factory.group(work, size=3, name="Written anew")
    assert "written anew" in str(paper_problem(clinic, actor, sheet))


def test_that_a_sheet_from_before_the_clinic_was_set_back_says_so(clinic: Database, actor: Actor) -> None:
    clinic.note(actor, Action.LOSS, "audit_entry", count=3)
    problem = paper_problem(clinic, actor, Head(1, bytes(SEAL_BYTES)))
    assert "knowingly set back on 2026-09-07 19:00: what" in str(problem)
