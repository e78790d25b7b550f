"""The colours of the stage: greens, warm light, and gold, which is for recognition alone."""

from __future__ import annotations

from ceremonies.scenes.picture import Colour

NIGHT = Colour.of("#081410")
PINE = Colour.of("#0F241D")
FOREST = Colour.of("#193A2F")
GLADE = Colour.of("#29574A")
MEADOW = Colour.of("#3A7260")

CREAM = Colour.of("#FBF6EA")
LINEN = Colour.of("#E9E3D2")
GILT = Colour.of("#E6C57E")
GOLD = Colour.of("#C8963E")
BRONZE = Colour.of("#8A5A16")
LIGHT = Colour.of("#FFF4D6")
CAPTION = Colour.of("#07110E", 0.78)

CONFETTI = (  # none of them red: saturated red must never flash
    Colour.of("#C8963E"),
    Colour.of("#B98A4A"),
    Colour.of("#8FA891"),
    Colour.of("#B7AC8A"),
    Colour.of("#5F8F7A"),
)

METAL = (  # across a gold cylinder from left to right: shade, light, shade, reflection
    (0.00, Colour.of("#6E4510")),
    (0.07, Colour.of("#9A681C")),
    (0.18, Colour.of("#CF9A3A")),
    (0.29, Colour.of("#F2D488")),
    (0.37, Colour.of("#FFF3CC")),
    (0.44, Colour.of("#F7DE9C")),
    (0.56, Colour.of("#D9A748")),
    (0.70, Colour.of("#A9741F")),
    (0.83, Colour.of("#7A4E12")),
    (0.92, Colour.of("#A87A31")),
    (0.97, Colour.of("#8F6420")),
    (1.00, Colour.of("#5F3B0C")),
)


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour that lies between two, at a share of the way."""
    return Colour(
        red=round(first.red + (second.red - first.red) * share),
        green=round(first.green + (second.green - first.green) * share),
        blue=round(first.blue + (second.blue - first.blue) * share),
    )
