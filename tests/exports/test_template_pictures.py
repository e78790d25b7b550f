"""The pictures of a page template: read from the media, found missing before anything is issued."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image as PillowImage

from exports.batch import issue_certificates
from exports.page_template import Background, Image, PageTemplate
from exports.shipped_templates import CERTIFICATE, PORTRAIT
from exports.template_pictures import template_pictures
from models.errors import InvalidError, NotFoundError
from models.recognition.certificate import certificates
from models.settings import change_profile, profile
from tests.factory import START, MovingClock, group, run_sessions

if TYPE_CHECKING:
    from models.access import Actor
    from models.storage.database import Database
    from models.storage.media import Media


def with_picture(media: str) -> PageTemplate:
    picture = Image(media=media, y=-60, width=60, height=30)
    return PageTemplate(background=Background(picture=media), elements=(*CERTIFICATE.elements, picture))


def png(side: int = 3) -> bytes:
    out = BytesIO()
    PillowImage.new("RGB", (side, side), "navy").save(out, "PNG")
    return out.getvalue()


def test_that_a_template_is_given_the_pictures_that_it_draws(clinic: Database, actor: Actor, media: Media) -> None:
    name = media.store(png())
    with clinic.write(actor) as work:
        found = template_pictures(work, media, with_picture(name))
    assert found.logo is None
    assert {key: (picture.width, picture.height) for key, picture in found.media.items()} == {name: (3, 3)}


def test_that_the_logo_is_read_only_where_there_is_a_place_for_it(clinic: Database, actor: Actor, media: Media) -> None:
    with clinic.write(actor) as work:
        assert template_pictures(work, media, PORTRAIT).logo is None
        change_profile(work, replace(profile(work), logo=media.store(png())))
        found = template_pictures(work, media, PORTRAIT).logo
        assert found is not None
        assert found.name == "Logo"
        assert template_pictures(work, media, CERTIFICATE).logo is None


def test_that_a_picture_that_is_gone_or_none_is_said_and_nothing_is_issued(
    clinic: Database, actor: Actor, media: Media, clock: MovingClock
) -> None:
    clock.to(START)
    with clinic.write(actor) as work:
        them = group(work, size=1)
    clock.to(them.meetings[-1].day)
    with clinic.write(actor) as work:
        run_sessions(work, them, ["P"] * 12)
    for name, error in (("0" * 32, NotFoundError), (media.store(b"no picture"), InvalidError)):
        with clinic.write(actor) as work, pytest.raises(error):
            issue_certificates(work, media, them.cohort, template=with_picture(name))
    with clinic.read(actor) as work:
        assert not certificates(work, them.cohort)
