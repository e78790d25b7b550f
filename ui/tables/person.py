"""The column in which a list says who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ui.tables.rows import Column, Look
from ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.people.naming import PersonLabel

R = TypeVar("R")


def name_column(label: Callable[[R], PersonLabel], *, has_left: Callable[[R], bool] = lambda _row: False) -> Column[R]:
    """Describe the column of names, with what tells namesakes apart; those who have left are set back."""

    def look(row: R) -> Look:
        gone = has_left(row)
        return Look(bold=not gone, tone="soft" if gone else "ink", aside=label(row).distinguisher)

    def name(row: R) -> str:
        return label(row).name

    return Column(tr("Name"), name, look, tip=name)
