"""What the columns of an import mean: each heading with sample cells and a choice."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from models.imports.headings import Field
from ui.theme.tokens import Space
from ui.translation import mark, tr
from ui.widgets.cards import clear
from ui.widgets.forms import choice
from ui.widgets.labels import Caption, Elided

if TYPE_CHECKING:
    from models.imports.roster import RosterPlan

FIELD_NAMES: Final = {
    Field.GIVEN: mark("Given name"),
    Field.FAMILY: mark("Family name"),
    Field.WHOLE: mark("Whole name"),
    Field.PREFERRED: mark("Preferred name"),
    Field.NICKNAME: mark("Ceremony nickname"),
    Field.PRONUNCIATION: mark("Pronunciation"),
    Field.BORN: mark("Date of birth"),
    Field.EMAIL: mark("E-mail"),
    Field.PHONE: mark("Mobile phone"),
    Field.LANGUAGE: mark("Language"),
    Field.SMS: mark("SMS consent"),
    Field.EMAIL_CONSENT: mark("E-mail consent"),
    Field.CEREMONY: mark("Ceremony name"),
    Field.BOARD: mark("Board consent"),
}
_SAMPLES: Final = 3


class ColumnChoices(QWidget):
    """One line for each column: its heading, its first cells, and the field that it fills."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[QComboBox] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, Space.S, 0)
        box.addLayout(self._grid)
        box.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_plan(self, plan: RosterPlan) -> None:
        """Show the columns of a list with what is proposed for them."""
        clear(self._grid)
        self.choices = []
        meanings = {place: field for field, place in plan.columns.items()}
        for place, title in enumerate((tr("In the file"), tr("For example"), tr("Holds"))):
            self._grid.addWidget(Caption(title), 0, place)
        for place, heading in enumerate(plan.table.headings):
            samples = islice((row.cells[place] for row in plan.table.rows if row.cells[place].strip()), _SAMPLES)
            options = ((tr(name), each.value) for each, name in FIELD_NAMES.items())
            field = choice([(tr("– not read –"), ""), *options], meanings.get(place, ""))
            field.setAccessibleName(tr("What {column} holds", column=heading))
            field.currentIndexChanged.connect(partial(self._settle, place))
            self._grid.addWidget(Elided(heading, type_name="strong"), place + 1, 0)
            self._grid.addWidget(Elided(" · ".join(samples), type_name="small", tone="soft"), place + 1, 1)
            self._grid.addWidget(field, place + 1, 2)
            self.choices.append(field)

    def columns(self) -> dict[Field, int]:
        """Give the chosen columns by the field that they fill."""
        return {Field(box.currentData()): place for place, box in enumerate(self.choices) if box.currentData()}

    def _settle(self, place: int, _index: int) -> None:
        """Take a field away from the column that had it before: each field has one column."""
        chosen = self.choices[place].currentData()
        for other, box in enumerate(self.choices):
            if other != place and chosen and box.currentData() == chosen:
                box.setCurrentIndex(0)
        self.changed.emit()
