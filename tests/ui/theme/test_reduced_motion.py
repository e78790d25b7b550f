"""Less motion, where the person or the system asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtDBus import QDBusVariant

from ui.theme.reduced_motion import _plain, wants_reduced_motion

if TYPE_CHECKING:
    from ui.theme.theme import Theme


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_that_a_system_that_does_not_say_means_motion(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.theme.reduced_motion._PATIENCE", 1)
    assert wants_reduced_motion(platform) is False


def test_that_wrapped_answers_are_taken_out() -> None:
    wrapped = QDBusVariant()
    wrapped.setVariant(1)
    assert _plain(wrapped) == 1
    assert _plain(False) is False


def test_that_what_was_set_counts_before_the_system(theme: Theme) -> None:
    theme.calm = True
    assert theme.is_calm
    theme.calm = False
    assert not theme.is_calm
    theme.calm = None
    assert not theme.is_calm
