"""The page template of certificates: kept as a document, painted as a page, refused where it cannot be filled."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from exports.page import PageSize, pdf
from exports.page_painter import Filling, Signature, painted
from exports.page_parts import Lettering
from exports.page_template import PLACES, PageTemplate, Words
from exports.paper import Orientation, Paper, page_sizes
from exports.shipped_templates import CERTIFICATE
from models.document import DocumentError, Stored

A4_LANDSCAPE, LETTER_LANDSCAPE = page_sizes(Paper.COUNTRY, Orientation.LANDSCAPE)
FILLING = Filling(
    texts={place: f"the {place}" for place in PLACES},
    name="Anna Berg",
    signatures=(Signature("Mina Okafor", "Lead"),),
    serial="2026-0001-K",
    issued="today",
    code="A",
)


def text_of(template: PageTemplate, size: PageSize) -> str:
    content = pdf([painted(template, size, FILLING)], title="", author="", language="en")
    return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())


def test_that_the_shipped_template_is_the_same_after_it_was_stored() -> None:
    assert Stored.of(CERTIFICATE).document == CERTIFICATE


@pytest.mark.parametrize("size", [A4_LANDSCAPE, LETTER_LANDSCAPE])
def test_that_all_that_is_filled_in_is_on_the_page_of_a_stored_template(size: PageSize) -> None:
    text = text_of(PageTemplate.from_text(CERTIFICATE.to_text()), size)
    for told in (*FILLING.texts.values(), "Anna Berg", "Mina Okafor", "Lead", "2026-0001-K", "today"):
        assert told.replace(" ", "") in text.replace(" ", "")  # the title is set apart


def test_that_a_clinics_own_words_are_found_and_painted() -> None:
    own = Words(text="Since 1994: {programme}", lettering=Lettering(size=9), y=-60)
    template = CERTIFICATE.model_copy(update={"elements": (*CERTIFICATE.elements, own)})
    assert "Since 1994: {programme}" in template.texts()
    assert "Since 1994: the programme" in text_of(template, A4_LANDSCAPE)


@pytest.mark.parametrize("text", ["{diagnosis}", "{title.__class__}", "{title[0]}", "{}"])
def test_that_a_place_for_anything_else_is_refused(text: str) -> None:
    data = json.loads(CERTIFICATE.to_text())
    next(element for element in data["elements"] if element["kind"] == "words")["text"] = text
    with pytest.raises(DocumentError, match="nothing is known as"):
        PageTemplate.from_text(json.dumps(data))


@pytest.mark.parametrize("count", [0, 2])
def test_that_a_certificate_has_one_name(count: int) -> None:
    data = json.loads(CERTIFICATE.to_text())
    names = [element for element in data["elements"] if element["kind"] == "name"]
    data["elements"] = [element for element in data["elements"] if element["kind"] != "name"] + names * count
    with pytest.raises(DocumentError, match="one name"):
        PageTemplate.from_text(json.dumps(data))


def test_that_a_refusal_says_what_and_where_in_one_sentence() -> None:
    data = json.loads(CERTIFICATE.to_text())
    data["elements"][1]["lettering"]["ink"] = "red"
    with pytest.raises(DocumentError) as refused:
        PageTemplate.from_text(json.dumps(data))
    assert str(refused.value) == (
        "This document cannot be read: elements › 1 › words › lettering › ink: a colour is written as #RRGGBB."
    )
