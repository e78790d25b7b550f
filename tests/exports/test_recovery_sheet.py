"""The recovery sheet: one page, whose code and words open the clinic after it was printed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from exports.page import A4, LETTER
from exports.recovery_sheet import RecoveryPage, make_recovery_sheet, recovery_pdf
from models.access import Confirmed
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.clinic.recovery import recover
from models.errors import InvalidError
from models.folder.storage_errors import WrongPassphraseError
from models.keys.keyring import KeyRing
from models.keys.recovery_key import RecoveryKey, read_recovery_key
from models.keys.slots import Keys
from models.people.recovery_sheet import valid_recovery_sheet
from tests.conftest import CHEAP, PASSPHRASE
from tests.exports.certificates import codes_in, rendered

if TYPE_CHECKING:
    from pathlib import Path

    from exports.page import PageSize
    from exports.recovery_sheet import RecoverySheet
    from models.access import Actor
    from models.folder.folder import ClinicFolder
    from models.storage.database import Database

KEY = RecoveryKey(bytes(range(100, 116)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "clinic"
    create_clinic(path, name="Riverside", country="GB", administrator="Mina Okafor", passphrase=PASSPHRASE, cost=CHEAP)
    return path


def page(**changes: str) -> bytes:
    about = {"clinic": "Riverside Community Clinic", "country": "GB", "number": "3", **changes}
    return recovery_pdf(RecoveryPage(**about, made_on=date(2026, 12, 14), key=KEY))


def text_of(content: bytes) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())


def make(folder: Path) -> RecoverySheet:
    clinic = open_clinic(folder, PASSPHRASE)
    try:
        with clinic.database.write(clinic.actor) as work:
            return make_recovery_sheet(work, clinic.keyring, confirmed=clinic.confirmed)
    finally:
        clinic.close()


@pytest.mark.parametrize("dpi", [150, 300])
def test_that_the_printed_code_opens_the_clinic(folder: Path, dpi: int) -> None:
    (code,) = codes_in(rendered(make(folder).pdf, dpi))
    assert recover(folder, read_recovery_key(code), "five brown foxes") == "Mina Okafor"
    open_clinic(folder, "five brown foxes").close()
    with pytest.raises(WrongPassphraseError):
        open_clinic(folder, PASSPHRASE)


def test_that_an_older_sheet_no_longer_counts(folder: Path) -> None:
    old, new = make(folder), make(folder)
    assert (old.number, new.number) == ("1", "2")
    (code,) = codes_in(rendered(old.pdf, 150))
    with pytest.raises(WrongPassphraseError, match="number 2"):
        recover(folder, read_recovery_key(code), "five brown foxes")


def test_that_the_words_on_the_page_are_the_key_of_its_code() -> None:
    text = text_of(page())
    for words, digits in KEY.lines:
        assert " ".join((*words, digits)) in text
    assert codes_in(rendered(page(), 150)) == [KEY.code]


def test_that_the_page_says_whose_it_is_and_what_to_do_with_it() -> None:
    text = text_of(page())
    for told in ("Riverside Community Clinic", "Sheet number 3, made on 14 December 2026", "safe", "opens the clinic",
                 "Older sheets no longer count"):  # fmt: skip
        assert told in text


@pytest.mark.parametrize(("country", "size"), [("GB", A4), ("US", LETTER)])
@pytest.mark.parametrize("clinic", ["Riverside", "The Riverside Community Clinic for Everybody " * 4])
def test_that_it_is_one_page_on_the_paper_of_the_country(country: str, size: PageSize, clinic: str) -> None:
    content = page(country=country, clinic=clinic)
    (only,) = PdfReader(BytesIO(content)).pages
    assert (float(only.mediabox.width), float(only.mediabox.height)) == pytest.approx((size.width, size.height))
    picture = rendered(content, 150).convert("L")
    assert codes_in(picture) == [KEY.code]
    margin = picture.crop((0, picture.height - 60, picture.width, picture.height))
    assert margin.getextrema() == (255, 255)


def test_that_nothing_counts_where_the_sheet_was_refused(
    clinic: Database, actor: Actor, clinic_folder: ClinicFolder, keys: Keys
) -> None:
    without = KeyRing(clinic_folder, Keys(keys.data, None))
    with pytest.raises(InvalidError, match="clinical role"), clinic.write(actor) as work:
        make_recovery_sheet(work, without, confirmed=Confirmed(actor.id, work.now))
    with clinic.read(actor) as work:
        assert valid_recovery_sheet(work, without) is None
