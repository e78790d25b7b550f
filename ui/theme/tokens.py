"""The colours, sizes and distances of everything on screen; no other module of ui/ names a colour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Scheme(Enum):
    """Which set of colours is shown."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Space:
    """Distances in pixels."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 24
    XXL: Final = 32


class Size:
    """Type sizes in pixels, before zoom."""

    SMALL: Final = 13
    BODY: Final = 15
    HEADING: Final = 18
    TITLE: Final = 24


ZOOMS: Final = (75, 90, 100, 110, 125, 150, 175, 200)
"""The steps of the zoom in percent. Running text has another height at each, so that its height tells the step."""

RADIUS: Final = 8
ROW: Final = 44


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours. `x_tint` is the quiet ground of a kind, `on_x` the text upon that ground or fill."""

    paper: str
    raised: str
    rail: str
    line: str
    edge: str
    cap: str
    ink: str
    soft: str
    faint: str
    laurel: str
    laurel_hover: str
    laurel_pressed: str
    on_laurel: str
    laurel_tint: str
    on_laurel_tint: str
    gold: str
    gold_fill: str
    on_gold: str
    gold_tint: str
    on_gold_tint: str
    gold_line: str
    red: str
    """Safety alone: alerts and red flags."""
    on_red: str
    red_tint: str
    on_red_tint: str
    care: str
    """What needs care: something refused, not saved, or not to be undone."""
    care_hover: str
    on_care: str
    care_tint: str
    on_care_tint: str
    info: str
    info_tint: str
    on_info_tint: str
    neutral_tint: str
    on_neutral_tint: str
    focus: str
    hover: str
    current: str
    shade: str
    badge_blue: str
    badge_blue_rim: str
    badge_brown: str
    badge_violet: str
    badge_violet_rim: str
    badge_ink: str


LIGHT: Final = Tokens(
    paper="#FBFAF7", raised="#FFFFFF", rail="#F5F3EE", line="#E4E0D8",
    edge="#8A8578", cap="#BAB4AA",
    ink="#1F2430", soft="#5B6272", faint="#7A766B",
    laurel="#2F6B4F", laurel_hover="#285C44", laurel_pressed="#1F4A36", on_laurel="#FFFFFF",
    laurel_tint="#E7F0EA", on_laurel_tint="#2A6148",
    gold="#966712", gold_fill="#C8963E", on_gold="#1F1503", gold_tint="#FAF1DF",
    on_gold_tint="#86580C", gold_line="#EAD9B5",
    red="#B3261E", on_red="#FFFFFF", red_tint="#FBE9E7", on_red_tint="#A8211A",
    care="#7D3A6F", care_hover="#662C5A", on_care="#FFFFFF", care_tint="#F6ECF3", on_care_tint="#743466",
    info="#2A5DB0", info_tint="#E8EFFA", on_info_tint="#2656A5",
    neutral_tint="#F1EEE7", on_neutral_tint="#575D6B",
    focus="#2A5DB0", hover="#F7F5F0", current="#F1F6F3", shade="#1F243040",
    badge_blue="#2A5DB0", badge_blue_rim="#8AB4F8", badge_brown="#86580C",
    badge_violet="#6B3E75", badge_violet_rim="#C9A3D1", badge_ink="#FFFFFF",
)  # fmt: skip

DARK: Final = Tokens(
    paper="#15181D", raised="#1D2127", rail="#191D22", line="#323843",
    edge="#768093", cap="#566070",
    ink="#ECEAE4", soft="#A5ACB9", faint="#8790A0",
    laurel="#7CC4A0", laurel_hover="#92D1B2", laurel_pressed="#68AF8C", on_laurel="#10201A",
    laurel_tint="#233129", on_laurel_tint="#8CCFAE",
    gold="#E3B765", gold_fill="#E3B765", on_gold="#241A05", gold_tint="#3A2F16",
    on_gold_tint="#EAC580", gold_line="#5C4A22",
    red="#FF8A80", on_red="#2B0B08", red_tint="#3D2422", on_red_tint="#FFA39B",
    care="#DDA3CF", care_hover="#E8BCDD", on_care="#2A0F24", care_tint="#352533", on_care_tint="#E3B2D7",
    info="#8AB4F8", info_tint="#222C3F", on_info_tint="#9DC0F9",
    neutral_tint="#2A2F38", on_neutral_tint="#B4BAC6",
    focus="#8AB4F8", hover="#22272E", current="#202C27", shade="#00000080",
    badge_blue="#2A5DB0", badge_blue_rim="#8AB4F8", badge_brown="#86580C",
    badge_violet="#6B3E75", badge_violet_rim="#C9A3D1", badge_ink="#FFFFFF",
)  # fmt: skip

CONTRAST: Final = Tokens(
    paper="#000000", raised="#000000", rail="#000000", line="#BFBFBF",
    edge="#FFFFFF", cap="#FFFFFF",
    ink="#FFFFFF", soft="#F0F0F0", faint="#D0D0D0",
    laurel="#8CF0BF", laurel_hover="#B5F7D6", laurel_pressed="#6ADBA4", on_laurel="#000000",
    laurel_tint="#0B2A1C", on_laurel_tint="#B5F7D6",
    gold="#FFD56B", gold_fill="#FFD56B", on_gold="#000000", gold_tint="#2E2200",
    on_gold_tint="#FFE29A", gold_line="#FFD56B",
    red="#FFA29A", on_red="#000000", red_tint="#380B07", on_red_tint="#FFC2BC",
    care="#F5B8E6", care_hover="#FFD6F5", on_care="#000000", care_tint="#33082A", on_care_tint="#FFD0F2",
    info="#A9CBFF", info_tint="#0A1C3A", on_info_tint="#C7DDFF",
    neutral_tint="#222222", on_neutral_tint="#FFFFFF",
    focus="#FFFF66", hover="#1C1C1C", current="#12301F", shade="#000000B0",
    badge_blue="#1D4A94", badge_blue_rim="#C7DDFF", badge_brown="#6B4300",
    badge_violet="#5A2C65", badge_violet_rim="#F0CBFA", badge_ink="#FFFFFF",
)  # fmt: skip

TOKENS: Final = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK, Scheme.CONTRAST: CONTRAST}


def scaled(pixels: int, zoom: int) -> int:
    """Scale a distance by a zoom in percent."""
    return round(pixels * zoom / 100)
