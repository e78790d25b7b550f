"""Names are shown letter by letter, whatever they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from ui.translation import literal, tip_text
from ui.widgets.buttons import Button
from ui.widgets.labels import Avatar, Body, Chip, Elided, Label, set_tip
from ui.words.wording import initials

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.theme.theme import Theme

NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "naughty_strings.json"
NASTY = (
    "<b>Anna</b>", "<img src='/etc/hostname'>", "a<br>b", "&lt;b&gt;", "Tom & Jerry", "A < B", "<a href='https://x.example'>x</a>",
    "{name}", "%n %1", "محمد\u202e <i>x</i>", "line\nbreak", "&Save", "",
)  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_that_a_label_shows_a_name_literally(text: str, theme: Theme, qtbot: QtBot) -> None:
    for label in (Label(text), Body(text), Chip(text)):
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert label.text() == text


@pytest.mark.parametrize("text", NASTY)
def test_that_a_tool_tip_shows_a_name_literally(text: str, theme: Theme, qtbot: QtBot) -> None:
    label = Label("x")
    qtbot.addWidget(label)
    set_tip(label, text)
    document = QTextDocument()
    document.setHtml(label.toolTip())
    assert document.toPlainText().split() == text.split()
    assert label.toolTip().startswith("<qt>") is bool(text)  # what Qt takes for markup


def test_that_a_list_of_hostile_strings_stays_what_it_is(theme: Theme, qtbot: QtBot) -> None:
    if not NAUGHTY.is_file():
        pytest.skip("the list of hostile strings is not on this computer")
    label, elided, button = Label(), Elided(), Button("")
    for widget in (label, elided, button):
        qtbot.addWidget(widget)
    for line in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        text = line.lstrip("\ufeff\ufffe")  # marks of byte order, with which no text of Qt's begins
        label.setText(text)
        elided.setText(text)
        button.set_label(text)
        assert label.text() == text
        assert elided.accessibleName() == text
        assert button.label == text
        assert not button.text().replace("&&", "").count("&")


def test_that_a_long_name_ends_in_dots_and_keeps_its_whole_self(theme: Theme, qtbot: QtBot) -> None:
    name = "Maria do Carmo de Jesus Rodrigues Fernandes de Albuquerque e Castro"
    label = Elided(name)
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.show()
    assert label.text().endswith("…")
    assert label.accessibleName() == name
    assert name in label.toolTip()
    label.resize(1200, 24)
    qtbot.waitUntil(lambda: label.text() == name)
    assert label.toolTip() == ""


def test_that_an_avatar_says_whose_it_is(theme: Theme, qtbot: QtBot) -> None:
    avatar = Avatar("Mina Okafor")
    qtbot.addWidget(avatar)
    avatar.show()
    assert avatar.accessibleName() == "Mina Okafor"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mina Okafor", "MO"),
        ("Madonna", "M"),
        ("Zoë O'Brien-Ó Súilleabháin", "ZS"),
        ("", ""),
        ("  ", ""),
        ("Maria Silva 1951", "MS"),
        ("李 波", "李波"),
    ],
)
def test_that_initials_are_at_most_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_that_an_ampersand_is_no_shortcut() -> None:
    assert literal("Tom & Jerry") == "Tom && Jerry"
    assert tip_text("") == ""
