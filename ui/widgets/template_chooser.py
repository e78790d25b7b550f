"""The field in which the look of new certificates is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from exports.shipped_templates import SHIPPED, Shipped
from ui.translation import tr

if TYPE_CHECKING:
    from exports.page_template import PageTemplate


class TemplateChooser(QComboBox):
    """The templates that Laurel ships; the sheet in landscape is chosen at first."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Template of new certificates"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for shipped in Shipped:
            self.addItem(_template_text(shipped), shipped)
        self.activated.connect(self.chosen)

    @property
    def template(self) -> PageTemplate:
        """The chosen template."""
        return SHIPPED[Shipped(self.currentData())]


def _template_text(shipped: Shipped) -> str:
    match shipped:
        case Shipped.LANDSCAPE:
            return tr("Landscape sheet")
        case Shipped.PORTRAIT:
            return tr("Portrait sheet")
        case Shipped.CARD:
            return tr("Card, A5")
