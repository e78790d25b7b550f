"""Steps: models equal their sum, nothing is lost on the way, an interrupted one is as if it had not begun."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from models.backup.backup import backups
from models.backup.opening import open_records
from models.backup.verify import verify
from models.folder.storage_errors import DamagedError
from models.storage import cipher, migrate
from models.tables import METADATA

if TYPE_CHECKING:
    from models.folder.folder import ClinicFolder
    from models.keys.slots import Keys

STEP = '''
"""A step for tests."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{revision}", {before}, None, None
def upgrade():
    {up}
def downgrade():
    {down}
'''
FIRST = """op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE"), nullable=False))
    op.create_table("audit_entry", sa.Column("seq", sa.Integer, primary_key=True), sa.Column("mac", sa.LargeBinary))"""
REBUILD = """with op.batch_alter_table("parent") as batch:
        batch.alter_column("name", type_=sa.String(90), nullable=False)"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of steps in place of Laurel's own."""
    steps = tmp_path / "migrations"
    (steps / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (steps / name).write_text((migrate.STEPS / name).read_text())
    monkeypatch.setattr(migrate, "STEPS", steps)
    add_step(steps, "0001", FIRST)
    return steps


def add_step(steps: Path, revision: str, up: str, down: str = "pass") -> None:
    before = "None" if revision == "0001" else repr(f"{int(revision) - 1:04}")
    text = STEP.format(revision=revision, before=before, up=up, down=down)
    (steps / "versions" / f"{revision}_step.py").write_text(text)


@pytest.fixture
def old(steps: Path, clinic_folder: ClinicFolder, keys: Keys) -> ClinicFolder:
    """A clinic at the first of those steps, with children."""
    clinic_folder.database.unlink()
    migrate.create(clinic_folder, keys.data)
    with closing(cipher.connect(clinic_folder.database, keys.data)) as connection:
        connection.execute("INSERT INTO parent VALUES (1, 'a'), (2, 'b')")
        connection.execute(
            "INSERT INTO child WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) "
            "SELECT i, 1 + i % 2 FROM n"
        )
    return clinic_folder


def look(folder: ClinicFolder, keys: Keys) -> tuple[str | None, dict[str, int]]:
    with closing(cipher.connect(folder.database, keys.data)) as connection:
        return cipher.revision_of(connection), cipher.counts(connection)


def test_that_the_models_equal_the_sum_of_the_steps(tmp_path: Path) -> None:
    path, key = tmp_path / "clinic.db", bytes(range(32))
    cipher.create(path, key, uuid4()).close()
    migrate.upgrade(path, key)
    with migrate._engine(path, key).begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, METADATA) == []


def test_that_every_step_goes_up_and_down_and_up_again(tmp_path: Path) -> None:
    path, key = tmp_path / "clinic.db", bytes(range(32))
    cipher.create(path, key, uuid4()).close()
    shapes = []
    for revision in migrate.known_revisions():
        migrate.upgrade(path, key, target=revision)
        shapes.append(schema(path, key))
    for shape in reversed(shapes):
        assert schema(path, key) == shape
        migrate.downgrade(path, key, target="-1")
    assert schema(path, key) == {"alembic_version"}
    migrate.upgrade(path, key)
    assert schema(path, key) == shapes[-1]


def schema(path: Path, key: bytes) -> set[str]:
    with closing(cipher.connect(path, key)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return {name if name == "alembic_version" else f"{name}: {_parts(sql)}" for name, sql in rows}


def _parts(sql: str) -> list[str]:
    """Give what a statement makes; a table that was rebuilt has its parts in another order, and quotes around names."""
    return sorted(part.strip(" (),") for part in sql.replace('"', "").replace("\t", "").split("\n"))


def test_that_the_list_of_steps_is_the_one_alembic_sees() -> None:
    script = ScriptDirectory(str(migrate.STEPS))
    assert script.get_heads() == [migrate.known_revisions()[-1]]
    assert sorted(step.revision for step in script.walk_revisions()) == list(migrate.known_revisions())


def test_that_steps_import_nothing_of_ours() -> None:
    for path in (migrate.STEPS / "versions").glob("*.py"):
        assert not re.search(
            r"^\s*(from|import) (?!sqlalchemy|alembic|typing|__future__)", path.read_text(), re.MULTILINE
        ), path


def test_that_a_rebuilt_parent_keeps_its_children_and_a_backup_is_made_first(
    steps: Path, old: ClinicFolder, keys: Keys
) -> None:
    add_step(steps, "0002", REBUILD)
    open_records(old, keys).close()
    assert look(old, keys) == ("0002", {"alembic_version": 1, "audit_entry": 0, "child": 3000, "parent": 2})
    (made,) = backups(old)
    manifest = verify(made, keys)
    assert (manifest.revision, manifest.reason, manifest.counts["child"]) == ("0001", "upgrade", 3000)


@pytest.mark.parametrize(
    ("up", "error"),
    [
        ('op.execute("DELETE FROM child WHERE id > 2990")', DamagedError),
        ('op.execute("DELETE FROM parent"); op.execute("INSERT INTO parent VALUES (7, 1), (8, 2)")', DamagedError),
        ('op.execute("INSERT INTO nowhere VALUES (1)")', OperationalError),
        ('raise ArithmeticError("half-way")', ArithmeticError),
    ],
)
def test_that_a_step_that_loses_rows_or_fails_is_undone_whole(
    steps: Path, old: ClinicFolder, keys: Keys, up: str, error: type[Exception]
) -> None:
    before = look(old, keys)
    add_step(steps, "0002", f"{REBUILD}\n    {up}")
    with pytest.raises(error):
        open_records(old, keys)
    assert look(old, keys) == before
    add_step(steps, "0002", REBUILD)
    open_records(old, keys).close()
    assert look(old, keys)[0] == "0002"


KILLED = """
import os, sys
from pathlib import Path
from models.storage import migrate
migrate.STEPS = Path(sys.argv[1])
migrate.upgrade(Path(sys.argv[2]), bytes.fromhex(sys.argv[3]))
"""
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("point", range(4))
def test_that_a_step_killed_half_way_is_as_if_it_had_not_begun(
    steps: Path, old: ClinicFolder, keys: Keys, point: int
) -> None:
    parts = [
        REBUILD, 'op.add_column("child", sa.Column("note", sa.String))',
        'op.create_table("more", sa.Column("id", sa.Integer, primary_key=True))',
    ]  # fmt: skip
    parts.insert(point, "import os, signal\n    os.kill(os.getpid(), signal.SIGKILL)")
    add_step(steps, "0002", "\n    ".join(parts))
    before = look(old, keys)
    answer = subprocess.run(
        [sys.executable, "-c", KILLED, str(steps), str(old.database), keys.data.hex()],
        cwd=ROOT, check=False, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert answer.returncode == -9
    assert look(old, keys) == before
    parts.pop(point)
    add_step(steps, "0002", "\n    ".join(parts))
    migrate.upgrade(old.database, keys.data)
    revision, counts = look(old, keys)
    assert (revision, counts["child"], counts["more"]) == ("0002", 3000, 0)


@pytest.mark.parametrize(
    ("rows", "up", "named"),
    [
        ("INSERT INTO parent VALUES (7, NULL)", REBUILD, "record 7 of parent does not fit (name)"),
        (
            "INSERT INTO parent VALUES (8, 'a')",
            """op.create_index("one_name", "parent", ["name"], unique=True)""",
            "record 8 of parent does not fit (name)",
        ),
        ("SELECT 1", """op.execute("DELETE FROM child WHERE id > 2999; ")""", "records in child would have been lost"),
        (
            "SELECT 1",
            """op.execute("UPDATE child SET parent = 99 WHERE id = 12")""",
            "record 12 of child speaks of another one",
        ),
    ],
)
def test_that_the_record_that_does_not_fit_is_named_and_a_backup_is_there(
    steps: Path, old: ClinicFolder, keys: Keys, rows: str, up: str, named: str
) -> None:
    with closing(cipher.connect(old.database, keys.data)) as connection:
        connection.execute(rows)
    before = look(old, keys)
    add_step(steps, "0002", up)
    with pytest.raises(DamagedError) as refused:
        open_records(old, keys)
    assert named in str(refused.value)
    assert "Nothing was changed" in str(refused.value)
    assert look(old, keys) == before
    assert len(backups(old)) == 1


def test_that_the_next_step_is_written_from_the_models(steps: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (steps / "versions" / "0001_step.py").unlink()
    assert migrate.main(["revision", "First tables"]) == 0
    written = (steps / "versions" / "0001_first_tables.py").read_text()
    assert '"""First tables."""' in written
    assert "models" not in written
    migrate.main(["revision", "Nothing new"])
    second = (steps / "versions" / "0002_nothing_new.py").read_text()
    assert second.count("pass") == 2
