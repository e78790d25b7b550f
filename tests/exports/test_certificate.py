"""The certificate on paper."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pypdf
import pytest
from PIL import Image, ImageChops, ImageFilter

from ceremonies.type import Family, Review, missing_glyphs, plain, shape
from exports.certificate import CertificatePage, needs_review
from exports.page import Sheet, pdf
from exports.page_painter import Signature
from exports.paper import Orientation, Paper, page_sizes
from exports.print_job import joined
from exports.qr_code import MODULE, QUIET, symbol
from exports.signed_token import Status, read
from tests.exports.certificates import ISSUER, PAGE, certificate, codes_in, names, print_one, rendered

A4_LANDSCAPE, LETTER_LANDSCAPE = page_sizes(Paper.COUNTRY, Orientation.LANDSCAPE)
ROOT = Path(__file__).parents[2]
NAUGHTY = ROOT.parent / "shared" / "data" / "naughty_strings.json"
NAMES = names()


def text_of(content: bytes) -> str:
    return pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()


def ink_box(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Give the box of everything as dark as ink."""
    return picture.convert("L").point(lambda value: 255 if value < 90 else 0).getbbox()


@pytest.mark.parametrize("dpi", [100, 150, 300])
@pytest.mark.parametrize("address", ["", PAGE])
def test_that_the_code_is_read_back_from_the_rendered_page(dpi: int, address: str) -> None:
    issued = print_one(certificate(verification_page=address))
    [code] = codes_in(rendered(issued.pdf, dpi))
    assert code == issued.code
    assert read(code, ISSUER).status is Status.VALID


@pytest.mark.parametrize("turn", [-7, 4])
def test_that_the_code_survives_a_bad_scan(turn: int) -> None:
    issued = print_one()
    page = rendered(issued.pdf, 200).convert("L")
    scan = page.rotate(turn, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(1.0))
    noisy = Image.blend(scan, Image.effect_noise(scan.size, 60), 0.2)
    assert codes_in(noisy) == [issued.code]


def test_that_modules_are_whole_printer_dots_of_at_least_half_a_millimetre() -> None:
    assert MODULE / 72 * 25.4 >= 0.5
    assert MODULE / 72 * 300 == 6
    assert QUIET >= 4


def test_that_the_symbol_stays_small_enough_for_the_corner() -> None:
    assert len(symbol(print_one().code).rows) == 57
    assert symbol(print_one(certificate(verification_page=PAGE)).code).side < 110


@pytest.mark.parametrize(("name", "note"), NAMES, ids=[name for name, _ in NAMES])
def test_that_each_name_fits_its_box_without_an_empty_glyph_or_waits_for_a_person(name: str, note: str) -> None:
    page = certificate(name)
    doubt = needs_review(page)
    if "review" in note:
        assert doubt is not None
        assert doubt.sentence() == "This name is too long for two lines at a readable size."
        return
    if doubt is not None and missing_glyphs(name, family=Family.SERIF, bold=True):
        pytest.skip("this computer has no East Asian font")
    assert doubt is None
    alone = rendered(print_one(page).pdf, 72).crop((28, 200, 814, 255))
    box = ink_box(alone)
    assert box is not None
    assert box[0] >= 50
    assert box[2] <= 736
    assert all(
        glyph.index for run in shape(plain(name), size=10, bold=True, family=Family.SERIF).runs for glyph in run.glyphs
    )


@pytest.mark.parametrize("name", ["محمد عبد الرحمن الحسيني", "श्रीमती कृष्णा द्विवेदी", "ক্ষিতীন্দ্র"])
def test_that_joined_scripts_are_drawn_shaped(name: str) -> None:
    """The painted page holds the shaped glyphs, not one glyph a letter."""
    [run] = shape(name, size=10, bold=True, family=Family.SERIF).runs
    from ceremonies.type.fonts import font_of

    bare = [font_of(run.face).get_nominal_glyph(ord(char)) for char in name]
    assert [glyph.index for glyph in run.glyphs] not in (bare, bare[::-1])
    shaped, apart = (rendered(print_one(certificate(each)).pdf, 72) for each in (name, "\u200c".join(name)))
    assert ImageChops.difference(shaped, apart).getbbox() is not None


