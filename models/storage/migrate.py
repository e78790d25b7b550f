"""Running the migrations, and writing the next one."""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from uuid import uuid4

from sqlalchemy import URL, NullPool, create_engine, event
from sqlalchemy.exc import IntegrityError

from models.folder.storage_errors import DamagedError, NewerError, clinic_errors
from models.storage import cipher
from models.storage.migration_conflict import migration_conflict, record_at

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from alembic.config import Config
    from alembic.script import Script
    from sqlalchemy import Connection, Engine

    from models.folder.folder import ClinicFolder

STEPS: Final = Path(__file__).resolve().parents[2] / "migrations"
_STEP_FILE: Final = re.compile(r"(\d{4})_\w+\.py")


def known_revisions() -> tuple[str, ...]:
    """List the migrations of this Laurel, oldest first."""
    # By file names: loading Alembic would take a tenth of a second at every start.
    names = (_STEP_FILE.fullmatch(path.name) for path in (STEPS / "versions").iterdir())
    return tuple(sorted(match.group(1) for match in names if match))


def needs_upgrade(revision: str | None) -> bool:
    """Tell whether a file at this step is older than this Laurel; refuse one of a newer Laurel."""
    known = known_revisions()
    if revision is not None and revision not in known:
        raise NewerError(
            "A newer Laurel has already worked with this clinic. Install that version to open it; nothing was changed."
        )
    return revision != known[-1]


def create(folder: ClinicFolder, key: bytes) -> None:
    """Make the encrypted file of a new clinic, with all its tables."""
    from models.keys.slots import read_key_file

    with clinic_errors(cipher.DriverError), ExitStack() as undoing:
        cipher.create(folder.database, key, read_key_file(folder).clinic).close()
        undoing.callback(folder.database.unlink)
        upgrade(folder.database, key)
        undoing.pop_all()


def upgrade(database: Path, key: bytes, *, target: str = "head") -> None:
    """Migrate an encrypted file to a revision, in one transaction: all of it or nothing.

    Raises `DamagedError` where records would be lost, or do not fit a new constraint.
    """
    from alembic import command

    engine = _engine(database, key)
    try:
        with engine.begin() as connection:
            before = _counts(connection)
            command.upgrade(_config(connection), target)
            _refuse_loss(connection, before)
    except IntegrityError as fault:
        with closing(cipher.connect(database, key)) as undone:
            raise migration_conflict(undone, str(fault.orig)) from fault


def downgrade(database: Path, key: bytes, *, target: str) -> None:
    """Migrate an encrypted file back to an older revision, in one transaction."""
    from alembic import command

    with _engine(database, key).begin() as connection:
        command.downgrade(_config(connection), target)


def write_revision(message: str) -> Path:
    """Write the next step from the difference between the models and an encrypted file at the newest step."""
    from alembic import command

    number = f"{len(known_revisions()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database, key = Path(folder) / "clinic.db", bytes(range(32))
        cipher.create(database, key, uuid4()).close()
        if number != "0001":
            upgrade(database, key)
        with _engine(database, key).begin() as connection:
            script = command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    return Path(cast("Script", script).path)


def _engine(database: Path, key: bytes) -> Engine:
    """Build an engine for migrations, with foreign keys off."""
    # With foreign keys on, rebuilding a parent table deletes its children; inside a transaction the pragma is ignored.
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(database)),  # its name may hold what an address may not
        module=cipher.DRIVER,
        creator=lambda: cipher.connect(database, key, foreign_keys=False),
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin_at_once(connection: Connection) -> None:
        # The driver's own transactions leave out DDL: an upgrade that is killed could never be resumed.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()  # "%" is doubled below: the configuration would take it for a reference to another option
    config.set_main_option("script_location", STEPS.as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_section_option("post_write_hooks", "hooks", "ruff")
    for option, value in {"type": "module", "module": "ruff", "options": "format REVISION_SCRIPT_FILENAME"}.items():
        config.set_section_option("post_write_hooks", f"ruff.{option}", value)
    config.attributes["connection"] = connection
    return config


def _counts(connection: Connection) -> dict[str, int]:
    return cipher.counts(_driver_of(connection))


def _driver_of(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _refuse_loss(connection: Connection, before: dict[str, int]) -> None:
    """Raise `DamagedError`, so that the transaction is undone, where rows were dropped or lost their parent."""
    after = _counts(connection)
    fallen = [name for name, count in before.items() if after.get(name, count) < count and name != "alembic_version"]
    if fallen:
        raise DamagedError(
            "The clinic could not be brought up to this version of Laurel: records in {table} would have been lost. "
            "Nothing was changed; go on with the earlier version and ask for help.",
            table=fallen[0],
        )
    for table, row, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise DamagedError(
            "The clinic could not be brought up to this version of Laurel: record {record} of {table} speaks of "
            "another one that would have been lost. Nothing was changed; go on with the earlier version and ask for "
            "help.",
            table=table, record=record_at(_driver_of(connection), table, row),
        )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the next step from the command line: `python -m models.storage.migrate revision "what changes"`."""
    parser = argparse.ArgumentParser(prog="python -m models.storage.migrate")
    parser.add_argument("verb", choices=["revision"])
    parser.add_argument("message")
    chosen = parser.parse_args(arguments)
    sys.stdout.write(f"{write_revision(chosen.message)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
