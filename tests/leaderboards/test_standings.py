"""The board: dense ranks, aliases, consent, and never fewer than five people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from leaderboards.standings import rank, standings
from models.people.consent import Purpose, Source, record_consent
from models.programme.enrolment import members
from tests import factory

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database

ENTRIES = st.lists(st.tuples(st.text(min_size=1, max_size=8), st.integers(0, 120)), max_size=12)


def test_that_ties_share_a_rank_and_no_rank_is_skipped() -> None:
    board = rank([("Green Heron", 30), ("Blue Fox", 40), ("Amber Owl", 40), ("Red Wren", 10)])
    assert [(line.rank, line.name) for line in board] == [
        (1, "Amber Owl"),
        (1, "Blue Fox"),
        (2, "Green Heron"),
        (3, "Red Wren"),
    ]


@given(ENTRIES, st.randoms())
def test_that_the_order_of_entry_decides_nothing(entries: list[tuple[str, int]], random: object) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(shuffled) == rank(entries)


@given(ENTRIES)
def test_that_leaving_never_moves_others_past_each_other(entries: list[tuple[str, int]]) -> None:
    whole = [(line.name, line.points) for line in rank(entries)]
    for gone in entries:
        rest = list(entries)
        rest.remove(gone)
        expected = list(whole)
        expected.remove(gone)
        assert [(line.name, line.points) for line in rank(rest)] == expected


def test_that_a_board_needs_five_people_and_a_withdrawal_clears_it_at_once(clinic: Database, actor: Actor) -> None:
    with clinic.write(actor) as work:
        them = factory.group(work, size=7, start=date(2026, 9, 7))
        for one in them.people[:5]:
            factory.agree(work, one, Purpose.BOARD)
    with clinic.read(actor) as work:
        board = standings(work, them.cohort)
        aliases = {one.alias for one in members(work, them.cohort) if one.person in them.people[:5]}
        names = {one.name for one in members(work, them.cohort)}
    assert {line.name for line in board.lines} == aliases
    assert not names & aliases
    with clinic.write(actor) as work:
        record_consent(work, them.people[0], Purpose.BOARD, is_given=False, source=Source.SPOKEN)
    with clinic.read(actor) as work:
        assert standings(work, them.cohort).lines == ()
        assert standings(work, them.cohort).opted_in == 4
