"""Reads QR codes in a PDF or a picture, as a program of its own, which a malicious file may crash.

It reads the file from standard input and writes one line of JSON, {"codes": [...]} or {"refused": "..."}.
`exports.verify` runs it with limits of memory and time; it imports nothing of Laurel.
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
"""Bytes of address space."""
SECONDS: Final = 20
LARGEST_PICTURE: Final = 60_000_000
PAGES: Final = 12
_RESOLUTIONS: Final = (150, 300)
"""Dots per inch; the second only where the first shows no code."""
_LONGEST_SIDE: Final = 5_000


def codes_of(content: bytes) -> list[str]:
    """List the different QR codes of a file, at most two: more than one is refused in any case."""
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
        longest = max(page.get_size())  # in points; a page may claim to be a kilometre long
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
    # Small codes are read better enlarged, and blurred photos reduced.
    yield grey.resize((grey.width * 2, grey.height * 2)) if max(grey.size) < 1500 else grey.reduce(2)


def _codes(picture: Image) -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found if code.text]


def _limit_resources() -> None:
    """Limit memory and processor time; on Windows there is only the caller's limit of time."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Read the file on standard input and print what was found."""
    _limit_resources()
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"codes": codes_of(content)}
    except (ValueError, OSError, MemoryError, RuntimeError, SyntaxError, Warning) as fault:
        answer = {"refused": type(fault).__name__}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
