"""The tokens can be read, and nothing else names a colour."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontDatabase

from ui.theme.appearance import colour_of, font_of, px, scheme_in_force
from ui.theme.style import style_sheet
from ui.theme.tokens import TOKENS, ZOOMS, Scheme, Size, scaled

if TYPE_CHECKING:
    from ui.theme.theme import Theme

UI = Path(__file__).parents[3] / "ui"
KINDS = ("laurel", "gold", "red", "care", "info", "neutral")
TEXTS = [
    *((ink, ground) for ink in ("ink", "soft", "faint") for ground in ("paper", "raised", "rail")),
    *((ink, ground) for ink in ("laurel", "gold", "red", "care", "info") for ground in ("paper", "raised")),
    *((f"on_{kind}_tint", f"{kind}_tint") for kind in KINDS),
    ("on_laurel", "laurel"), ("on_laurel", "laurel_hover"), ("on_laurel", "laurel_pressed"),
    ("on_red", "red"), ("on_care", "care"), ("on_care", "care_hover"),
    ("laurel", "laurel_tint"), ("ink", "hover"), ("ink", "current"),
    ("soft", "current"), ("paper", "ink"), ("badge_ink", "badge_blue"), ("badge_ink", "badge_brown"),
    ("badge_ink", "badge_violet"), ("faint", "neutral_tint"), ("ink", "gold_tint"), ("ink", "laurel_tint"),
]  # fmt: skip
SHAPES = [
    *((shape, "paper") for shape in ("edge", "focus", "laurel", "red", "care", "info", "gold")),
    *((shape, "raised") for shape in ("edge", "focus", "laurel", "red", "care", "info", "gold")),
    ("edge", "rail"), ("badge_blue_rim", "badge_blue"), ("badge_violet_rim", "badge_violet"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` as WCAG 2.2 defines it, 0 to 1."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_that_text_can_be_read(scheme: Scheme, ink: str, ground: str) -> None:
    tokens = asdict(TOKENS[scheme])
    needed = 4.5 if "faint" not in ink else 3.0
    assert contrast(tokens[ink], tokens[ground]) >= needed


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_that_shapes_can_be_told_from_their_ground(scheme: Scheme, shape: str, ground: str) -> None:
    tokens = asdict(TOKENS[scheme])
    assert contrast(tokens[shape], tokens[ground]) >= 3.0


def test_that_high_contrast_means_seven_to_one() -> None:
    tokens = TOKENS[Scheme.CONTRAST]
    for ink in (tokens.ink, tokens.soft, tokens.laurel, tokens.gold, tokens.red, tokens.care, tokens.info):
        assert contrast(ink, tokens.paper) >= 7.0


def test_that_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_that_no_other_module_of_the_window_names_a_colour() -> None:
    named = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*(?:\d|[\"'])")
    files = [file for file in UI.rglob("*.py") if file != UI / "theme" / "tokens.py"]
    files += [*UI.rglob("*.qss")]
    offenders = [f"{file.relative_to(UI)}" for file in files if named.search(file.read_text(encoding="utf-8"))]
    assert offenders == []


def test_that_our_drawings_use_the_colours_of_the_tokens() -> None:
    known = {value.upper() for tokens in TOKENS.values() for value in asdict(tokens).values()}
    for file in (UI / "assets").glob("*.svg"):
        used = {colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}\b", file.read_text(encoding="utf-8"))}
        assert used <= known, file.name


@pytest.mark.parametrize("scheme", Scheme)
def test_that_the_style_sheet_is_filled_and_its_drawings_are_there(scheme: Scheme) -> None:
    sheet = style_sheet(TOKENS[scheme], scheme, 100)
    assert "$" not in sheet
    drawings = re.findall(r'url\("([^"]+)"\)', sheet)
    assert drawings
    assert all(Path(drawing).is_file() for drawing in drawings)


def test_that_zoom_scales_lengths_and_leaves_hairlines() -> None:
    sheet = style_sheet(TOKENS[Scheme.LIGHT], Scheme.LIGHT, 200)
    assert "font-size: 30px" in sheet
    assert "border: 1px solid" in sheet


def test_that_the_theme_can_be_set_and_zoomed(theme: Theme) -> None:
    theme.set_scheme(Scheme.DARK)
    assert colour_of("paper").name().upper() == TOKENS[Scheme.DARK].paper
    theme.set_zoom(100)
    theme.zoom_in()
    assert theme.zoom == 110
    assert px(20) == 22
    theme.zoom_out()
    theme.zoom_out()
    assert theme.zoom == 90
    theme.set_zoom(1000)
    assert theme.zoom == 200


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("zoom", ZOOMS)
def test_that_the_palette_and_the_font_tell_the_scheme_and_the_zoom(theme: Theme, scheme: Scheme, zoom: int) -> None:
    theme.set_scheme(scheme)
    theme.set_zoom(zoom)
    assert scheme_in_force() is scheme
    assert px(100) == zoom
    assert font_of(Size.TITLE).pixelSize() == scaled(Size.TITLE, zoom)
    assert font_of().families() == theme.families


@pytest.mark.parametrize(("asked", "step"), [(1, 75), (104, 100), (106, 110), (160, 150), (199, 200)])
def test_that_a_zoom_between_two_steps_becomes_the_nearer_one(theme: Theme, asked: int, step: int) -> None:
    theme.set_zoom(asked)
    assert theme.zoom == step


def test_that_letters_come_from_the_fonts_that_laurel_brings(theme: Theme) -> None:
    assert theme.families[0] == "Noto Sans"
    assert "Noto Sans" in QFontDatabase.families()
    assert "Noto Sans Hebrew" in theme.families
