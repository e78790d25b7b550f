"""The pictures that a page template draws, read from the clinic's media."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.logo import kept_logo, logo_picture
from exports.page_painter import Pictures
from exports.page_template import Logo
from models.access import Permission
from models.errors import InvalidError

if TYPE_CHECKING:
    from exports.page import Picture
    from exports.page_template import PageTemplate
    from models.storage.media import Media
    from models.work import Work


def template_pictures(work: Work, media: Media, template: PageTemplate) -> Pictures:
    """Read what a template draws, and nothing else.

    Raises `NotFoundError` for a picture that is not there, `InvalidError` for a file that is no picture.
    """
    work.require(Permission.READ_CERTIFICATES)
    logo = kept_logo(work, media) if any(isinstance(element, Logo) for element in template.elements) else None
    kept = {
        name: _picture(media.read(name), f"Picture{at}")
        for at, name in enumerate(dict.fromkeys(template.media()), start=1)
    }
    return Pictures(logo=logo, media=kept)


def _picture(content: bytes, name: str) -> Picture:
    try:
        return logo_picture(content, name)
    except OSError:
        raise InvalidError("A picture of this template cannot be read. Choose the picture once more.") from None
