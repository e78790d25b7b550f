"""A certificate to test with, valid by default, and how to look at its page."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exports.certificate import CertificatePage, Printed, printed
from exports.issuer import Issuer, IssuerKey, public_bytes
from exports.page_painter import Signature

if TYPE_CHECKING:
    from PIL.Image import Image

KEY = Ed25519PrivateKey.from_private_bytes(b"the key of the riverside clinic!")
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"the key of some other clinic....")
SALT = bytes(range(8))
PAGE = "https://riverside.example/verify"
DATA = Path(__file__).parents[1] / "data"
ISSUER = Issuer(
    clinic="Riverside Community Clinic",
    made_on=date(2026, 12, 14),
    keys=(IssuerKey.of(public_bytes(KEY), date(2026, 1, 1)),),
)


def certificate(name: str = "Nguyễn Thị Hồng Nhung", **changes: object) -> CertificatePage:
    page = CertificatePage(
        name=name,
        programme="Back in Motion",
        cohort="Autumn evening",
        first_day=date(2026, 9, 14),
        last_day=date(2026, 12, 7),
        attended=10,
        sessions=12,
        minimum_percent=75,
        clinic="Riverside Community Clinic",
        country="GB",
        issued_on=date(2026, 12, 14),
        signatures=(Signature("Mina Okafor", "Facilitator"), Signature("Tomasz Wójcik", "Peer-group lead")),
    )
    return replace(page, **changes)  # type: ignore[arg-type]  # (a test names the field that it is about)


def print_one(page: CertificatePage | None = None, *, serial: str = "2026-0042-K") -> Printed:
    return printed(page or certificate(), serial=serial, salt=SALT, key=KEY)


def names() -> list[tuple[str, str]]:
    """List the names of the data file with the note about each."""
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        return [(row["name"], row["note"]) for row in csv.DictReader(file)]


def rendered(pdf: bytes, dpi: int, page: int = 0) -> Image:
    """Paint a page as a printer or a screen would."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image = document[page].render(scale=dpi / 72).to_pil()
    finally:
        document.close()
    return picture


def codes_in(picture: Image) -> list[str]:
    """Read the square codes of a picture."""
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=formats)]
