"""Reads square codes out of a PDF or a picture from outside, as a program of its own that a bad file may take down.

The file comes in on the standard input; out goes one line of JSON, {"codes": [...]} or {"refused": "..."}. Run by
`exports.verify`, which gives it little memory and little time; it imports nothing of Laurel.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

MEMORY: Final = 2_000_000_000
SECONDS: Final = 20
LARGEST_PICTURE: Final = 60_000_000
PAGES: Final = 12
_RESOLUTIONS: Final = (150, 300)
_LONGEST_SIDE: Final = 5_000


def codes_of(content: bytes) -> list[str]:
    """List the different square codes of a file, at most two: who finds two need not look on."""
    found: dict[str, None] = {}
    for picture in _pages(content) if b"%PDF-" in content[:1024] else _pictures(content):
        found.update(dict.fromkeys(_codes(picture)))
        if len(found) > 1:
            break
    return list(found)[:2]


def _pages(content: bytes) -> Iterator[Image]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    for number in range(min(len(document), PAGES)):
        page = document[number]
        longest = max(page.get_size())
        for resolution in _RESOLUTIONS:
            picture = page.render(scale=min(resolution / 72, _LONGEST_SIDE / max(longest, 1)), grayscale=True).to_pil()
            yield picture
            if _codes(picture):
                break


def _pictures(content: bytes) -> Iterator[Image]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = LARGEST_PICTURE
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(content)) as picture:
        grey = picture.convert("L")
    yield grey
    yield grey.resize((grey.width * 2, grey.height * 2)) if max(grey.size) < 1500 else grey.reduce(2)


def _codes(picture: Image) -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found if code.text]


def _live_within_limits() -> None:
    """Ask the system to end this program when it takes too much; Windows has the time limit of the caller alone."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Read the file on the standard input and tell what was found."""
    _live_within_limits()
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"codes": codes_of(content)}
    except (ValueError, OSError, MemoryError, RuntimeError, SyntaxError, Warning) as fault:
        answer = {"refused": type(fault).__name__}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
