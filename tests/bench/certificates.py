"""Two hundred certificates, signed, kept singly and joined, against a bare ReportLab program with the same pages."""

from __future__ import annotations

import io
import math
import time
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeStr
from reportlab.pdfgen.canvas import Canvas

from ceremonies.type.fonts import FOLDER
from exports.certificate import CertificatePage, needs_review, printed
from exports.page_painter import Signature
from exports.print_job import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

PEOPLE: Final = 200
_KEY: Final = Ed25519PrivateKey.from_private_bytes(b"a bench key of thirty-two bytes!")
_PAGE: Final = CertificatePage(
    name="",
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
_FIRST: Final = ("Anna", "Łukasz", "Zoë", "Nguyễn Thị", "Mary", "Þorgerður", "İpek", "Olivia", "Noah", "Siân")
_LAST: Final = ("Berg", "Żółć", "Angélique", "Hồng Nhung", "Okafor", "Ægisdóttir", "Şağlı", "O'Brien", "Castro", "Ŵyn")


def names(count: int) -> list[str]:
    """Make that many different names with letters of many languages."""
    return [f"{_FIRST[at % 10]} {_LAST[at // 10 % 10]} {chr(ord('A') + at // 100)}." for at in range(count)]


def laurel(people: Sequence[str]) -> list[str]:
    """Issue a certificate to each and join them, as Laurel does; gives what their codes say."""
    issued = []
    for at, name in enumerate(people):
        page = replace(_PAGE, name=name, attended=9 + at % 4)
        if needs_review(page) is None:
            issued.append(printed(page, serial=f"2026-{at:04d}-K", salt=at.to_bytes(8, "big"), key=_KEY))
    joined([each.pdf for each in issued])
    return [each.code for each in issued]


class Bare:
    """The same pages by the shortest way: one canvas, ReportLab's shaping, ground drawn once, one file saved."""

    def __init__(self) -> None:
        for name in ("NotoSans-Regular", "NotoSans-Bold", "NotoSerif-Regular", "NotoSerif-Bold"):
            pdfmetrics.registerFont(TTFont(name, str(FOLDER / f"{name}.ttf")))

    def __call__(self, people: Sequence[str], codes: Sequence[str]) -> bytes:
        """Draw one page for each name with its code."""
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(841.89, 595.28), pageCompression=1, invariant=1)
        self._ground(canvas)
        for at, (name, code) in enumerate(zip(people, codes, strict=True)):
            canvas.doForm("ground")
            self._texts(canvas, name, at)
            self._code(canvas, code)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _ground(self, canvas: Canvas) -> None:
        canvas.beginForm("ground")
        canvas.setStrokeColor(HexColor("#E4EDE6"))
        for at in range(40):
            turn = 2 * math.pi * at / 40
            canvas.circle(421 + 77 * math.cos(turn), 297 + 77 * math.sin(turn), 189)
        canvas.setStrokeColor(HexColor("#2F6B4F"))
        canvas.rect(20, 20, 802, 555)
        canvas.setStrokeColor(HexColor("#C8963E"))
        canvas.rect(25, 25, 792, 545)
        canvas.endForm()

    def _texts(self, canvas: Canvas, name: str, at: int) -> None:
        size = min(43.0, 43 * 678 / pdfmetrics.stringWidth(name, "NotoSerif-Bold", 43))
        for text, font, points, x, y in (
            ("C E R T I F I C A T E   O F   C O M P L E T I O N", "NotoSans-Bold", 13, 421, 468),
            ("This is to certify that", "NotoSerif-Regular", 14.5, 421, 422),
            (name, "NotoSerif-Bold", size, 421, 365),
            ("completed the programme", "NotoSerif-Regular", 15.8, 380, 313),
            ("Back in Motion", "NotoSerif-Bold", 15.8, 530, 313),
            ("with the Autumn evening group, September to December 2026", "NotoSerif-Regular", 15.8, 421, 289),
            (f"Attended {9 + at % 4} of 12 sessions, 83 %. Rule: at least 75 %.", "NotoSans-Regular", 11.2, 421, 253),
            ("Mina Okafor", "NotoSerif-Regular", 11.2, 180, 134),
            ("Facilitator", "NotoSans-Regular", 9.6, 180, 118),
            ("Tomasz Wójcik", "NotoSerif-Regular", 11.2, 420, 134),
            ("Peer-group lead", "NotoSans-Regular", 9.6, 420, 118),
            (f"2026-{at:04d}-K", "NotoSans-Bold", 9.8, 735, 93),
            ("Issued 14 December 2026", "NotoSans-Regular", 8.4, 735, 81),
            ("Riverside Community Clinic · check with the code", "NotoSans-Regular", 8.8, 421, 41),
        ):
            canvas.setFont(font, points)
            canvas.drawCentredString(x, y, shapeStr(text, font, points))
        canvas.line(249, 347, 594, 347)
        canvas.line(82, 152, 277, 152)
        canvas.line(322, 152, 517, 152)

    def _code(self, canvas: Canvas, text: str) -> None:
        symbol = QRCode(error_correction=ERROR_CORRECT_Q, mask_pattern=2, border=0)
        symbol.add_data(text)
        path = canvas.beginPath()
        for y, row in enumerate(symbol.get_matrix()):
            x = 0
            for dark, run in groupby(row):
                length = len(list(run))
                if dark:
                    path.rect(700 + x * 1.44, 180 - y * 1.44, length * 1.44, 1.44)
                x += length
        canvas.drawPath(path, stroke=0, fill=1)


def measure() -> dict[str, float]:
    """Time both in turns; the ratio compares the fastest round of each."""
    people = names(PEOPLE)
    bare = Bare()
    bare(people[:5], laurel(people[:5]))
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        codes = laurel(people)
        middle = time.perf_counter()
        bare(people, codes)
        ours.append(middle - start)
        theirs.append(time.perf_counter() - middle)
    return {
        "certificates_ratio": min(ours) / min(theirs),
        "certificates_seconds": min(ours),
        "certificates_bare_seconds": min(theirs),
    }
