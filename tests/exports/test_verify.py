"""Checking a certificate from what a stranger holds: the code's text, the PDF, a picture."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageOps

from exports import verify
from exports.issuer import VoidEntry
from exports.print_job import joined
from exports.signed_token import Status
from exports.verify import verify_file, verify_text
from tests.exports.certificates import ISSUER, PAGE, certificate, print_one, rendered

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ISSUED = print_one(certificate(verification_page=PAGE))


@pytest.fixture
def given(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def write(name: str, content: bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(content)
        return file

    return write


def picture(form: str, *, dpi: int = 150) -> bytes:
    out = io.BytesIO()
    rendered(ISSUED.pdf, dpi).save(out, form)
    return out.getvalue()


def test_that_the_issued_pdf_is_valid(given: Callable[[str, bytes], Path]) -> None:
    verdict = verify_file(given("certificate.pdf", ISSUED.pdf), ISSUER)
    assert verdict.status is Status.VALID
    assert verdict.serial == "2026-0042-K"
    assert verdict.reason == (
        "Riverside Community Clinic issued certificate 2026-0042-K on 14 December 2026; "
        "whether the name on it is right was not checked."
    )


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF"])
def test_that_a_picture_of_it_is_valid(form: str, given: Callable[[str, bytes], Path]) -> None:
    assert verify_file(given("photo", picture(form)), ISSUER).status is Status.VALID


def test_that_the_text_of_the_code_in_a_file_is_valid(given: Callable[[str, bytes], Path]) -> None:
    assert verify_file(given("code.txt", f"{ISSUED.code}\r\n".encode()), ISSUER).status is Status.VALID


def test_that_the_name_is_checked_when_it_is_given() -> None:
    right = verify_text(ISSUED.code, ISSUER, name="Nguyễn Thị Hồng Nhung")
    assert right.status is Status.VALID
    assert right.reason == (
        "Riverside Community Clinic issued certificate 2026-0042-K to this name on 14 December 2026."
    )
    wrong = verify_text(ISSUED.code, ISSUER, name="Anna Berg")
    assert wrong.status is Status.ALTERED
    assert "another name" in wrong.reason


def test_that_a_void_certificate_is_void_whatever_name_is_given() -> None:
    issuer = ISSUER.model_copy(update={"void": (VoidEntry(serial="2026-0042-K"),)})
    for name in ("", "Nguyễn Thị Hồng Nhung", "Anna Berg"):
        assert verify_text(ISSUED.code, issuer, name=name).status is Status.VOID


def test_that_a_pdf_with_another_code_over_ours_is_not_valid(given: Callable[[str, bytes], Path]) -> None:
    with (
        pikepdf.open(io.BytesIO(print_one(serial="2026-0043-L").pdf)) as other,
        pikepdf.open(io.BytesIO(ISSUED.pdf)) as pdf,
    ):
        pdf.pages.extend(other.pages)
        out = io.BytesIO()
        pdf.save(out)
    verdict = verify_file(given("two.pdf", out.getvalue()), ISSUER)
    assert verdict.status is Status.UNREADABLE
    assert verdict.reason == "two.pdf holds more than one square code. Check the certificates one at a time."


def test_that_a_print_job_is_not_one_certificate(given: Callable[[str, bytes], Path]) -> None:
    job = joined([ISSUED.pdf, print_one(serial="2026-0043-L").pdf])
    assert "one at a time" in verify_file(given("job.pdf", job), ISSUER).reason


def bomb() -> bytes:
    """Make a small PNG that would be 40,000 pixels wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def blank(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (600, 400), 255).save(out, form)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(ISSUED.pdf)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file is neither a PDF nor a picture that can be opened."),
        (b"hello", "file is neither a PDF nor a picture that can be opened."),
        (b"%PDF-1.7 and nothing more", "file is neither a PDF nor a picture that can be opened."),
        (ISSUED.pdf[:3000], "file is neither a PDF nor a picture that can be opened."),
        (picture("PNG")[:2000], "file is neither a PDF nor a picture that can be opened."),
        (locked(), "file is neither a PDF nor a picture that can be opened."),
        (bomb(), "file is neither a PDF nor a picture that can be opened."),
        (
            blank("PNG"),
            "No square code can be read in file. Take the picture straight from above, sharp and in good light.",
        ),
    ],
    ids=["empty", "text", "false-pdf", "cut-pdf", "cut-png", "locked-pdf", "bomb", "blank"],
)
def test_that_each_file_that_cannot_be_read_gets_one_sentence(
    content: bytes, reason: str, given: Callable[[str, bytes], Path]
) -> None:
    verdict = verify_file(given("file", content), ISSUER)
    assert verdict.status is Status.UNREADABLE
    assert verdict.reason == reason
    assert verdict.serial == ""


def test_that_a_huge_or_missing_file_is_not_read(
    given: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(verify, "LARGEST_FILE", 100)
    verdict = verify_file(given("huge.pdf", ISSUED.pdf), ISSUER)
    assert (
        verdict.reason
        == "huge.pdf is too large to be one certificate. Give the certificate's own PDF, or a picture of it."
    )
    assert verify_file(tmp_path / "gone.pdf", ISSUER).reason == "gone.pdf cannot be opened."
    assert verify_file(tmp_path, ISSUER).status is Status.UNREADABLE


def test_that_a_reader_that_never_ends_is_ended(
    given: Callable[[str, bytes], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("import time\nwhile True: time.sleep(1)\n", encoding="utf-8")
    monkeypatch.setattr(verify, "_READER", endless)
    monkeypatch.setattr(verify, "TIMEOUT", 0.5)
    assert verify_file(given("a.pdf", ISSUED.pdf), ISSUER).status is Status.UNREADABLE


def test_that_a_picture_taken_upside_down_or_inverted_is_read(given: Callable[[str, bytes], Path]) -> None:
    page = rendered(ISSUED.pdf, 120)
    for number, turned in enumerate(
        (page.rotate(180), page.rotate(90, expand=True), ImageOps.invert(page.convert("L")))
    ):
        out = io.BytesIO()
        turned.save(out, "PNG")
        assert verify_file(given(f"{number}.png", out.getvalue()), ISSUER).status is Status.VALID


def test_that_checking_loads_neither_the_window_nor_the_database() -> None:
    program = (
        "import sys; import ui.commands.verify\n"
        "heavy = {'PySide6', 'sqlalchemy', 'reportlab', 'pypdfium2', 'PIL', 'uharfbuzz'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}), flush=True)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
