"""Whatever is done to an entry of the chain is found, and named; chains sealed by earlier versions stay whole."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final, cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from models.storage.audit import START, AuditEntry, AuditError, Head, append, verify
from models.trail import Action, Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

KEY: Final = bytes(range(32))
ENTRIES: Final = 9
NOW: Final = datetime(2026, 9, 7, 18, 0, tzinfo=UTC)
CELLS: Final = {
    "at": st.sampled_from(
        ["2026-09-07 18:00:00.000001", "2026-09-07T18:00:00.000000", "2026-09-07 18:00:00", "", "yesterday"]
    ),
    "actor": st.sampled_from([UUID(int=2).hex, UUID(int=1).hex.upper() + " ", "", b"\0" * 16]),
    "action": st.sampled_from([*(action.value for action in Action), "", 5, b"read"]),
    "entity": st.sampled_from(["cohort", 'participant","', "PARTICIPANT", "", "zoë"]),
    "row_id": st.sampled_from([None, UUID(int=99).hex, "", "null"]),
    "fields": st.sampled_from(["born", "born,", "", "email,born", " "]),
    "count": st.sampled_from([0, 2, -1, 1.5, "1]", "one", b"1", 10**15]),
    "mac": st.sampled_from([b"", bytes(32), b"\xff" * 32, "a" * 32, bytes(33)]),
}


@contextmanager
def chain(entries: int = ENTRIES) -> Iterator[tuple[Connection, Head]]:
    """A chain of so many entries, each in a table without anything around it."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        cast("Table", AuditEntry.__table__).create(connection)
        head = START
        for n in range(1, entries + 1):
            change = Change(Action.READ, "participant", UUID(int=n), ("born", "email"))
            head = append(connection, KEY, at=NOW + timedelta(minutes=n), actor=UUID(int=1), changes=[change])
        yield connection, head
    engine.dispose()


def named(connection: Connection, *anchors: Head) -> tuple[int, str]:
    """Give the entry that is named as the first wrong one, and how."""
    with pytest.raises(AuditError) as raised:
        verify(connection, KEY, *anchors)
    words = str(raised.value)
    kinds = {"altered": "altered", "gap": "gap", "missing, from": "cut", "written anew": "anew"}
    return raised.value.seq, next(kind for sign, kind in kinds.items() if sign in words)


def run(connection: Connection, statement: str, **values: object) -> int:
    return connection.execute(text(statement), values).rowcount


def move(connection: Connection, seq: int, to: int) -> None:
    assert run(connection, "UPDATE audit_entry SET seq = :to WHERE seq = :seq", seq=seq, to=to) == 1


places = st.integers(1, ENTRIES)


@given(data=st.data(), seq=places, column=st.sampled_from(sorted(CELLS)))
def test_that_any_cell_that_is_edited_is_found_at_its_entry(data: st.DataObject, seq: int, column: str) -> None:
    with chain() as (connection, head):
        value = data.draw(CELLS[column])
        query = text(f"SELECT {column} IS NOT :value FROM audit_entry WHERE seq = :seq")  # (a name of CELLS)
        is_other = connection.scalar(query, {"value": value, "seq": seq})
        run(connection, f"UPDATE audit_entry SET {column} = :value WHERE seq = :seq", value=value, seq=seq)
        if is_other:
            assert named(connection, head) == (seq, "altered")
        else:
            assert verify(connection, KEY, head) == head


@given(first=places, count=st.integers(1, ENTRIES))
def test_that_removed_entries_are_found_at_the_first_of_them(first: int, count: int) -> None:
    with chain() as (connection, head):
        run(connection, "DELETE FROM audit_entry WHERE seq >= :first AND seq < :end", first=first, end=first + count)
        is_tail = first + count > ENTRIES
        assert named(connection, head) == (first, "cut" if is_tail else "gap")


@given(first=places, count=st.integers(1, ENTRIES))
def test_that_removed_entries_whose_followers_move_up_are_found(first: int, count: int) -> None:
    with chain() as (connection, head):
        run(connection, "DELETE FROM audit_entry WHERE seq >= :first AND seq < :end", first=first, end=first + count)
        run(connection, "UPDATE audit_entry SET seq = seq - :count WHERE seq >= :first", first=first, count=count)
        is_tail = first + count > ENTRIES
        assert named(connection, head) == (first, "cut" if is_tail else "altered")


