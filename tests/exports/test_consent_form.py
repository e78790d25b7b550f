"""The consent form on paper: every language, both directions, long and hostile words, and never a cut name."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from PIL import Image
from pypdf import PdfReader

from ceremonies.type import missing_glyphs
from exports.consent_form import (
    FormPage,
    blank_consent_form,
    cohort_consent_forms,
    consent_form,
    draw_forms,
)
from exports.form_words import form_words
from exports.logo import logo_picture
from exports.page import A4, LETTER
from models.errors import InvalidError
from models.people.consent import Purpose
from models.people.consent_text import change_consent_texts, consent_form_texts
from models.people.naming import Identity, Level
from models.people.shipped_texts import SHIPPED
from models.settings import profile
from tests import factory
from tests.exports.certificates import names, rendered
from tests.faults.hostile import corpora, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.access import Actor
    from models.storage.database import Database
    from models.storage.media import Media
    from models.work import Work

ANNA = Identity(id=UUID(int=1), given="Anna", family="Berg", nickname="Heron")


@pytest.fixture
def work(clinic: Database, actor: Actor) -> Iterator[Work]:
    with clinic.write(actor) as opened:
        yield opened


def text_of(content: bytes, page: int = 0) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[page].extract_text().split())


def one(work: Work, identity: Identity | None = None, language: str = "en") -> bytes:
    return draw_forms(profile(work), None, [FormPage(consent_form_texts(work, language), identity)]).pdf


def ink_beyond(content: bytes, *, margin: int = 40) -> bool:
    """Tell whether anything is drawn at the very edges of a sheet (`margin` in pixels at 100 dots per inch)."""
    picture = rendered(content, 100).convert("L")
    width, height = picture.size
    edges = ((0, 0, margin, height), (width - margin, 0, width, height), (0, 0, width, margin // 2))
    return any(picture.crop(edge).getextrema() != (255, 255) for edge in edges)


def test_that_every_purpose_its_boxes_the_signature_and_the_code_are_there(work: Work) -> None:
    form, content = consent_form_texts(work, "en"), one(work, ANNA)
    text = text_of(content)
    for words in form.texts.values():
        assert words.text in text
    for told in ("Riverside Community Clinic", "Anna Berg", "first name and initial: Anna B.", "a nickname: Heron",
                 "without my name", "Signature", "Date", f"Form {form.code} · version 2", "Page 1 of 1",
                 "Whatever you leave empty means no."):  # fmt: skip
        assert told in text
    boxes = PdfReader(BytesIO(content)).pages[0].get_contents()
    assert boxes is not None
    assert boxes.get_data().count(b" re S") == 3 * 8 + 6
    assert "Form" not in str(PdfReader(BytesIO(content)).metadata.get("/Subject", ""))  # type: ignore[union-attr]


@pytest.mark.parametrize("language", SHIPPED)
def test_that_the_form_of_each_language_fits_one_sheet_and_names_its_language(work: Work, language: str) -> None:
    content = one(work, None, language)
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 1
    assert str(reader.root_object["/Lang"]) == language
    assert not ink_beyond(content)
    words = form_words(language)
    assert set(words.levels) == set(Level) - {Level.UNMENTIONED}
    assert words is not form_words("en") or language == "en"


def test_that_an_arabic_form_begins_at_the_right(work: Work) -> None:
    left, right = (_ink_of_text(one(work, None, language)) for language in ("en", "ar"))
    assert left < 0.4
    assert right > 0.6


def _ink_of_text(content: bytes) -> float:
    """Tell where the middle of the title's ink lies, as a share of the sheet's width."""
    picture = rendered(content, 60).convert("L")
    head = picture.crop((0, 40, picture.width, 110))
    dark = [x for x in range(head.width) if head.crop((x, 0, x + 1, head.height)).getextrema()[0] < 120]  # type: ignore[operator]
    return sum(dark) / len(dark) / head.width


@pytest.mark.parametrize(("name", "_note"), names())
def test_that_every_name_is_whole_or_a_line_is_left_for_it(work: Work, name: str, _note: str) -> None:
    given, _, family = name.partition(" ")
    content = one(work, Identity(id=UUID(int=1), given=given, family=family, nickname=name))
    assert not ink_beyond(content)


def test_that_three_hundred_marks_on_a_letter_do_not_run_over_the_sheet(work: Work) -> None:
    wild = "Z" + "\u0301" * 300
    change_consent_texts(work, "en", {Purpose.PHOTO: f"My photo {wild} may be shown."})
    content = one(work, Identity(id=UUID(int=1), given=wild, family="Berg"))
    assert not ink_beyond(content)
    calm = rendered(one(work, Identity(id=UUID(int=1), given="Z\u0301\u0301\u0301\u0301", family="Berg")), 60).convert(
        "L"
    )
    assert abs(_dark(rendered(content, 60).convert("L")) - _dark(calm)) < 400


def _dark(picture: Image.Image) -> int:
    return sum(picture.histogram()[:128])


@pytest.mark.parametrize("strings", corpora())
def test_that_any_words_are_drawn_or_refused_with_the_signs_named(
    work: Work, strings: Callable[[], tuple[str, ...]]
) -> None:
    kept = [text for text in (stored(one, limit=120) for one in strings()) if text is not None]
    drawable = [text for text in kept if not missing_glyphs(text)]
    for start in range(0, len(drawable), len(Purpose)):
        few = drawable[start : start + len(Purpose)]
        change_consent_texts(work, "en", dict(zip(Purpose, few, strict=False)))
        content = one(work, Identity(id=UUID(int=1), given=few[0], family=few[-1], nickname=few[0]))
        assert b"/URI" not in content
        assert b"/JavaScript" not in content
        assert "Signature Date" in text_of(content, -1)
    for text in [one for one in kept if one not in drawable][:5]:
        change_consent_texts(work, "en", {Purpose.PHOTO: text})
        with pytest.raises(InvalidError, match="no font here can draw"):
            one(work, ANNA)


def test_that_long_words_go_on_over_the_page_and_each_sheet_says_whose_it_is(work: Work) -> None:
    long = " ".join(["a word that goes on"] * 31)[:600]
    change_consent_texts(work, "en", dict.fromkeys(Purpose, long))
    content = one(work, ANNA)
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 3
    for at in (1, 2):
        assert "What I agree to · Anna Berg" in text_of(content, at)
        assert f"Page {at + 1} of 3" in text_of(content, at)
    assert "Signature" in text_of(content, 2)
    assert not ink_beyond(content)


def test_that_the_paper_is_that_of_the_country(work: Work) -> None:
    about = profile(work)
    for country, size in (("GB", A4), ("US", LETTER)):
        there = replace(about, country=country)
        page = PdfReader(BytesIO(draw_forms(there, None, [FormPage(consent_form_texts(work, "en"))]).pdf)).pages[0]
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((size.width, size.height))


def test_that_a_logo_is_drawn_and_one_that_is_gone_is_not_missed(clinic: Database, actor: Actor, media: Media) -> None:
    out = BytesIO()
    Image.new("RGBA", (400, 200), (47, 107, 79, 255)).save(out, "PNG")
    picture = logo_picture(out.getvalue())
    assert (picture.width, picture.height, picture.pixels[:3]) == (400, 200, bytes((47, 107, 79)))
    with clinic.write(actor) as work:
        form = FormPage(consent_form_texts(work, "en"), ANNA)
        with_logo, without = (draw_forms(profile(work), one, [form]).pdf for one in (picture, None))
        assert len(PdfReader(BytesIO(with_logo)).pages[0].images) == 1
        assert len(PdfReader(BytesIO(without)).pages[0].images) == 0
        assert blank_consent_form(work, media, "en").people == (None,)


def test_that_a_group_gets_a_form_for_each_person_in_their_own_language(work: Work, media: Media) -> None:
    them = factory.group(work, size=3)
    job = cohort_consent_forms(work, media, them.cohort)
    assert set(job.people) == set(them.people)
    assert [text_of(job.pdf, at).count("What I agree to") for at in range(3)] == [1, 1, 1]
    assert consent_form(work, media, them.people[0]).people == (them.people[0],)


def test_that_an_empty_group_is_told_so(work: Work, media: Media) -> None:
    empty = factory.group(work, size=0)
    with pytest.raises(InvalidError, match="Nobody is in this group yet"):
        cohort_consent_forms(work, media, empty.cohort)


def test_that_the_same_form_comes_out_the_same_each_time(work: Work) -> None:
    assert one(work, ANNA) == one(work, ANNA)
