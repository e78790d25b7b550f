"""The certificates that Laurel ships: a sheet in landscape, one in portrait, and a small card."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from exports.page import GOLD, INK, LAUREL, SOFT_INK
from exports.page_parts import Align, Lettering, Typeface
from exports.page_template import (
    Background,
    GroundArt,
    Line,
    Logo,
    Name,
    PageTemplate,
    Piece,
    QrCode,
    Sentences,
    Signatories,
    Words,
)
from exports.paper import Orientation, Paper


class Shipped(StrEnum):
    """The name of a template, as a command takes it."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    CARD = "card"


def _title(size: float, tracking: float) -> Lettering:
    return Lettering(size=size, bold=True, tracking=tracking, ink=GOLD)


def _serif(size: float, *, bold: bool = False, ink: str = INK) -> Lettering:
    return Lettering(size=size, family=Typeface.SERIF, bold=bold, ink=ink)


def _soft(size: float) -> Lettering:
    return Lettering(size=size, ink=SOFT_INK)


def _achievement(size: float) -> tuple[tuple[Piece, ...], ...]:
    """Say what was completed, and with which group."""
    completed = Piece(text="{completed}", lettering=_serif(size))
    programme = Piece(text="{programme}", lettering=_serif(size, bold=True))
    return ((completed, programme), (Piece(text="{group}", lettering=_serif(size)),))


def _rule(size: float) -> tuple[tuple[Piece, ...], ...]:
    return ((Piece(text="{rule}", lettering=_soft(size)),),)


CERTIFICATE: Final = PageTemplate(
    background=Background(art=(GroundArt.ROSETTE, GroundArt.BORDER, GroundArt.MARK), mark_top=99),
    elements=(
        Words(text="{title}", lettering=_title(13.2, 0.34), start=82, end=82, y=127.5),
        Words(text="{certify}", lettering=_serif(14.5, ink=SOFT_INK), start=82, end=82, y=173),
        Name(
            lettering=_serif(43, bold=True),
            start=92, end=92, y=230, floor=0.62, two_lines=30, rule=345,
        ),
        Sentences(sentences=_achievement(15.8), start=82, end=82, above=34, step=24.8),
        Sentences(sentences=_rule(11.2), start=82, end=82, above=11, step=15),
        Signatories(
            name=_serif(11.2), role=_soft(9.6),
            start=82, align=Align.START, bottom=139, width=195, step=240, most=2,
        ),
        QrCode(
            serial=Lettering(size=9.8, bold=True), issued=_soft(8.4), end=56, align=Align.END, bottom=102
        ),
        Words(text="{footer}", lettering=_soft(8.8), start=82, end=82, y=-41),
    ),
)  # fmt: skip
"""A sheet in landscape, with a rosette under the text."""

PORTRAIT: Final = PageTemplate(
    orientation=Orientation.PORTRAIT,
    background=Background(colour="#FFFDF8", art=(GroundArt.ROSETTE, GroundArt.TICKET, GroundArt.MARK), mark_top=142),
    elements=(
        Words(text="{title}", lettering=_title(15, 0.3), start=64, end=64, y=186),
        Line(start=64, end=64, y=204, width=64, height=0.8, ink=LAUREL),
        Words(text="{certify}", lettering=_serif(15, ink=SOFT_INK), start=64, end=64, y=262),
        Name(
            lettering=_serif(40, bold=True),
            start=64, end=64, y=326, floor=0.5, two_lines=30, rule=300,
        ),
        Sentences(sentences=_achievement(14.8), start=64, end=64, above=38, step=26, foot=310, floor=0.7),
        Sentences(sentences=_rule(11.2), start=76, end=76, above=12, step=16, foot=270, floor=0.7),
        Signatories(
            name=_serif(11.2), role=_soft(9.6),
            start=64, end=64, bottom=238, width=185, step=225, most=2,
        ),
        Logo(start=62, align=Align.START, y=-92, width=190, height=84),
        QrCode(serial=Lettering(size=9.8, bold=True), issued=_soft(8.4), end=58, align=Align.END, bottom=88),
        Words(text="{footer}", lettering=_soft(8.8), start=64, end=64, y=-45),
    ),
)  # fmt: skip
"""A sheet in portrait, framed like a ticket, with the clinic's logo opposite the code."""

CARD: Final = PageTemplate(
    paper=Paper.A5,
    background=Background(art=(GroundArt.ROSETTE, GroundArt.GUILLOCHE, GroundArt.MARK), mark_top=84),
    elements=(
        Logo(start=52, align=Align.START, y=88, width=110, height=40),
        Words(text="{title}", lettering=_title(10.4, 0.3), start=56, end=56, y=104),
        Words(text="{certify}", lettering=_serif(10.6, ink=SOFT_INK), start=56, end=56, y=125),
        Name(
            lettering=_serif(30, bold=True),
            start=64, end=64, y=160, floor=0.6, two_lines=21, rule=240,
        ),
        Sentences(sentences=_achievement(11.8), start=64, end=64, above=21, step=17, foot=184, floor=0.6),
        Sentences(sentences=_rule(9), start=110, end=110, above=6, step=12, foot=161, floor=0.7),
        Signatories(
            name=_serif(9.4), role=_soft(8),
            start=52, align=Align.START, bottom=88, width=150, step=172, most=2,
        ),
        QrCode(serial=Lettering(size=8.4, bold=True), issued=_soft(7.4), end=52, align=Align.END, bottom=62),
        Words(text="{footer}", lettering=_soft(7.4), start=56, end=56, align=Align.START, y=-45),
    ),
)  # fmt: skip
"""A card of half a sheet, framed by a woven band."""

SHIPPED: Final = {Shipped.LANDSCAPE: CERTIFICATE, Shipped.PORTRAIT: PORTRAIT, Shipped.CARD: CARD}