@given(one=places, other=places)
def test_that_two_entries_swapped_are_found_at_the_earlier(one: int, other: int) -> None:
    with chain() as (connection, head):
        move(connection, one, 999)
        if one != other:
            move(connection, other, one)
        move(connection, 999, other)
        if one == other:
            assert verify(connection, KEY, head) == head
        else:
            assert named(connection, head) == (min(one, other), "altered")


@given(seq=places, to=st.one_of(st.integers(-3, 0), st.integers(ENTRIES + 1, 10**12)))
def test_that_an_entry_with_another_number_is_found(seq: int, to: int) -> None:
    with chain() as (connection, head):
        move(connection, seq, to)
        assert named(connection, head) == (1 if to < 1 else seq, "gap")


@given(key=st.binary(min_size=32, max_size=32).filter(lambda key: key != KEY), count=st.integers(1, 3))
def test_that_entries_added_without_the_key_are_found_at_the_first_of_them(key: bytes, count: int) -> None:
    with chain() as (connection, head):
        forged = [Change(Action.SIGN_IN, "staff", UUID(int=1), (str(n),)) for n in range(count)]
        append(connection, key, at=NOW, actor=UUID(int=1), changes=forged)
        assert named(connection, head) == (ENTRIES + 1, "altered")


@given(kept=st.integers(0, ENTRIES - 1), more=st.integers(0, 2 * ENTRIES))
def test_that_a_tail_cut_off_and_written_anew_with_the_key_is_found_by_an_anchor(kept: int, more: int) -> None:
    with chain() as (connection, head):
        run(connection, "DELETE FROM audit_entry WHERE seq > :kept", kept=kept)
        again = [Change(Action.READ, "participant", UUID(int=70 + n)) for n in range(more)]
        end = append(connection, KEY, at=NOW, actor=UUID(int=1), changes=again)
        assert verify(connection, KEY) == end
        wanted = (ENTRIES, "anew") if end.seq >= ENTRIES else (end.seq + 1, "cut")
        assert named(connection, head) == wanted


@given(steps=st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=12))
def test_that_the_chain_goes_by_its_numbers_whatever_the_clock_says(steps: list[int]) -> None:
    with chain(0) as (connection, _):
        for step in steps:
            change = Change(Action.INSERT, "cohort", None)
            append(connection, KEY, at=NOW + timedelta(minutes=step), actor=UUID(int=1), changes=[change])
        assert verify(connection, KEY).seq == len(steps)


def test_that_a_chain_sealed_by_an_earlier_version_is_whole_and_is_gone_on_with_in_the_same_way() -> None:
    summer = timezone(timedelta(hours=2))
    entries = (
        (NOW, 1, Change(Action.INSERT, "participant", UUID(int=5))),
        (datetime(2026, 9, 7, 20, 0, 0, 120, tzinfo=summer), 2,
         Change(Action.UPDATE, "participant", UUID(int=5), ("born", "phone"))),
        (NOW + timedelta(minutes=1), 0, Change(Action.BULK, "effort_point", None, count=144)),
        (NOW + timedelta(minutes=2), 1, Change(Action.EXPORT, 'zoë"\\', None, count=2)),
    )  # fmt: skip
    sealed = (
        "2708535eadd25801cd6df0d5f2e04300c01d00f5309d10ae65467d288ed313dc",
        "6d4c8a7c4b6ae058e98d62a876fcf3fa777d2bb43c0401213f562a10bd26062f",
        "2df7b816b6413e4b8360ea8338a809e887ed7c3b6fcefcb21c9a269a4592ef7d",
        "a109bb9a53b7d8c1103f1572e08437ac498994f48bcbe069a019eb5eebd0a859",
    )
    with chain(0) as (connection, _):
        for (at, actor, change), mac in zip(entries, sealed, strict=True):
            assert append(connection, KEY, at=at, actor=UUID(int=actor), changes=[change]).mac.hex() == mac
        assert verify(connection, KEY).seq == len(entries)
        rows = connection.execute(AuditEntry.__table__.select().order_by(text("seq"))).all()
    assert [(row.at, row.actor, row.action, row.row_id) for row in rows] == [
        (at.astimezone(UTC), UUID(int=actor), change.action, change.row) for at, actor, change in entries
    ]
