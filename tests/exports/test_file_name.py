"""Names of files: whatever they are made from, every system takes them and they stay in their folder."""

from __future__ import annotations

import ntpath
import unicodedata
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from exports.file_name import LONGEST_NAME, file_name
from tests.faults.hostile import corpora

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRAPS = (
    "../CON.", "nul", "x" * 300, "trailing. . .", "..", ".", "/", "\\\\server\\share", "C:\\Windows", "COM1.txt",
    "lpt¹", "AUX .x", "é" * 300, "👨\u200d👩\u200d👧\u200d👦" * 60, "\ud800", "a\x00b", "-rf", "~/.ssh",
    "evil\u202excod.exe", "con", "CONIN$", "a:stream", "name\n", "", " ", "clock$", "Conrad", "%APPDATA%", "$(reboot)",
)  # fmt: skip
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    "conin$",
    "conout$",
    "clock$",
    *(f"{a}{b}" for a in ("com", "lpt") for b in "0123456789¹²³"),
}


def is_reserved(name: str) -> bool:
    """Ask Python itself, in the place where the version that runs keeps the answer."""
    newer = getattr(ntpath, "isreserved", None)
    return bool(newer(name) if newer is not None else PureWindowsPath(name).is_reserved())


def confirm_harmless(name: str) -> None:
    """Refuse what a system forbids, or what leads somewhere else."""
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in name)
    assert not any(unicodedata.bidirectional(sign) in {"RLO", "LRO", "RLI", "LRI", "FSI"} for sign in name)
    assert name.split(".", maxsplit=1)[0].strip().casefold() not in DEVICES
    assert name == name.strip(" .")
    assert name[0] not in "-.~"
    assert len(name.encode()) <= LONGEST_NAME + 5
    assert name == unicodedata.normalize("NFC", name)
    assert PureWindowsPath(name).name == name
    assert not is_reserved(name)


@pytest.mark.parametrize("strings", [pytest.param(lambda: TRAPS, id="traps"), *corpora()])
def test_that_any_text_gives_a_name_that_every_system_takes(
    strings: Callable[[], tuple[str, ...]], tmp_path: Path
) -> None:
    for text in strings():
        name = file_name(text, ".xlsx")
        confirm_harmless(name)
        file = tmp_path / name
        file.write_bytes(b"x")
        assert file.resolve().parent == tmp_path.resolve()
        file.unlink()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Harbour evening", "Harbour-evening.csv"), ("Zoë Łukasz", "Zoë-Łukasz.csv"), ("nul", "laurel-nul.csv"),
        ("../CON.", "laurel-CON.csv"), ("Conrad", "Conrad.csv"), ("...", "laurel.csv"), ("a. . ", "a.csv"),
        ("Tom & Jerry", "Tom-Jerry.csv"),
    ],
)  # fmt: skip
def test_that_a_name_can_be_read(text: str, name: str) -> None:
    assert file_name(text, ".csv") == name


def test_that_no_character_is_cut_in_two() -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"
    stem = file_name(family * 60, "")
    assert stem == family * (len(stem) // len(family))
