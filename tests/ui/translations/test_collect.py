"""Texts are found, translations are kept, and Qt shows them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from ui.translations.collect import FOLDERS, ROOT, collect, main, refresh

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CODE = """
tr("Saved {time}", time=now)
title = mark("Today")
plural(count, "{count} person", "{count} people")
raise InvalidError("Give the cohort a name.")
tr(place.title)
tr("Saved {time}", time=then)
"""
UNFINISHED = '\n      <translation type="unfinished" />'


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "screen.py").write_text(CODE, encoding="utf-8")
    return tmp_path / "code"


def test_that_every_kind_of_text_is_found_once_with_its_places(code: Path) -> None:
    found = collect([code])
    assert list(found) == ["Saved {time}", "Today", "{count} people", "Give the cohort a name."]
    assert found["Saved {time}"].places == [("screen.py", 2), ("screen.py", 7)]
    assert [text.counts for text in found.values()] == [False, False, True, False]


def test_that_a_translation_survives_a_refresh(code: Path, tmp_path: Path) -> None:
    file = tmp_path / "laurel_de.ts"
    refresh(file, "de", collect([code]).values())
    blank = f"<source>Today</source>{UNFINISHED}"
    written = file.read_text(encoding="utf-8")
    assert blank in written
    done = written.replace(blank, "<source>Today</source><translation>Heute &amp; hier</translation>")
    file.write_text(done, encoding="utf-8")
    refresh(file, "de", collect([code]).values())
    assert "<translation>Heute &amp; hier</translation>" in file.read_text(encoding="utf-8")


def test_that_qt_shows_what_was_translated(code: Path, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "laurel_de.ts"
    refresh(file, "de", collect([code]).values())
    text = file.read_text(encoding="utf-8")
    text = text.replace(f"<source>Today</source>{UNFINISHED}", "<source>Today</source><translation>Heute</translation>")
    file.write_text(
        text.replace(
            '<translation type="unfinished">\n        <numerusform />\n      </translation>',
            "<translation><numerusform>{count} Typ</numerusform><numerusform>{count} Leute</numerusform></translation>",
        ),
        encoding="utf-8",
    )
    name = "lrelease.exe" if sys.platform == "win32" else "lrelease"
    tool = next(path for path in Path(PySide6.__file__).parent.rglob(name) if path.is_file())
    subprocess.run([tool, "-silent", file], check=True, timeout=60)
    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    QCoreApplication.installTranslator(translator)
    try:
        assert QCoreApplication.translate("Laurel", "Today") == "Heute"
        assert QCoreApplication.translate("Laurel", "{count} people", None, 1) == "{count} Typ"
        assert QCoreApplication.translate("Laurel", "{count} people", None, 5) == "{count} Leute"
    finally:
        QCoreApplication.removeTranslator(translator)


def test_that_laurels_own_texts_are_found() -> None:
    found = collect([ROOT / folder for folder in FOLDERS])
    assert "The name and passphrase do not open this clinic. Check Caps Lock and try again." in found


def test_that_without_a_language_it_says_how_many_texts_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "texts; languages: none yet" in capsys.readouterr().out
