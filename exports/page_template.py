"""A page template as a value: what stands where on a certificate, with places for what is known only when it is issued.

All figures are points. Heights count from the top or the bottom edge, so that one template serves every paper size.
"""

from __future__ import annotations

from enum import StrEnum
from string import Formatter
from typing import Final, Literal, Self

from pydantic import model_validator

from exports.page import GOLD, GOLD_FILL, INK, SOFT_INK
from models.document import Code, Document, Part, Text

PLACES: Final = frozenset({"title", "certify", "completed", "programme", "group", "rule", "footer"})
"""What may stand in braces in a text of a template."""


class Typeface(StrEnum):
    """The family a text is set in."""

    SANS = "sans"
    SERIF = "serif"


class Lettering(Part):
    """How a text is set; `tracking` is a share of the size."""

    size: float
    family: Typeface = Typeface.SANS
    bold: bool = False
    tracking: float = 0.0
    ink: Code = INK


class Ground(Part):
    """The border, rosette and mark of Laurel under everything; `mark_top` is how far down the mark's foot stands."""

    kind: Literal["ground"] = "ground"
    mark_top: float


class Words(Part):
    """One line in the middle of the page; `{title}` and the like are filled in when it is issued."""

    kind: Literal["words"] = "words"
    text: Text
    lettering: Lettering
    y: float
    """Of the baseline: from the top, or from the bottom where it is negative."""
    widest: float | None = None
    """The width it is made smaller to fit, left over at each side; None where it always fits."""


class Name(Part):
    """The name, on one line or two, with a rule below it; what follows in the middle begins under that rule."""

    kind: Literal["name"] = "name"
    lettering: Lettering
    y: float
    side: float
    floor: float
    """The share of its size below which it takes two lines, and below which it is not issued unseen."""
    two_lines: float
    """The size that two lines do not exceed."""
    rule: float
    rule_ink: Code = GOLD_FILL


class Piece(Part):
    """A piece of a sentence in a lettering of its own."""

    text: Text
    lettering: Lettering


class Sentences(Part):
    """Sentences below each other in the middle, each of one or more pieces; one that is too long is broken."""

    kind: Literal["sentences"] = "sentences"
    sentences: tuple[tuple[Piece, ...], ...]
    above: float
    step: float
    side: float


class Signatories(Part):
    """Lines to sign on, from the left, with a name and a role below each."""

    kind: Literal["signatories"] = "signatories"
    name: Lettering
    role: Lettering
    left: float
    bottom: float
    width: float
    step: float
    most: int


class QrCode(Part):
    """The square code at the lower right, with the number and the day below it."""

    kind: Literal["code"] = "code"
    serial: Lettering
    issued: Lettering
    right: float
    bottom: float


class PageTemplate(Document):
    """All that stands on a certificate, in the order in which it is drawn."""

    elements: tuple[Ground | Words | Name | Sentences | Signatories | QrCode, ...]

    @model_validator(mode="after")
    def _can_be_filled(self) -> Self:
        if sum(isinstance(element, Name) for element in self.elements) != 1:
            raise ValueError("a certificate has one name")
        for text in self.texts():
            unknown = {field for _, field, _, _ in Formatter().parse(text) if field is not None} - PLACES
            if unknown:
                raise ValueError(f"nothing is known as {', '.join(sorted(unknown))}")
        return self


_LEAD = Lettering(size=15.8, family=Typeface.SERIF)

CERTIFICATE: Final = PageTemplate(
    elements=(
        Ground(mark_top=99),
        Words(text="{title}", lettering=Lettering(size=13.2, bold=True, tracking=0.34, ink=GOLD), y=127.5),
        Words(text="{certify}", lettering=Lettering(size=14.5, family=Typeface.SERIF, ink=SOFT_INK), y=173),
        Name(
            lettering=Lettering(size=43, family=Typeface.SERIF, bold=True),
            y=230, side=92, floor=0.62, two_lines=30, rule=345,
        ),
        Sentences(
            sentences=(
                (
                    Piece(text="{completed}", lettering=_LEAD),
                    Piece(text="{programme}", lettering=_LEAD.model_copy(update={"bold": True})),
                ),
                (Piece(text="{group}", lettering=_LEAD),),
            ),
            above=34, step=24.8, side=82,
        ),
        Sentences(
            sentences=((Piece(text="{rule}", lettering=Lettering(size=11.2, ink=SOFT_INK)),),),
            above=11, step=15, side=82,
        ),
        Signatories(
            name=Lettering(size=11.2, family=Typeface.SERIF), role=Lettering(size=9.6, ink=SOFT_INK),
            left=82, bottom=139, width=195, step=240, most=2,
        ),
        QrCode(serial=Lettering(size=9.8, bold=True), issued=Lettering(size=8.4, ink=SOFT_INK), right=56, bottom=102),
        Words(text="{footer}", lettering=Lettering(size=8.8, ink=SOFT_INK), y=-41, widest=82),
    )
)  # fmt: skip
"""The certificate as Laurel ships it."""
