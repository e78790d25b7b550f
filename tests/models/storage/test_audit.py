"""The chain of who did what: an entry edited, removed, moved or cut off is found and named."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import select

from models.folder.storage_errors import LostRecordsError
from models.keys.slots import derive
from models.storage import cipher
from models.storage.audit import AuditEntry, AuditError, Head, verify
from models.storage.database import Database
from models.trail import Action

if TYPE_CHECKING:
    from models.access import Actor
    from models.keys.slots import Keys
    from tests.factory import MovingClock


def fill(database: Database, actor: Actor, entries: int = 20) -> None:
    for n in range(entries):
        database.note(actor, Action.READ, "participant", UUID(int=n + 1))


def edit(database: Database, keys: Keys, *statements: str) -> None:
    with closing(cipher.connect(database.folder.database, keys.data)) as connection:
        for statement in statements:
            connection.execute(statement)


def sentences(database: Database) -> list[str]:
    return [str(problem) for problem in database.problems()]


def test_that_an_entry_says_who_did_what_when_and_holds_no_value(
    database: Database, actor: Actor, clock: MovingClock
) -> None:
    database.note(actor, Action.REFUSED, "participant", UUID(int=5))
    with database.read(actor) as work:
        entry = work.session.scalars(select(AuditEntry)).one()
    assert (entry.seq, entry.at, entry.actor, entry.action) == (1, clock.now, actor.id, "refused")
    assert (entry.entity, entry.row_id, entry.fields, entry.count) == ("participant", UUID(int=5), "", 1)


def test_that_a_sound_chain_has_no_problem(database: Database, actor: Actor) -> None:
    fill(database, actor)
    assert sentences(database) == []


@pytest.mark.parametrize(
    "assignment",
    [
        "actor = '00000000000000000000000000000001'", "at = '2020-01-01 00:00:00.000000'", "action = 'insert'",
        "entity = 'cohort'", "row_id = NULL", "fields = 'name'", "count = 9", "mac = zeroblob(32)",
    ],
)  # fmt: skip
def test_that_an_edited_entry_is_named(database: Database, actor: Actor, keys: Keys, assignment: str) -> None:
    fill(database, actor)
    edit(database, keys, f"UPDATE audit_entry SET {assignment} WHERE seq = 7")
    assert sentences(database) == ["The record of who did what was altered at entry 7."]


def test_that_a_removed_entry_is_named(database: Database, actor: Actor, keys: Keys) -> None:
    fill(database, actor)
    edit(database, keys, "DELETE FROM audit_entry WHERE seq = 7")
    assert sentences(database) == ["The record of who did what has a gap: entry 7 is missing."]


def test_that_a_removed_entry_whose_followers_move_up_is_named(database: Database, actor: Actor, keys: Keys) -> None:
    fill(database, actor)
    edit(
        database, keys, "DELETE FROM audit_entry WHERE seq = 7",
        *(f"UPDATE audit_entry SET seq = {n - 1} WHERE seq = {n}" for n in range(8, 21)),
    )  # fmt: skip
    assert sentences(database) == ["The record of who did what was altered at entry 7."]


def test_that_two_entries_swapped_are_named(database: Database, actor: Actor, keys: Keys) -> None:
    fill(database, actor)
    edit(
        database, keys, "UPDATE audit_entry SET seq = 99 WHERE seq = 7",
        "UPDATE audit_entry SET seq = 7 WHERE seq = 8", "UPDATE audit_entry SET seq = 8 WHERE seq = 99",
    )  # fmt: skip
    assert sentences(database) == ["The record of who did what was altered at entry 7."]


@pytest.mark.parametrize("condition", ["seq > 15", "seq > 0"])
def test_that_a_cut_off_tail_is_found_by_the_note_outside(
    database: Database, actor: Actor, keys: Keys, condition: str
) -> None:
    fill(database, actor)
    edit(database, keys, f"DELETE FROM audit_entry WHERE {condition}")
    first = 16 if "15" in condition else 1
    assert sentences(database) == [f"The end of the record of who did what is missing, from entry {first} on."]


def test_that_a_chain_begun_anew_is_found_by_the_note_outside(database: Database, actor: Actor, keys: Keys) -> None:
    fill(database, actor)
    noted = database.folder.head.read_bytes()
    database.close()
    edit(database, keys, "DELETE FROM audit_entry")
    forged = Database.open(database.folder, keys, accept_loss=True)
    fill(forged, actor, 25)
    assert sentences(forged) == []
    forged.close()
    database.folder.head.write_bytes(noted)
    with pytest.raises(LostRecordsError):
        Database.open(database.folder, keys)
    assert sentences(forged) == ["The record of who did what was written anew from entry 20 or earlier."]
    forged.close()


def test_that_the_chain_needs_its_key_and_its_anchor_its_place(database: Database, actor: Actor, keys: Keys) -> None:
    fill(database, actor)
    key = derive(keys.data, "audit")
    with database._connections.engines().reading.begin() as connection:
        head = verify(connection, key)
        assert head.seq == 20
        assert verify(connection, key, head) == head
        with pytest.raises(AuditError) as raised:
            verify(connection, derive(keys.data, "other"))
        assert raised.value.seq == 1
        with pytest.raises(AuditError, match="written anew") as raised:
            verify(connection, key, Head(11, bytes(32)))
        assert raised.value.seq == 11
