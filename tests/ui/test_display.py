"""Whether a window can appear is known before Qt is asked."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

import ui.app
from models.errors import ClinicError
from ui.display import has_display

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_that_windows_and_macos_always_have_a_display(platform: str) -> None:
    assert has_display({}, platform)


@pytest.mark.parametrize("name", ["vnc", "offscreen", "vnc:size=1280x800"])
def test_that_a_platform_set_by_hand_is_believed(name: str) -> None:
    assert has_display({"QT_QPA_PLATFORM": name}, "linux")


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":987"},
        {"DISPLAY": "nonsense"},
        {"DISPLAY": "localhost:9871"},
        {"WAYLAND_DISPLAY": "wayland-77"},
    ],
)
def test_that_a_display_that_does_not_answer_is_none(environment: dict[str, str]) -> None:
    assert not has_display(environment, "linux")


def test_that_a_wayland_display_that_answers_is_one(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "w"))
        server.listen()
        assert has_display({"WAYLAND_DISPLAY": "w", "XDG_RUNTIME_DIR": str(tmp_path)}, "linux")


def test_that_a_machine_without_a_screen_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.app, "has_display", lambda: False)
    with pytest.raises(ClinicError, match="QT_QPA_PLATFORM=vnc"):
        ui.app.run(None)
