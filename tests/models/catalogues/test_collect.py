"""Texts are found, translations are kept, and what is compiled says them."""

from __future__ import annotations

import gettext
import string
from typing import TYPE_CHECKING, Final

import pytest
from babel.messages.pofile import read_po

from models.catalogues.collect import FOLDERS, HERE, ROOT, collect, main, refresh

if TYPE_CHECKING:
    from pathlib import Path

CODE: Final = """
tr("Saved {time}", time=now)
title = mark("Today")
plural(count, "{count} person", "{count} people")
raise InvalidError("Give the cohort a name.")
tr(place.title)
tr("Saved {time}", time=then)
required_line(name, "The cohort's name")
"""
CATALOGUES: Final = sorted(HERE.glob("*.po"))
OUR_TEXTS: Final = collect([ROOT / folder for folder in FOLDERS])


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "screen.py").write_text(CODE, encoding="utf-8")
    return tmp_path / "code"


def _compiled(file: Path) -> gettext.GNUTranslations:
    with file.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def test_that_every_kind_of_text_is_found_once_with_its_places(code: Path) -> None:
    found = collect([code])
    assert list(found) == ["Saved {time}", "Today", "{count} person", "Give the cohort a name.", "The cohort's name"]
    assert found["Saved {time}"].places == [("screen.py", 2), ("screen.py", 7)]
    assert [text.plural for text in found.values()] == ["", "", "{count} people", "", ""]


def test_that_a_translation_survives_a_refresh_and_is_compiled(code: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "de.po", tmp_path / "build" / "de.po"
    refresh(file, copy, "de", collect([code]).values())
    blank = copy.read_text(encoding="utf-8")
    assert '#: screen.py\nmsgid "Today"\nmsgstr ""' in blank
    done = blank.replace('msgid "Today"\nmsgstr ""', 'msgid "Today"\nmsgstr "Heute & hier"')
    done = done.replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "{count} Person"\nmsgstr[1] "{count} Leute"')
    copy.write_text(done, encoding="utf-8")
    refresh(file, copy, "de", collect([code]).values())
    assert copy.read_text(encoding="utf-8") == done
    copy.unlink()
    refresh(file, copy, "de", collect([code]).values())
    assert copy.read_text(encoding="utf-8") == done
    compiled = _compiled(tmp_path / "de.mo")
    assert compiled.gettext("Today") == "Heute & hier"
    assert [compiled.ngettext("{count} person", "{count} people", count) for count in (1, 5)] == [
        "{count} Person",
        "{count} Leute",
    ]


def test_that_a_catalogue_holds_what_is_translated_and_nothing_else(code: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "de.po", tmp_path / "build" / "de.po"
    refresh(file, copy, "de", collect([code]).values())
    assert "msgid" not in file.read_text(encoding="utf-8").replace('msgid ""', "", 1)
    blank = copy.read_text(encoding="utf-8")
    copy.write_text(blank.replace('"Today"\nmsgstr ""', '"Today"\nmsgstr "Heute"'), encoding="utf-8")
    refresh(file, copy, "de", collect([code]).values())
    assert file.read_text(encoding="utf-8").endswith('msgid "Today"\nmsgstr "Heute"\n\n')
    assert "screen.py" not in file.read_text(encoding="utf-8")
    refresh(file, copy, "de", [])
    assert "Heute" not in file.read_text(encoding="utf-8")


def test_that_a_text_which_comes_to_count_something_is_translated_anew(code: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "de.po", tmp_path / "build" / "de.po"
    copy.parent.mkdir()
    copy.write_text('msgid "{count} person"\nmsgstr "{count} Person"\n', encoding="utf-8")
    refresh(file, copy, "de", collect([code]).values())
    assert "Person" not in file.read_text(encoding="utf-8")


def test_that_a_plural_without_all_its_forms_stays_in_english(code: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "pl.po", tmp_path / "build" / "pl.po"
    refresh(file, copy, "pl", collect([code]).values())
    copy.write_text(
        copy.read_text(encoding="utf-8").replace('msgstr[0] ""', 'msgstr[0] "{count} osoba"'), encoding="utf-8"
    )
    refresh(file, copy, "pl", collect([code]).values())
    assert _compiled(tmp_path / "pl.mo").ngettext("{count} person", "{count} people", 5) == "{count} people"


def test_that_laurels_own_texts_are_found() -> None:
    found = OUR_TEXTS
    assert "The name and passphrase do not open this clinic. Check Caps Lock and try again." in found
    assert found["{count} session, {people}"].plural == "{count} sessions, {people}"
    assert "Moderate depression" in found
    assert "item9 flag" in found


def test_that_it_says_how_many_texts_and_which_languages_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("models.catalogues.collect.HERE", tmp_path)
    monkeypatch.setattr("models.catalogues.collect.COPIES", tmp_path / "build")
    assert main([]) == 0
    assert "languages: none yet" in capsys.readouterr().out
    assert main(["de"]) == 0
    assert "languages: de" in capsys.readouterr().out
    assert (tmp_path / "de.mo").is_file()


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_that_the_code_still_says_all_that_is_translated_and_nothing_waits_in_a_catalogue(file: Path) -> None:
    ids = {(text.source, text.plural) if text.plural else text.source for text in OUR_TEXTS.values()}
    with file.open("rb") as stream:
        messages = [message for message in read_po(stream, locale=file.stem) if message.id]
    assert [message.id for message in messages if message.id not in ids] == []
    for message in messages:
        assert message.string if isinstance(message.string, str) else all(message.string or ("",)), message.id
        assert not message.locations, message.id


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_that_what_is_read_is_what_the_translator_wrote(file: Path) -> None:
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.stem)
    compiled = _compiled(file.with_suffix(".mo"))
    said = 0
    for message in catalogue:
        if message.id and isinstance(message.id, str) and message.string:
            assert compiled.gettext(message.id) == message.string
            said += 1
    assert said


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_that_a_translation_fills_in_what_the_template_fills_in(file: Path) -> None:
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=file.stem)
    for message in catalogue:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ("",))
        if message.id and all(strings):
            known = set().union(*map(_fields, ids))
            assert all(_fields(text) <= known for text in strings), message.id
            assert all(_fields(text) >= known - {"count"} for text in strings), message.id


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
