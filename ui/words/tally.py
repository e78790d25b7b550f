"""Counts of sessions, with numerator, denominator and rule in their tool tips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.translation import plural, tr

if TYPE_CHECKING:
    from models.programme.tally import Tally


def came_text(tally: Tally) -> str:
    """Give the count for a column: "6 of 12"."""
    return tr("{came} of {planned}", came=tally.attended, planned=tally.planned)


def came_tip(tally: Tally) -> str:
    """Say which sessions count, and for what."""
    return " ".join(
        (
            plural(
                tally.attended,
                "Came {count} time: present, late, by video, left early or made up.",
                "Came {count} times: present, late, by video, left early or made up.",
            ),
            plural(
                tally.planned,
                "{count} session is planned since they joined, cancelled ones left out.",
                "{count} sessions are planned since they joined, cancelled ones left out.",
            ),
            plural(tally.held, "{count} was held so far.", "{count} were held so far."),
        )
    )


def excused_tip(tally: Tally) -> str:
    """Say what an excuse means: it costs nothing."""
    return plural(
        tally.excused,
        "{count} time excused or with a flare-up. It still counts as a planned session, and earns effort points.",
        "{count} times excused or with a flare-up. They still count as planned sessions, and earn effort points.",
    )


def no_show_tip(tally: Tally) -> str:
    """Say what a no-show is."""
    return plural(
        tally.no_show,
        "{count} time away without a word to us beforehand.",
        "{count} times away without a word to us beforehand.",
    )
