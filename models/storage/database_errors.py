"""What the database or a full disk reports, as sentences of the clinic."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from models.errors import ClinicError, StaleError
from models.folder.disk_reserve import made_room
from models.folder.storage_errors import DiskError, DiskFullError, clinic_errors
from models.storage import cipher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.folder.folder import ClinicFolder


@contextmanager
def database_errors() -> Iterator[None]:
    """Raise the `ClinicError` that belongs to an error of the driver, of SQLAlchemy or of a sealed column."""
    try:
        with clinic_errors(DBAPIError, cipher.DriverError):
            yield
    except StatementError as error:
        # A sealed column refuses a reader without its key with a sentence of its own, which SQLAlchemy has wrapped.
        if isinstance(error.orig, ClinicError):
            raise error.orig from error
        raise
    except StaleDataError as error:
        raise StaleError(
            "Somebody changed this record after you opened it. Look at it again and repeat your change."
        ) from error


@contextmanager
def making_room(folder: ClinicFolder) -> Iterator[None]:
    """Give up the disk reserve where the disk is full, and raise `DiskFullError`, so that the step can be repeated."""
    try:
        yield
    except (DiskFullError, DiskError) as fault:
        if not made_room(folder, fault):
            raise
        raise DiskFullError(
            "NOT saved: the disk is full. Laurel has freed its reserve: repeat this step, then make room."
        ) from fault
