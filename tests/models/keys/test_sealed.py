"""Sealed columns: what a sign-in without the clinical key cannot read, whatever the window shows."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from models.errors import SealedError
from models.folder.storage_errors import DamagedError
from models.keys.sealed import Sealer
from models.keys.slots import Keys, unlock
from models.storage import cipher
from models.storage.database import Database
from tests.conftest import DESK_PASSPHRASE
from tests.models.storage.probe import Probe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.access import Actor
    from models.folder.folder import ClinicFolder


@pytest.fixture
def desk_database(clinic_folder: ClinicFolder) -> Iterator[Database]:
    opened = Database.open(clinic_folder, unlock(clinic_folder, DESK_PASSPHRASE).keys)
    yield opened
    opened.close()


VALUES: list[Any] = [0, 27, 3.5, "", "Ærøskøbing 🌊", [], [None, True], {"item9": 1, "b": ["ض"]}, False]


@pytest.mark.parametrize("value", VALUES)
def test_that_a_clinical_sign_in_reads_back_what_it_sealed(database: Database, actor: Actor, value: object) -> None:
    with database.write(actor) as work:
        work.session.add(Probe(id=work.new_id(), name="a", secret=value))
    with database.read(actor) as work:
        found = work.session.scalars(select(Probe.secret)).one()
        assert (found, type(found)) == (value, type(value))


def test_that_the_front_desk_can_neither_read_nor_write_a_sealed_value(
    database: Database, desk_database: Database, actor: Actor
) -> None:
    with database.write(actor) as work:
        work.session.add(Probe(id=work.new_id(), name="a", secret="very low mood"))
    with desk_database.read(actor) as work:
        assert work.session.scalars(select(Probe.name)).all() == ["a"]
        with pytest.raises(SealedError, match="clinical roles"):
            work.session.scalars(select(Probe)).all()
    with pytest.raises(SealedError), desk_database.write(actor) as work:
        work.session.add(Probe(id=work.new_id(), name="b", secret="mine"))


def test_that_an_empty_value_is_open_to_all(desk_database: Database, actor: Actor) -> None:
    with desk_database.write(actor) as work:
        work.session.add(Probe(id=work.new_id(), name="b", secret=None))
    with desk_database.read(actor) as work:
        assert work.session.scalars(select(Probe)).one().secret is None


def test_that_the_data_key_alone_shows_only_noise_of_even_length(database: Database, actor: Actor, keys: Keys) -> None:
    with database.write(actor) as work:
        for name, value in (("a", 1), ("b", 27), ("c", "very low mood")):
            work.session.add(Probe(id=work.new_id(), name=name, secret=value))
    with closing(cipher.connect(database.folder.database, keys.data)) as connection:
        stored = [row[0] for row in connection.execute("SELECT secret FROM probe ORDER BY name")]
    assert len({len(value) for value in stored}) == 1
    assert not any(b"mood" in value or value.strip() == b"27" for value in stored)
    with pytest.raises(DamagedError):
        Sealer(keys.data).open("probe.secret", stored[0])


def test_that_a_value_moved_to_another_column_or_altered_is_not_opened(keys: Keys) -> None:
    sealer = Sealer(keys.clinical)
    sealed = sealer.seal("probe.secret", "x")
    assert sealer.open("probe.secret", sealed) == "x"
    for label, bad in (
        ("other.column", sealed), ("probe.secret", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        ("probe.secret", b""), ("probe.secret", b"\x02" + sealed[1:]), ("probe.secret", sealed[:20]),
    ):  # fmt: skip
        with pytest.raises(DamagedError):
            sealer.open(label, bad)


def test_that_what_is_not_a_number_is_refused(database: Database, actor: Actor) -> None:
    with pytest.raises((StatementError, ValueError)), database.write(actor) as work:
        work.session.add(Probe(id=work.new_id(), name="a", secret=float("nan")))
