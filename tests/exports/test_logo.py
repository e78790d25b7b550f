"""A logo from outside: re-encoded small and without its past, or refused in a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from exports.logo import logo_bytes
from models.errors import ClinicError

if TYPE_CHECKING:
    from pathlib import Path

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def encoded(kind: str, size: tuple[int, int] = (900, 300), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def huge_png() -> bytes:
    """A picture of 20,000 by 20,000 that is a few bytes long."""

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"")) + part(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", SVG, huge_png(), encoded("JPEG")[:400], encoded("PNG")[:60], b"\xff\xd8\xff" + bytes(500)],
    ids=["empty", "text", "svg", "huge", "half a jpeg", "half a png", "noise"],
)
def test_that_what_is_no_sound_picture_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(ClinicError) as refused:
        logo_bytes(tmp_path / "logo.png")
    assert str(refused.value).endswith(".")


def test_that_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.png"):
        with pytest.raises(ClinicError):
            logo_bytes(path)


def test_that_where_a_picture_was_taken_is_not_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Anna Berg at home"
    (tmp_path / "logo.jpg").write_bytes(encoded("JPEG", (3000, 1000), exif=exif))
    kept = logo_bytes(tmp_path / "logo.jpg")
    assert b"Anna" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif()
        assert max(picture.size) <= 3000
