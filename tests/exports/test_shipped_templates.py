"""The certificates that Laurel ships: three papers, names in every script, and the bytes of the first."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdf
import pytest

from ceremonies.type import Family, missing_glyphs
from exports.certificate import needs_review, printed
from exports.page import Picture
from exports.page_painter import Pictures, Signature
from exports.page_template import Logo, PageTemplate
from exports.shipped_templates import SHIPPED, Shipped
from models.document import Stored
from tests.exports.certificates import KEY, PAGE, SALT, certificate, codes_in, names, print_one, rendered

if TYPE_CHECKING:
    from exports.certificate import CertificatePage, Printed

LOGO = Picture(name="Logo", width=2, height=1, pixels=bytes((200, 30, 30)) * 2)
OTHERS = [Shipped.PORTRAIT, Shipped.CARD]


def printed_with_logo(page: CertificatePage) -> Printed:
    return printed(page, serial="2026-0042-K", salt=SALT, key=KEY, pictures=Pictures(logo=LOGO))


@pytest.mark.parametrize("template", SHIPPED.values(), ids=SHIPPED)
def test_that_a_shipped_template_is_the_same_after_it_was_stored(template: PageTemplate) -> None:
    assert Stored.of(template).document == template


def test_that_the_sheet_in_landscape_is_drawn_as_it_always_was() -> None:
    """The operators and the art, without the fonts and their compression, which follow their libraries."""
    page = certificate(verification_page=PAGE, country="US")
    drawn = pypdf.PdfReader(io.BytesIO(print_one(page).pdf)).pages[0]
    ground = drawn["/Resources"]["/XObject"]["/Ground"].get_object()  # type: ignore[index]  # (pypdf's own types)
    both = drawn.get_contents().get_data() + ground.get_data()  # type: ignore[union-attr]  # (a page with contents)
    assert hashlib.sha256(both).hexdigest() == "045f64fa71e564d55e9992137cc4dba0c033a1a0464917821b3ca233d8109025"


@pytest.mark.parametrize(
    ("shipped", "country", "size"),
    [
        (Shipped.PORTRAIT, "GB", (595.28, 841.89)),
        (Shipped.PORTRAIT, "US", (612, 792)),
        (Shipped.CARD, "GB", (595.28, 419.53)),
        (Shipped.CARD, "US", (595.28, 419.53)),
    ],
)
def test_that_the_paper_is_that_of_the_template_and_the_country(
    shipped: Shipped, country: str, size: tuple[float, float]
) -> None:
    page = certificate(template=SHIPPED[shipped], country=country)
    box = pypdf.PdfReader(io.BytesIO(print_one(page).pdf)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == size


@pytest.mark.parametrize("shipped", OTHERS)
@pytest.mark.parametrize("address", ["", PAGE, "https://e.org/" + "x" * 136])
def test_that_the_code_of_every_template_is_read_back(shipped: Shipped, address: str) -> None:
    issued = print_one(certificate(template=SHIPPED[shipped], verification_page=address))
    assert codes_in(rendered(issued.pdf, 150)) == [issued.code]


@pytest.mark.parametrize("shipped", OTHERS)
@pytest.mark.parametrize(("name", "note"), names(), ids=[name for name, _ in names()])
def test_that_a_name_of_any_script_is_printed_or_waits_for_a_person(shipped: Shipped, name: str, note: str) -> None:
    page = certificate(name, template=SHIPPED[shipped])
    doubt = needs_review(page)
    if missing_glyphs(name, family=Family.SERIF, bold=True):
        pytest.skip("this computer has no East Asian font")
    assert (doubt is not None) == ("review" in note), doubt
    if doubt is None:
        assert print_one(page).pdf.startswith(b"%PDF")


@pytest.mark.parametrize("shipped", OTHERS)
def test_that_a_template_with_a_place_for_the_logo_draws_it_where_there_is_one(shipped: Shipped) -> None:
    page = certificate(template=SHIPPED[shipped])
    assert any(isinstance(element, Logo) for element in SHIPPED[shipped].elements)
    with_logo, without = (rendered(each.pdf, 72) for each in (printed_with_logo(page), print_one(page)))
    red = [bytes((200, 30, 30)) in each.convert("RGB").tobytes() for each in (with_logo, without)]
    assert red == [True, False]


def test_that_what_has_no_room_on_a_card_waits_for_a_person_and_has_room_on_a_sheet() -> None:
    page = certificate(programme="A long walk back into everything that you used to do before " * 8)
    assert needs_review(page) is None
    doubt = needs_review(replace(page, template=SHIPPED[Shipped.CARD]))
    assert doubt is not None
    assert "has no room on this page. Choose another template, or shorten it." in doubt.sentence()


def test_that_sentences_become_smaller_before_they_are_refused() -> None:
    page = certificate(programme="A long walk back into everything you did before", template=SHIPPED[Shipped.CARD])
    longer = replace(page, programme=page.programme * 2)
    assert needs_review(page) is None
    assert needs_review(longer) is None


def test_that_one_who_signs_alone_stands_in_the_middle_of_a_portrait() -> None:
    page = certificate(template=SHIPPED[Shipped.PORTRAIT], signatures=(Signature("Mina Okafor", "Facilitator"),))
    found: list[float] = []

    def note(text: str, _cm: object, tm: list[float], *_font: object) -> None:
        if "Okafor" in text:
            found.append(tm[4])

    pypdf.PdfReader(io.BytesIO(print_one(page).pdf)).pages[0].extract_text(visitor_text=note)
    assert found
    assert 240 < found[0] < 297
