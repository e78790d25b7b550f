"""Every screen and dialog in a language that nobody speaks: no English is left, and nothing is clipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import pytest
from PySide6.QtCore import QLocale, Qt

from tests.pictures.album import PAGES, SOME
from tests.pictures.camera import Look
from tests.pictures.proofreader import RUNS, Proofreader
from tests.pictures.sitting import EVENING, make_sample, sitting
from tests.pictures.stage import stage
from tests.pictures.words import known_words
from tests.pseudo_language import LEFT_TO_RIGHT, RIGHT_TO_LEFT, spoken_everywhere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.translation import Language
    from ui.theme.theme import Theme

LOOKS: Final = {
    LEFT_TO_RIGHT.code: (LEFT_TO_RIGHT, Look("longer")),
    RIGHT_TO_LEFT.code: (RIGHT_TO_LEFT, Look("longer-mirrored", direction=Qt.LayoutDirection.RightToLeft)),
}
IN_THE_ALBUM: Final = (
    "anchor willow seven copper lantern tide",
    "Erase this person? Their answers, marks and awards are taken out of the clinic. Erase",
    "There is already a cohort called Autumn evening. Choose another name.",
    "C:\\Clinic\\Laurel\\Riverside\\backups",
)
"""What the album itself puts into dialogs."""


@pytest.fixture(params=LOOKS)
def proof(request: pytest.FixtureRequest, session_theme: Theme, tmp_path: Path) -> Iterator[list[str]]:
    """Read every page of the album, or enough of it."""
    spoken, look = LOOKS[request.param]
    before = QLocale()
    QLocale.setDefault(QLocale(spoken.formats))
    try:
        with spoken_everywhere(spoken):
            yield _read(spoken, look, session_theme, tmp_path)
    finally:
        QLocale.setDefault(before)
        Look("light").put_on(session_theme)


def _read(spoken: Language, look: Look, theme: Theme, place: Path) -> list[str]:
    """Give what is not right on the pages of the album."""
    make_sample(place / "sample")
    with sitting(place / "sample", place / spoken.code, place, look, theme, Proofreader) as at:
        reader = cast("Proofreader", at.camera)
        known = at.ask(known_words)
        for page in (*PAGES, stage) if look.is_whole else SOME:
            at.clock.now = EVENING  # some pages move it on
            page(at)
        known |= at.ask(known_words) | {run.casefold() for text in IN_THE_ALBUM for run in RUNS.findall(text)}
    return [
        *reader.english(known),
        *sorted(reader.clipped.values()),
    ]


def test_that_no_screen_says_english_and_nothing_is_clipped(proof: list[str]) -> None:
    assert not proof, "\n".join(proof)
