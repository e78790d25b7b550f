"""A cap is sharp, follows the zoom and the scheme, and is the same wherever it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from ui.theme.tokens import TOKENS, ZOOMS, Scheme
from ui.widgets.key_cap import ON_BUTTON, PRINTED, KeyCapStyle, draw_key_cap, key_cap_size, on_fill, on_go
from ui.widgets.labels import KeyCap

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme

STYLES = (PRINTED, ON_BUTTON, on_fill("on_laurel"), on_go("on_gold"))


def drawn(style: KeyCapStyle, key: str = "") -> QImage:
    """Draw a cap on the laurel ground; without a key where its rim is looked at."""
    image = QImage(key_cap_size(key, style), QImage.Format.Format_RGB32)
    image.fill(QColor(TOKENS[Scheme.LIGHT].laurel))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_key_cap(painter, QRect(QPoint(), image.size()), key, style)
    painter.end()
    return image


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize("style", STYLES)
def test_that_the_rim_is_one_sharp_line(style: KeyCapStyle) -> None:
    image = drawn(style)
    across = [image.pixelColor(at, image.height() // 2).name() for at in range(image.width())]
    assert across[0] == across[-1] != across[1]
    assert len(set(across[1:-1])) == 1


@pytest.mark.usefixtures("theme")
def test_that_only_a_printed_cap_is_thicker_below() -> None:
    rim = QColor(TOKENS[Scheme.LIGHT].cap)
    for style, thick in ((PRINTED, 2), (ON_BUTTON, 1)):
        image = drawn(style)
        down = [image.pixelColor(image.width() // 2, at) for at in range(image.height() // 2, image.height())]
        assert down.count(rim) == thick


@pytest.mark.parametrize("zoom", ZOOMS)
def test_that_no_cap_is_narrower_than_high_or_than_its_key(theme: Theme, zoom: int) -> None:
    theme.set_zoom(zoom)
    for style in STYLES:
        assert key_cap_size("/", style).width() >= key_cap_size("/", style).height()
        wide = key_cap_size("Ctrl Shift Enter", style)
        assert wide.width() > 4 * wide.height()


def test_that_a_cap_on_a_page_grows_with_the_zoom(theme: Theme, qtbot: QtBot) -> None:
    cap = KeyCap("Enter")
    qtbot.addWidget(cap)
    before = cap.sizeHint()
    theme.set_zoom(200)
    assert cap.sizeHint().height() == 2 * before.height()
