"""The help of a page, from our own text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextTable
from PySide6.QtWidgets import QTextBrowser

from ui.dialogs.base import Dialog
from ui.theme.appearance import font_of, px
from ui.theme.tokens import Size, Space
from ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

HELP: Final = Path(__file__).parents[1] / "assets" / "help"
FIRST: Final = "laurel"


class Help(Dialog):
    """Shows one help text beside the page; it can stay open while one works."""

    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("Help"), "", parent, width=560)
        self.setModal(False)
        self.heading.hide()
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("Help"))
        self.text.setOpenLinks(False)
        self.text.setMinimumHeight(self.room_for(520))
        self.text.anchorClicked.connect(lambda url: self.show_page(url.fileName()))
        self.add(self.text)
        self.overview_button = self.act(tr("Overview and keys"), lambda: self.show_page(FIRST), "quiet")
        self.cancel_button.set_label(tr("Close"))
        self.show_page(page)

    def show_page(self, page: str) -> None:
        """Show a help text by its name; the overview where there is none of that name."""
        name = page if page.isidentifier() and (HELP / f"{page}.md").is_file() else FIRST
        self.text.document().setDefaultFont(font_of())
        self.text.document().setDocumentMargin(Space.S)
        self.text.setMarkdown((HELP / f"{name}.md").read_text(encoding="utf-8"))
        self._space_out()
        self.overview_button.setVisible(name != FIRST)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _space_out(self) -> None:
        """Give headings the sizes of the scale, and paragraphs and tables room."""
        cursor = QTextCursor(self.text.document())
        root = self.text.document().rootFrame()
        block = self.text.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            cursor.setPosition(block.position())
            shape = QTextBlockFormat()
            shape.setTopMargin(px(Space.XL if level > 1 else 0))
            shape.setBottomMargin(px(Space.S) if cursor.currentFrame() is root else 0)
            cursor.mergeBlockFormat(shape)
            if level:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                look = QTextCharFormat()
                look.setFont(font_of(Size.TITLE if level == 1 else Size.HEADING, QFont.Weight.DemiBold))
                cursor.mergeCharFormat(look)
            block = block.next()
        for frame in root.childFrames():
            if isinstance(frame, QTextTable):
                grid = frame.format().toTableFormat()
                grid.setCellPadding(px(6))
                grid.setBorder(0)
                frame.setFormat(grid)
