"""The rows of an import before it is made: the outcome of each, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.imports.roster import Outcome, RosterLine
from ui.tables.rows import PLAIN, SOFT, STRONG, Column, Look, RowsModel
from ui.translation import mark, tr

if TYPE_CHECKING:
    from ui.widgets.labels import Kind

_WORDS: Final = {
    Outcome.GOOD: mark("good"),
    Outcome.KNOWN: mark("known"),
    Outcome.REPEATED: mark("twice"),
    Outcome.EMPTY: mark("empty"),
    Outcome.BAD: mark("not taken"),
}
_KINDS: Final[dict[Outcome, Kind]] = {
    Outcome.GOOD: "laurel",
    Outcome.KNOWN: "info",
    Outcome.REPEATED: "neutral",
    Outcome.EMPTY: "neutral",
    Outcome.BAD: "care",
}


def roster_rows() -> RowsModel[RosterLine]:
    """Describe the columns of a preview."""
    return RowsModel(
        (
            Column(tr("Row"), lambda line: str(line.row), SOFT, width=56),
            Column(tr("Name"), _name, _name_look, width=270),
            Column(tr("Outcome"), _outcome, lambda line: Look("chip", kind=_KINDS[line.outcome]), width=110),
            Column(tr("Why"), why, lambda line: PLAIN if line.outcome is Outcome.BAD else SOFT, tip=why),
        ),
        accessible_text=lambda line: tr(
            "Row {row}, {name}, {outcome}. {why}",
            row=line.row, name=_name(line), outcome=_outcome(line), why=why(line),
        ),
    )  # fmt: skip


def why(line: RosterLine) -> str:
    """Join the reasons and remarks of a row."""
    return " ".join(map(str, (*line.reasons, *line.remarks)))


def _name(line: RosterLine) -> str:
    return line.name or "–"


def _name_look(line: RosterLine) -> Look:
    return STRONG if line.outcome is Outcome.GOOD else PLAIN


def _outcome(line: RosterLine) -> str:
    return tr(_WORDS[line.outcome])
