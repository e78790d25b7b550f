from __future__ import annotations

import csv
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
import uharfbuzz
from bidi import get_display

from ceremonies.type import Family, measure, missing_glyphs, outline, plain, shape
from ceremonies.type import fonts as type_fonts
from ceremonies.type.direction import levels, visual_order
from ceremonies.type.fonts import FOLDER, Face, coverage, faces_for, font_of, units_per_em

DATA = Path(__file__).parents[2] / "data" / "names.csv"
NAMES = [row["name"] for row in csv.DictReader(DATA.read_text(encoding="utf-8").splitlines())]
EAST_ASIAN = {"李小龍", "山田 花子", "김민준"}
ARABIC = "محمد عبد الرحمن الحسيني"
HEBREW = "אַבְרָהָם בֶּן־יִצְחָק"
MIXED = "فاطمه (Fatemeh) ۱۲۳"
INDIC = ("श्रीमती कृष्णा द्विवेदी", "கிருஷ்ணமூர்த்தி", "ক্ষিতীন্দ্র")


def unshaped(text: str, face: Face) -> list[int]:
    """The glyphs that a program takes which asks the font for one letter after the other."""
    font = font_of(face)
    return [font.get_nominal_glyph(ord(char)) or 0 for char in plain(text)]


def glyphs(text: str, family: Family = Family.SANS) -> list[int]:
    return [glyph.index for run in shape(text, size=1, bold=True, family=family).runs for glyph in run.glyphs]


def seen(text: str) -> str:
    clean = plain(text)
    return "".join(clean[at] for at in visual_order(levels(clean)))


@pytest.fixture
def no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_fonts, "_SYSTEM_FOLDERS", {"linux": ()})
    for cached in (type_fonts._system_files, type_fonts.faces_for):
        cached.cache_clear()
    from ceremonies.type import shaping

    shaping._face_for.cache_clear()
    monkeypatch.setattr(shaping, "_face_for", shaping._face_for.__wrapped__)
    monkeypatch.setattr(type_fonts, "_system_files", dict)
    monkeypatch.setattr(shaping, "faces_for", type_fonts.faces_for.__wrapped__)


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("name", NAMES)
def test_that_no_name_has_a_hollow_box(name: str, family: Family) -> None:
    line = shape(name, size=40, bold=True, family=family)
    boxes = [run.text for run in line.runs for glyph in run.glyphs if glyph.index == 0]
    if name in EAST_ASIAN and missing_glyphs(name, family=family, bold=True):
        pytest.skip("this computer has no East Asian fonts")
    assert boxes == []
    assert missing_glyphs(name, family=family, bold=True) == ()


@pytest.mark.usefixtures("no_system_fonts")
@pytest.mark.parametrize("name", sorted(EAST_ASIAN))
def test_that_without_the_systems_fonts_an_east_asian_name_is_reported_letter_by_letter(name: str) -> None:
    assert missing_glyphs(name, bold=True) == tuple(dict.fromkeys(name.replace(" ", "")))


def test_that_what_no_font_can_draw_is_named() -> None:
    assert missing_glyphs("Anna \U00012000 \U00012000 Berg \u1c5a") == ("\U00012000", "\u1c5a")


@pytest.mark.parametrize(("name", "face"), [(ARABIC, "NotoNaskhArabic-Bold"), (INDIC[0], "NotoSansDevanagari-Bold")])
def test_that_shaped_glyphs_are_not_those_of_single_letters(name: str, face: str) -> None:
    run = shape(name, size=1, bold=True).runs[0]
    assert run.face.name == face
    assert sorted(glyph.index for glyph in run.glyphs) != sorted(unshaped(name, run.face))


@pytest.mark.parametrize("name", INDIC)
def test_that_conjuncts_take_fewer_glyphs_or_other_ones(name: str) -> None:
    run = shape(name, size=1).runs[0]
    assert [glyph.index for glyph in run.glyphs] != unshaped(name, run.face)


@pytest.mark.parametrize("name", [ARABIC, HEBREW])
def test_that_a_right_to_left_name_is_drawn_from_its_end(name: str) -> None:
    line = shape(name, size=1)
    assert line.rtl
    assert all(run.rtl for run in line.runs)
    clusters = [glyph.cluster for glyph in line.runs[0].glyphs]
    assert clusters == sorted(clusters, reverse=True)


