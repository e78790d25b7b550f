"""The clinic's logo: reduced, and without metadata."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Final

from PIL import Image, UnidentifiedImageError

from exports.page import Picture
from models.access import Permission
from models.errors import ClinicError, InvalidError
from models.settings import profile

if TYPE_CHECKING:
    from pathlib import Path

    from models.storage.media import Media
    from models.work import Work

LARGEST_FILE: Final = 20_000_000
MOST_PIXELS: Final = 40_000_000
SIDE: Final = 800
"""Pixels of the longer side as it is stored."""


def logo_bytes(path: Path) -> bytes:
    """Give the picture as a small PNG without any of its metadata, or raise `InvalidError`."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidError("{file} is larger than 20 MB. Choose a smaller picture.", file=path.name)
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)  # a small file can unpack to gigabytes
            # Two formats only: the readers of rare ones are the least tested.
            with Image.open(path, formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise InvalidError("{file} has too many pixels. Choose a smaller picture.", file=path.name)
                small = picture.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError):
        raise InvalidError("{file} is not a PNG or JPEG picture that can be read.", file=path.name) from None
    small.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue()


def kept_logo(work: Work, media: Media) -> Picture | None:
    """Give the clinic's logo, or none where its file is missing: a page is as good without it."""
    work.require(Permission.READ_PROFILE)
    name = profile(work).logo
    try:
        return None if name is None else logo_picture(media.read(name))
    except ClinicError:
        return None


def logo_picture(content: bytes, name: str = "Logo") -> Picture:
    """Give a stored picture for paper: on white, without transparency; `name` tells it from others of its page."""
    with Image.open(io.BytesIO(content), formats=("PNG",)) as kept:
        shown = kept.convert("RGBA")
    white = Image.new("RGBA", shown.size, "white")
    flat = Image.alpha_composite(white, shown).convert("RGB")
    return Picture(name=name, width=flat.width, height=flat.height, pixels=flat.tobytes())
