"""Reading and writing: all or nothing, audited, announced, and by many threads."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from models.errors import StaleError
from models.folder.storage_errors import BusyError, DiskError, DiskFullError
from models.storage import cipher
from models.storage.audit import AuditEntry
from models.storage.changes import EscapedAuditError
from models.storage.database import Database
from models.trail import Action
from tests.models.storage.probe import Probe, Silent

if TYPE_CHECKING:
    from sqlalchemy import Executable

    from models.access import Actor
    from models.base import Base
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys
    from models.work import Work


def put(database: Database, actor: Actor, name: str = "first", **values: object) -> UUID:
    with database.write(actor) as work:
        row = Probe(id=work.new_id(), name=name, **values)
        work.session.add(row)
        return row.id


def entries(database: Database, actor: Actor) -> list[tuple[str, str, UUID | None, str, int]]:
    with database.read(actor) as work:
        rows = work.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
        return [(row.action, row.entity, row.row_id, row.fields, row.count) for row in rows]


def count(database: Database, actor: Actor) -> int:
    with database.read(actor) as work:
        return work.session.scalar(select(func.count()).select_from(Probe)) or 0


def test_that_a_write_is_committed_at_its_end(database: Database, actor: Actor) -> None:
    id_ = put(database, actor, number=7)
    with database.read(actor) as work:
        assert work.get(Probe, id_).number == 7


def test_that_a_write_that_fails_leaves_nothing(database: Database, actor: Actor) -> None:
    def fail(work: Work) -> None:
        work.session.add(Probe(id=work.new_id(), name="first"))
        work.session.flush()
        raise LookupError

    with pytest.raises(LookupError), database.write(actor) as work:
        fail(work)
    assert count(database, actor) == 0
    assert entries(database, actor) == []


def test_that_what_a_read_changes_is_thrown_away(database: Database, actor: Actor) -> None:
    id_ = put(database, actor, number=7)
    with database.read(actor) as work:
        work.get(Probe, id_).number = 8
        assert work.session.scalar(select(Probe.number)) == 7
    with database.read(actor) as work:
        assert work.get(Probe, id_).number == 7


def test_that_a_read_cannot_flush(database: Database, actor: Actor) -> None:
    with database.read(actor) as work:
        work.session.add(Probe(id=work.new_id(), name="first"))
        with pytest.raises(EscapedAuditError):
            work.session.flush()


def test_that_a_read_may_use_a_common_table_expression(database: Database, actor: Actor) -> None:
    put(database, actor, number=7)
    with database.read(actor) as work:
        numbers = select(Probe.number).cte("numbers")
        assert work.session.scalars(select(numbers.c.number)).all() == [7]


def test_that_each_change_of_a_row_has_its_audit_entry(database: Database, actor: Actor) -> None:
    id_ = put(database, actor)
    with database.write(actor) as work:
        row = work.get(Probe, id_)
        row.name, row.number = "second", 0
    with database.write(actor) as work:
        work.session.delete(work.get(Probe, id_))
    assert entries(database, actor) == [
        ("insert", "probe", id_, "", 1),
        ("update", "probe", id_, "name", 1),
        ("delete", "probe", id_, "", 1),
    ]


def test_that_a_table_may_be_left_out_of_the_audit_and_is_announced_all_the_same(
    database: Database, actor: Actor
) -> None:
    heard: list[frozenset[type[Base]]] = []
    database.listeners.append(heard.append)
    with database.write(actor) as work:
        work.session.add(Silent(id=work.new_id(), name="quiet"))
    assert entries(database, actor) == []
    assert heard == [frozenset({Silent})]


def test_that_listeners_hear_of_changed_tables_after_the_commit_only(database: Database, actor: Actor) -> None:
    heard: list[tuple[frozenset[type[Base]], int]] = []
    database.listeners.append(lambda tables: heard.append((tables, count(database, actor))))
    put(database, actor)
    with database.write(actor):
        pass
    assert heard == [(frozenset({Probe}), 1)]


@pytest.mark.parametrize(
    "statement",
    [
        update(Probe).values(number=9),
        delete(Probe),
        insert(Probe).values(id=UUID(int=9), version=1, name="x", number=1),
        text("UPDATE probe SET number = 9"),
        text("  delete from audit_entry"),
        text("WITH x AS (SELECT 1) DELETE FROM probe"),
        text("DROP TABLE probe"),
        text("/* SELECT */ DELETE FROM probe"),
        text("PRAGMA foreign_keys = OFF"),
    ],
)
def test_that_bulk_statements_are_refused(database: Database, actor: Actor, statement: Executable) -> None:
    id_ = put(database, actor, number=7)
    with database.write(actor) as work:
        with pytest.raises(EscapedAuditError):
            work.session.execute(statement)
        with pytest.raises(EscapedAuditError):
            work.session.connection().execute(statement)
    with database.read(actor) as work:
        assert work.get(Probe, id_).number == 7


def test_that_the_audit_cannot_be_rewritten_through_its_objects(database: Database, actor: Actor) -> None:
    put(database, actor)
    with pytest.raises(EscapedAuditError), database.write(actor) as work:
        work.session.scalars(select(AuditEntry)).one().fields = "other"


def test_that_a_flush_without_changes_leaves_the_guard_up(database: Database, actor: Actor) -> None:
    id_ = put(database, actor, number=7)
    with database.write(actor) as work:
        work.get(Probe, id_).number = 7
        work.session.flush()
        with pytest.raises(EscapedAuditError):
            work.session.execute(delete(Probe))
    assert len(entries(database, actor)) == 1


def test_that_an_entry_can_be_made_of_what_was_read_or_refused(database: Database, actor: Actor) -> None:
    id_ = put(database, actor)
    database.note(actor, Action.READ, "probe", id_)
    database.note(actor, Action.REFUSED, "probe")
    assert entries(database, actor)[1:] == [("read", "probe", id_, "", 1), ("refused", "probe", None, "", 1)]


def test_that_a_savepoint_taken_back_takes_its_entries_back(database: Database, actor: Actor) -> None:
    from sqlalchemy.exc import IntegrityError

    put(database, actor, "first")
    with database.write(actor) as work:
        nested = work.session.begin_nested()
        work.session.add(Probe(id=work.new_id(), name="second"))
        work.session.flush()
        work.session.add(Probe(id=work.new_id(), name="first"))
        with pytest.raises(IntegrityError):
            work.session.flush()
        nested.rollback()
        work.session.add(Probe(id=work.new_id(), name="third"))
        work.session.flush()
        with pytest.raises(EscapedAuditError):
            work.session.execute(delete(Probe))
    assert [entry[0] for entry in entries(database, actor)] == ["insert", "insert"]
    assert database.problems() == []


def test_that_a_record_changed_meanwhile_is_not_overwritten(database: Database, actor: Actor) -> None:
    id_ = put(database, actor)
    with database.read(actor) as work:
        shown = work.get(Probe, id_).version
    with database.write(actor) as work:
        work.get(Probe, id_, version=shown).number = 1
    with pytest.raises(StaleError), database.write(actor) as work:
        work.get(Probe, id_, version=shown).number = 2


def test_that_no_update_is_lost_between_threads(database: Database, actor: Actor) -> None:
    id_ = put(database, actor)
    failures: list[BaseException] = []

    def add_up(adopts: bool) -> None:
        try:
            if adopts:
                database.adopt_thread()
            for _ in range(40):
                with database.write(actor) as work:
                    work.get(Probe, id_).number += 1
            database.release_thread()
        except BaseException as error:  # noqa: BLE001  (a thread's failure must reach the test)
            failures.append(error)

    threads = [threading.Thread(target=add_up, args=(n % 4 == 0,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.read(actor) as work:
        assert work.get(Probe, id_).number == 320
    assert len(entries(database, actor)) == 321
    assert database.problems() == []


def test_that_a_file_replaced_while_open_is_never_called_saved(
    database: Database, actor: Actor, clinic_folder: ClinicFolder
) -> None:
    put(database, actor)
    clinic_folder.database.rename(clinic_folder.database.with_suffix(".away"))
    with pytest.raises(DiskError, match="NOT saved"):
        put(database, actor, "second")
    clinic_folder.database.with_suffix(".away").rename(clinic_folder.database)


def test_that_a_full_disk_says_so_and_what_was_saved_stays(database: Database, actor: Actor) -> None:
    put(database, actor)
    with database._connections.raw() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFullError, match="NOT saved: the disk is full"):
        put(database, actor, "second", secret="s" * 50_000)
    assert count(database, actor) == 1
    with database._connections.raw() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")
    put(database, actor, "second", secret="s" * 50_000)
    assert database.problems() == []


def test_that_a_file_held_by_another_program_says_so(
    database: Database, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_EVERY_CONNECTION", ("PRAGMA busy_timeout = 50",))
    with closing(cipher.connect(database.folder.database, database.keys.data)) as other:
        other.execute("BEGIN IMMEDIATE")
        database.release_thread()
        with pytest.raises(BusyError, match="NOT saved"):
            put(database, actor)
        assert count(database, actor) == 0
    put(database, actor)


def test_that_a_unit_of_work_inside_another_of_the_same_thread_fails_at_once(database: Database, actor: Actor) -> None:
    with database.write(actor), pytest.raises(PoolTimeoutError), database.read(actor) as work:
        work.session.connection()


def test_that_a_note_of_the_head_that_cannot_be_written_does_not_unsay_a_save(database: Database, actor: Actor) -> None:
    database.folder.head.unlink(missing_ok=True)
    database.folder.head.mkdir()
    put(database, actor)
    assert count(database, actor) == 1
    database.folder.head.rmdir()


def test_that_every_pragma_is_set_on_every_connection(database: Database) -> None:
    expected = {
        "foreign_keys": 1, "synchronous": 2, "journal_mode": "wal", "secure_delete": 1, "temp_store": 2,
        "cache_size": -65536, "busy_timeout": 5000, "trusted_schema": 0, "cell_size_check": 1,
    }  # fmt: skip

    def look() -> dict[str, object]:
        with database._connections.raw() as connection:
            return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}

    assert look() == expected
    database.release_thread()
    assert look() == expected


def test_that_errors_carry_no_values(database: Database, actor: Actor) -> None:
    from sqlalchemy.exc import IntegrityError

    put(database, actor, "Anna Berg")
    with pytest.raises(IntegrityError) as raised:
        put(database, actor, "Anna Berg")
    assert "Anna" not in str(raised.value)


def test_that_files_are_private_and_no_value_is_readable_in_them(
    clinic_folder: ClinicFolder, keys: Keys, actor: Actor
) -> None:
    database = Database.open(clinic_folder, keys)
    database.adopt_thread()
    put(database, actor, "MARKER-Żółć", secret=["MARKER-Żółć"])
    for part in range(2):
        for path in (path for path in clinic_folder.path.rglob("*") if path.is_file()):
            assert b"MARKER" not in path.read_bytes(), path
            assert b"CREATE TABLE" not in path.read_bytes(), path
            assert path.stat().st_mode & 0o077 == 0, path
        if part == 0:
            database.close()
    assert clinic_folder.path.stat().st_mode & 0o077 == 0


def test_that_an_independent_reader_opens_the_file(database: Database, actor: Actor, keys: Keys) -> None:
    import apsw

    put(database, actor, "Łukasz")
    assert database.checkpoint()
    reader = apsw.Connection(str(database.folder.database), flags=apsw.SQLITE_OPEN_READONLY)
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{keys.data.hex()}'\""):
        reader.execute(f"PRAGMA {pragma}")
    assert reader.execute("SELECT name FROM probe").fetchall() == [("Łukasz",)]
    assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    reader.close()