def test_that_in_a_mixed_name_words_stand_from_right_to_left_and_digits_and_latin_run_on() -> None:
    line = shape(MIXED, size=1)
    assert [run.text.strip(" ()") for run in line.runs if run.text.strip(" ()")] == ["۱۲۳", "Fatemeh", "فاطمه"]
    brackets = [run for run in line.runs if run.text.strip() in {"(", ")"}]
    assert all(run.rtl for run in brackets)
    first, second = (run.glyphs[0 if "(" in run.text else -1].index for run in reversed(brackets))
    mirrored = font_of(brackets[0].face)
    assert {first, second} == {mirrored.get_nominal_glyph(ord(char)) for char in "()"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ali (محمد علي) x", "Ali (ילע דמחמ) x"),
        ("سمير (Sami) Ali", "Ali (Sami) ريمس"),
        ("(Fatemeh) فاطمه", None),
        ("abc محمد Ali", None),
        ("محمد 123 abc", None),
        ("שלום 12,5 x", None),
        ("Café 12 שלום", None),
    ],
)
def test_that_the_order_of_runs_is_unicodes(text: str, expected: str | None) -> None:
    if expected is None:
        mirror = str.maketrans("()[]", ")(][")
        resolved = levels(text)
        order = visual_order(resolved)
        assert "".join(text[at].translate(mirror) if resolved[at] % 2 else text[at] for at in order) == get_display(
            text
        )
    elif "Sami" in text:  # rule N0, which python-bidi leaves out: both brackets keep to the paragraph's direction
        assert levels(text)[5] == levels(text)[10] == 1
    else:
        assert levels(text)[4] == levels(text)[13] == 0


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u2067", "\u2069", "\u200f", "\u061c", "\x07", "\ufeff", "\u00ad"]
)
def test_that_overrides_isolates_and_controls_change_nothing(sign: str) -> None:
    assert plain(f"An{sign}na") == "Anna"
    assert shape(f"An{sign}na", size=10) == shape("Anna", size=10)


def test_that_joiners_stay_because_letters_need_them() -> None:
    assert plain("می\u200cخواهم") == "می\u200cخواهم"
    assert glyphs("می\u200cخواهم") != glyphs("میخواهم")


def test_that_line_breaks_are_spaces_and_nothing_hangs_over() -> None:
    assert plain("  Anna\n\tBerg \u2028") == "Anna Berg"


def test_that_composed_and_decomposed_letters_are_the_same_line() -> None:
    name = "Zoë Angélique"
    assert shape(unicodedata.normalize("NFD", name), size=30) == shape(unicodedata.normalize("NFC", name), size=30)


def test_that_width_is_linear_in_size() -> None:
    for name in NAMES:
        assert measure(name, size=84) == pytest.approx(2 * measure(name, size=42))
        assert shape(name, size=42).at(84).width == pytest.approx(shape(name, size=84).width)


def test_that_runs_follow_one_another_and_make_up_the_width() -> None:
    for name in NAMES:
        line = shape(name, size=50)
        assert line.runs[0].x == 0
        for before, after in pairwise(line.runs):
            assert after.x == pytest.approx(before.x + before.width)
        assert line.width == pytest.approx(sum(run.width for run in line.runs))
        assert sorted("".join(run.text for run in line.runs)) == sorted(plain(name))


def test_that_letters_are_set_apart_only_where_the_script_allows() -> None:
    assert shape("First step", size=10, tracking=0.2).width == pytest.approx(
        measure("First step", size=10) + 9 * 2, abs=0.2
    )
    assert shape(ARABIC, size=10, tracking=0.2).width == pytest.approx(measure(ARABIC, size=10))


def test_that_markup_and_formulas_are_letters() -> None:
    for text in ("<b>Anna</b>", '=HYPERLINK("x")'):
        assert "".join(run.text for run in shape(text, size=1).runs) == text


def test_that_every_vendored_font_is_listed_whole_and_licensed() -> None:
    faces = {
        face.path for bold in (True, False) for family in Family for face in faces_for("Latn", family=family, bold=bold)
    }
    assert {path for path in FOLDER.glob("*.ttf") if "Italic" not in path.name} == faces
    for path in faces:
        face = Face(path.stem, path)
        assert units_per_em(face) > 0
        assert ord(" ") in coverage(face)
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_that_an_outline_is_the_fonts_own_in_ems() -> None:
    face = shape("H", size=1).runs[0].face
    glyph = shape("H", size=1).runs[0].glyphs[0].index
    heights = [value for step in outline(face, glyph) for value in step.at[1::2]]
    assert min(heights) == pytest.approx(0)
    assert 0.65 < max(heights) < 0.8
    extents = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path)))).get_glyph_extents(glyph)
    assert max(heights) == pytest.approx(extents.y_bearing / units_per_em(face))


def test_that_nothing_shapes_to_nothing() -> None:
    assert shape(" \u202e ", size=20).runs == ()
    assert shape("", size=20).width == 0
