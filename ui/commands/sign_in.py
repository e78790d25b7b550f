"""Account and passphrase of a headless command."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from getpass import getpass
from typing import TYPE_CHECKING, Final

from models.access import Role
from models.clinic.opening import open_clinic
from models.errors import ClinicError, NotAllowedError
from models.keys.recovery_key import LINES, is_code, read_recovery_key
from models.people.staff import staff
from models.storage.sign_in_log import Way
from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.clinic.clinic import Clinic
    from models.keys.recovery_key import RecoveryKey

USER: Final = "LAUREL_USER"
PASSPHRASE: Final = "LAUREL_PASSPHRASE"  # noqa: S105  (the name of the variable, not what is in it)
RECOVERY: Final = "LAUREL_RECOVERY"


@contextmanager
def signed_in(folder: Path, *, is_exclusive: bool = False) -> Iterator[Clinic]:
    """Open a clinic in the name of `LAUREL_USER`, or of its only administrator, and close it afterwards.

    A command that changes something locks the folder (`is_exclusive`), as the window does.
    """
    clinic = open_clinic(folder, passphrase(), user(), is_exclusive=is_exclusive, way=Way.COMMAND)
    try:
        if clinic.must_choose:
            raise NotAllowedError(
                "This is a first passphrase. Sign in once in the window and choose one of your own; then repeat this."
            )
        # Any passphrase opens its own account; without a name only one account can be meant.
        if user() is None:
            _confirm_only_administrator(clinic)
        yield clinic
    finally:
        clinic.close()


def user() -> str | None:
    """Give the name of the account that acts, where one was set."""
    return os.environ.get(USER) or None


def passphrase() -> str:
    """Give the passphrase from the environment, or ask for it."""
    return os.environ.get(PASSPHRASE) or _asked(tr("Passphrase: "))


def recovery() -> RecoveryKey | None:
    """Give the recovery key from the environment (the words of the sheet, or its code); None where none is given."""
    given = os.environ.get(RECOVERY)
    return read_recovery_key(given) if given else None


def recovery_key() -> RecoveryKey:
    """Give the recovery key from the environment, or ask for the four lines of the sheet."""
    given = recovery()
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise ClinicError("Put the words of the recovery sheet into {variable}.", variable=RECOVERY)
    typed: list[str] = []
    while len(typed) < LINES and not (typed and is_code(typed[0])):
        typed.append(getpass(tr("Line {number} of the recovery sheet: ", number=len(typed) + 1)))
    return read_recovery_key("\n".join(typed))


def new_passphrase() -> str:
    """Give the passphrase of a new account from the environment, or ask for it twice."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    chosen = _asked(tr("New passphrase: "))
    if _asked(tr("Again: ")) != chosen:
        raise ClinicError("The two passphrases differ. Nothing was made; start again.")
    return chosen


def _asked(question: str) -> str:
    # A scheduled job would wait for ever.
    if not sys.stdin.isatty():
        raise ClinicError("There is nobody to ask for the passphrase. Put it into {variable}.", variable=PASSPHRASE)
    return getpass(question)


def _confirm_only_administrator(clinic: Clinic) -> None:
    with clinic.database.read(clinic.actor) as work:
        administrators = [line.id for line in staff(work) if line.is_active and Role.ADMINISTRATOR in line.roles]
    if administrators != [clinic.actor.id]:
        raise NotAllowedError(
            "Laurel cannot tell who acts here. Put the name of an account into {variable}.", variable=USER
        )
