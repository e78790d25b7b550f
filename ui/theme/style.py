"""The style sheet of the window, made from the tokens."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from ui.theme.tokens import scaled

if TYPE_CHECKING:
    from ui.theme.tokens import Scheme, Tokens

SHEET: Final = Path(__file__).parents[1] / "assets" / "style.qss"
ART: Final = SHEET.parent.as_posix()
_PIXELS: Final = re.compile(r"\b(\d+)px")


def style_sheet(tokens: Tokens, scheme: Scheme, zoom: int) -> str:
    """Fill the style sheet with the tokens and scale its lengths by the zoom in percent; hairlines stay one pixel."""
    filled = Template(SHEET.read_text(encoding="utf-8")).substitute(asdict(tokens), art=ART, scheme=scheme.value)
    return _PIXELS.sub(lambda found: _length(int(found[1]), zoom), filled)


def _length(pixels: int, zoom: int) -> str:
    return f"{pixels if pixels <= 1 else scaled(pixels, zoom)}px"
