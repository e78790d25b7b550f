"""Messages about a list and its rows: stored as template and values, and translated where they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.errors import ClinicError


@dataclass(frozen=True, slots=True)
class ImportMessage:
    """One message; `str` gives it in the current language."""

    template: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return tr(self.template).format(**self.values)


def import_message(template: str, **values: object) -> ImportMessage:
    """Make a message: `import_message("Not read: {columns}.", columns="Notes")`."""
    return ImportMessage(template, values)


def message_of(error: ClinicError) -> ImportMessage:
    """Make a message of an error."""
    # Kept instead of the error, whose traceback would keep the row in memory, for up to 20,000 rows.
    return ImportMessage(error.template, error.values)