def test_that_marks_sit_on_their_letters_however_a_name_was_typed() -> None:
    composed, loose = (rendered(print_one(certificate(name)).pdf, 100) for name in ("Zoë", "Zoe\u0308"))
    top = (0, 0, composed.width, composed.height // 2)  # below it the codes differ by nothing but what they say
    assert ImageChops.difference(composed.crop(top), loose.crop(top)).getbbox() is None


def test_that_the_same_page_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    first = print_one()
    print_one(certificate("श्रीमती कृष्णा द्विवेदी"))
    print_one(certificate("محمد"))
    again = print_one()
    assert first.pdf == again.pdf
    assert first.sha256 == again.sha256


def test_that_another_process_gives_the_same_bytes() -> None:
    program = "from tests.exports.certificates import print_one; print(print_one().sha256, flush=True)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.strip() == print_one().sha256


@pytest.mark.parametrize(
    ("country", "size"), [("GB", A4_LANDSCAPE), ("US", LETTER_LANDSCAPE), ("CA", LETTER_LANDSCAPE)]
)
def test_that_the_paper_is_that_of_the_country(country: str, size: object) -> None:
    reader = pypdf.PdfReader(io.BytesIO(print_one(certificate(country=country)).pdf))
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == (size.width, size.height)  # type: ignore[attr-defined]  # (a PageSize)
    assert len(reader.pages) == 1


def test_that_the_properties_of_the_file_hold_no_name() -> None:
    content = print_one(certificate("Anna Berg")).pdf
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate of completion 2026-0042-K"
    assert reader.metadata.author == "Riverside Community Clinic"
    assert not any("Anna" in str(value) or "Berg" in str(value) for value in reader.metadata.values())
    assert reader.xmp_metadata is None


def test_that_the_page_says_what_was_done_and_by_which_rule() -> None:
    text = text_of(print_one(certificate(verification_page=PAGE)).pdf)
    assert "CERTIFICATEOFCOMPLETION" in text.replace(" ", "")
    for words in (
        "This is to certify that", "Nguyễn Thị Hồng Nhung", "completed the programme",
        "Back in Motion", "with the Autumn evening group, September to December 2026",
        "Attended 10 of 12 sessions, 83 %. Rule: at least 75 %.", "Mina Okafor", "Tomasz Wójcik", "2026-0042-K",
        "Issued 14 December 2026", "Riverside Community Clinic · check at riverside.example/verify or with the code",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(
    "name", ["<b>Anna</b>", '=HYPERLINK("http://example.org")', "&amp; <img src=x>", "A\\B (c) %s {x}"]
)
def test_that_a_name_is_taken_literally(name: str) -> None:
    issued = print_one(certificate(name))
    assert name in text_of(issued.pdf)
    assert issued.name_as_printed == name
    assert "/Annots" not in pypdf.PdfReader(io.BytesIO(issued.pdf)).pages[0]


def test_that_a_character_without_a_glyph_is_named_and_not_drawn_as_a_box() -> None:
    for page, character in (
        (certificate("Anna \U00013000"), "\U00013000"),
        (certificate(cohort="Group \U00013000"), "\U00013000"),
        (certificate(signatures=(Signature("\U00013000", "Facilitator"),)), "\U00013000"),
    ):
        doubt = needs_review(page)
        assert doubt is not None
        assert character in doubt.sentence()


def test_that_no_name_and_an_endless_address_wait_for_a_person() -> None:
    assert isinstance(needs_review(certificate(" \u200e ")), Review)
    assert isinstance(needs_review(certificate(verification_page="https://e.org/" + "x" * 200)), Review)


def test_that_the_percentage_never_flatters() -> None:
    assert replace(certificate(), attended=899, sessions=1200).rule_text.startswith(
        "Attended 899 of 1200 sessions, 74 %"
    )


def test_that_a_cohort_called_a_group_is_not_called_so_twice() -> None:
    text = text_of(print_one(certificate(cohort="Monday group", last_day=date(2027, 1, 4))).pdf)
    assert "with the Monday group, September 2026 to January 2027" in text


def test_that_long_programmes_and_signatures_stay_inside_the_border() -> None:
    page = certificate(
        programme="A long walk back into everything that you used to do before " * 2,
        cohort="The very first evening cohort of the new year in the annex of the old town hall by the river",
        signatures=(
            Signature("Wolfeschlegelsteinhausenbergerdorff " * 3, "Facilitator and lead physiotherapist " * 2),
        ),
        clinic="Riverside Community Clinic for Rehabilitation " * 3,
    )
    picture = rendered(print_one(page).pdf, 72)
    middle = picture.crop((30, 30, picture.width - 30, picture.height - 30))
    box = ink_box(middle)
    assert box is not None
    assert box[0] > 20
    assert box[2] < middle.width - 20


def test_that_a_job_is_made_of_exactly_the_pages_that_were_issued() -> None:
    pages = [
        print_one(certificate(name), serial=f"2026-000{at}-A") for at, name in enumerate(("Anna", "محمد", "Bo Li"))
    ]
    job = joined(page.pdf for page in pages)
    assert len(pypdf.PdfReader(io.BytesIO(job)).pages) == 3
    for at, page in enumerate(pages):
        assert ImageChops.difference(rendered(job, 72, at), rendered(page.pdf, 72)).getbbox() is None
        assert codes_in(rendered(job, 150, at)) == [page.code]
    assert joined(page.pdf for page in pages) == job


def test_that_text_can_be_copied_from_the_page() -> None:
    done = pypdf.PdfReader(io.BytesIO(print_one(certificate("Þorgerður Ægisdóttir")).pdf))
    assert "Þorgerður Ægisdóttir" in done.pages[0].extract_text()


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the list of naughty strings is not on this computer")
def test_that_every_naughty_string_is_drawn_or_waits_for_a_person() -> None:
    drawn = 0
    for text in cast("list[str]", json.loads(NAUGHTY.read_text(encoding="utf-8"))):
        page: CertificatePage = certificate(text)
        doubt = needs_review(page)
        if doubt is None:
            issued = print_one(page)
            assert issued.pdf.startswith(b"%PDF-")
            assert read(issued.code, ISSUER).claims is not None
            assert needs_review(replace(page, cohort=text)) is None or missing_glyphs(text)
            drawn += 1
        else:
            assert doubt.sentence()
    assert drawn > 300


def test_that_an_empty_sheet_is_a_page() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf([Sheet(A4_LANDSCAPE)], title="", author="", language="en")))
    assert len(reader.pages) == 1
