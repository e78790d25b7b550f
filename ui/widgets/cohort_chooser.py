"""The field in which the cohort of a page is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from ui.translation import tr

if TYPE_CHECKING:
    from models.programme.current_cohort import CohortChoice


class CohortChooser(QComboBox):
    """The cohorts that the screen can show, with the one that it shows; hidden where there is none."""

    chosen = Signal(object)
    """`UUID` of the cohort that somebody chose."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Cohort"))
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.hide()
        # `activated` comes from people alone; `currentIndexChanged` would also come from filling the field.
        self.activated.connect(lambda place: self.chosen.emit(self.itemData(place)))

    def show_choice(self, choice: CohortChoice) -> None:
        """Offer these cohorts."""
        self.clear()
        for line in choice.cohorts:
            self.addItem(line.name, line.id)
        self.setCurrentIndex(-1 if choice.chosen is None else choice.cohorts.index(choice.chosen))
        self.setVisible(bool(choice.cohorts))
