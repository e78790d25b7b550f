"""Takes the albums: which pages in which look, the way in, and a certificate as paper."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import pypdfium2
from PIL import Image
from PySide6.QtCore import QLocale, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from exports.batch import issue_certificates
from tests.pictures.album import PAGES, SOME, new_clinic
from tests.pictures.camera import Look
from tests.pictures.restore_flow import restore_flow
from tests.pictures.sitting import GRADUATING, make_empty, make_sample, sitting
from tests.pictures.stage import stage
from tests.pictures.way_in import CLINIC, way_in
from tests.pseudo_language import LEFT_TO_RIGHT, RIGHT_TO_LEFT
from ui.theme.theme import Theme
from ui.theme.tokens import Scheme
from ui.translation import install_translators

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.pictures.album import Page

README: Final = {
    "today.png": "10-today-light.png",
    "register.png": "21-register-mid-marking-light.png",
    "console.png": "76-next-a-name-console-dark.png",
    "stage.png": "78-trophy-audience-light.png",
    "certificate.png": "84-certificate.png",
}
"""From which picture: as large as it was taken, for a text made smaller is blurred."""
SMALL_SCREEN: Final = (1366, 768)
LOOKS: Final = {
    "light": Look("light"),
    "dark": Look("dark", Scheme.DARK),
    "large": Look("large", zoom=150),
    "mirrored": Look("mirrored", direction=Qt.LayoutDirection.RightToLeft),
    "longer": Look("longer", size=SMALL_SCREEN, spoken=LEFT_TO_RIGHT),
    "longer-mirrored": Look(
        "longer-mirrored", direction=Qt.LayoutDirection.RightToLeft, size=SMALL_SCREEN, spoken=RIGHT_TO_LEFT
    ),
}


def take_all(place: Path, pictures: Path, looks: Sequence[str], wanted: Sequence[str]) -> list[Path]:
    """Take the pictures of these looks, of all pages or of those wanted by their function's name.

    A folder in which everything is taken anew holds nothing of an earlier time.
    """
    pictures.mkdir(parents=True, exist_ok=True)
    for old in () if wanted else pictures.glob("*.png"):
        old.unlink()
    qInstallMessageHandler(_tell)
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    install_translators(app, QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme = Theme(app, scheme=Scheme.LIGHT)
    sample, empty = place / "sample", place / CLINIC
    make_sample(sample)
    make_empty(empty)
    taken = []
    for look in (LOOKS[name] for name in looks):
        with look.spoken_in():
            taken += take_look(place, pictures, look, theme, wanted)
    if not wanted:
        taken += pages(empty, place / "new", pictures, LOOKS["light"], theme, (new_clinic,))
        taken.append(certificate(sample, place / "paper", pictures, theme))
    return sorted(taken)


def take_look(place: Path, pictures: Path, look: Look, theme: Theme, wanted: Sequence[str]) -> list[Path]:
    """Take one look of the sample clinic and, where it shows everything, of the ways in and back."""
    album = (*PAGES, stage) if look.is_whole else SOME
    taken = pages(place / "sample", place / f"sample-{look.name}", pictures, look, theme, chosen(album, wanted))
    if look.is_whole and (not wanted or way_in.__name__ in wanted):
        taken += way_in(place, pictures, look, theme).taken
    if look.is_whole and (not wanted or restore_flow.__name__ in wanted):
        look.put_on(theme)
        taken += restore_flow(place, pictures, look, theme).taken
    return taken


def chosen(offered: Sequence[Page], wanted: Sequence[str]) -> list[Page]:
    """Leave out what is not wanted, if anything is."""
    return [page for page in offered if not wanted or page.__name__ in wanted]


def pages(template: Path, folder: Path, pictures: Path, look: Look, theme: Theme, album: Sequence[Page]) -> list[Path]:
    """Take these pages of a copy of a clinic."""
    with sitting(template, folder, pictures, look, theme) as at:
        for page in album:
            page(at)
        return at.camera.taken


def certificate(template: Path, folder: Path, pictures: Path, theme: Theme) -> Path:
    """Issue the certificates of the group that has ended and show the first page of the print job."""
    with sitting(template, folder, pictures, LOOKS["light"], theme) as at:
        with at.clinic.database.write(at.clinic.actor) as work:
            batch = issue_certificates(work, at.clinic.media, at.cohort(GRADUATING))
        path = pictures / "84-certificate.png"
        with pypdfium2.PdfDocument(batch.merged) as job:
            job[0].render(scale=1.5).to_pil().save(path)
        return path


def for_readme(pictures: Path, folder: Path) -> list[Path]:
    """Make the README's pictures from those that were taken, in full colour: a palette bands the light of the stage."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, taken in README.items():
        path = folder / name
        with Image.open(pictures / taken) as picture:
            picture.convert("RGB").save(path, optimize=True)
        made.append(path)
    return made


def _tell(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass Qt's messages on, but for what a platform without a screen always says."""
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(f"{message}\n")
