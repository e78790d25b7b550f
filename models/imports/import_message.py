"""Sentences about a list and its rows: kept as template and values, so that the window can translate them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.errors import ClinicError


@dataclass(frozen=True, slots=True)
class ImportMessage:
    """One sentence; `str` gives it in English."""

    template: str
    values: Mapping[str, object]

    def __str__(self) -> str:
        return self.template.format(**self.values)


def import_message(template: str, **values: object) -> ImportMessage:
    """Write a remark: `remark("Not read: {columns}.", columns="Notes")`."""
    return ImportMessage(template, values)


def told(error: ClinicError) -> ImportMessage:
    """Keep what an error says, and let the error go with all that it holds on to."""
    return ImportMessage(error.template, error.values)
