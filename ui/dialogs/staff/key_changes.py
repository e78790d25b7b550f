"""Running the use cases that write key slots, off the GUI thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from models.errors import ClinicError
    from models.keys.keyring import KeyRing
    from models.work import Work
    from ui.context import Context
    from ui.widgets.progress import ProgressRow

T_co = TypeVar("T_co", covariant=True)


class KeyChange(Protocol[T_co]):
    """A use case that writes key slots."""

    def __call__(self, work: Work, *, keyring: KeyRing) -> T_co:
        """Run it."""


def change_keys(
    receiver: QObject,
    context: Context,
    action: KeyChange[T_co],
    then: Callable[[T_co], None],
    failed: Callable[[ClinicError], None],
    *,
    progress: ProgressRow,
    text: str,
) -> None:
    """Measure the cost of a new slot on this computer, then run the use case in one transaction."""

    def write(keyring: KeyRing) -> None:
        job = context.tasks.run_writing(receiver, partial(action, keyring=keyring), then, failed)
        progress.follow(job, text)

    measuring = context.tasks.run(receiver, lambda _progress: context.clinic.measured_keyring(), write, failed)
    progress.follow(measuring, text)
