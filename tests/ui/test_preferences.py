"""What a person prefers on this computer is kept, and damage does no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ui.preferences import KEPT, PreferenceFile, Preferences
from ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from pathlib import Path


def test_that_preferences_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "Łaurel" / "preferences.json"
    first = PreferenceFile(file)
    assert first.now == Preferences()
    first.save(Preferences("dark", 125).with_clinic(tmp_path / "clinic"))
    again = PreferenceFile(file)
    assert again.now.wanted_scheme is Scheme.DARK
    assert again.now.zoom == 125
    assert again.now.clinics == (str(tmp_path / "clinic"),)
    assert not again.was_damaged


def test_that_the_latest_clinic_comes_first_and_only_some_are_kept(tmp_path: Path) -> None:
    preferences = Preferences()
    for number in range(10):
        preferences = preferences.with_clinic(tmp_path / str(number))
    preferences = preferences.with_clinic(tmp_path / "7")
    assert preferences.clinics[0] == str(tmp_path / "7")
    assert len(preferences.clinics) == len(set(preferences.clinics)) == KEPT
    assert str(tmp_path / "7") not in preferences.without_clinic(tmp_path / "7").clinics


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"zoom": "large"}',
        '{"scheme": "pink"}',
        '{"clinics": "x"}',
        "\x00\xff",
        '{"zoom": null}',
    ],
)
def test_that_a_damaged_file_gives_the_usual_preferences_and_is_noticed(text: str, tmp_path: Path) -> None:
    file = tmp_path / "preferences.json"
    file.write_bytes(text.encode("latin-1"))
    read = PreferenceFile(file)
    assert read.now == Preferences()
    assert read.was_damaged
    assert read.now.wanted_scheme is None


def test_that_a_place_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    file = PreferenceFile(tmp_path / "file" / "preferences.json")
    file.save(Preferences(zoom=150))
    assert file.now.zoom == 150
