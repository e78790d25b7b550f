"""Tables of recognition: each person's own path in roster order, and the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaderboards.points import FOR_COMING, FOR_TELLING_US
from models.recognition.badge import BADGES
from ui.tables.person import name_column
from ui.tables.rows import Column, Look
from ui.translation import plural, tr
from ui.words.tally import came_text, came_tip, excused_tip

if TYPE_CHECKING:
    from leaderboards.progress import OwnProgress
    from leaderboards.standings import StandingLine


def progress_columns() -> tuple[Column[OwnProgress], ...]:
    """Describe each person's own progress; in roster order, which ranks nobody."""
    return (
        name_column(lambda one: one.label),
        Column(
            tr("Own path"),
            lambda one: came_text(one.tally),
            _path_look,
            width=200,
            tip=lambda one: came_tip(one.tally),
        ),
        Column(
            tr("Told us"),
            lambda one: str(one.tally.excused),
            width=90,
            align="centre",
            tip=lambda one: excused_tip(one.tally),
        ),
        Column(tr("Effort points"), lambda one: str(one.points), width=120, align="centre", tip=_points_tip),
        Column(tr("Badges"), _badges_text, Look(tone="soft", small=True), width=240, tip=_badges_text),
    )


def board_columns() -> tuple[Column[StandingLine], ...]:
    """Describe the board; equal points share a rank."""
    return (
        Column(tr("Place"), lambda line: str(line.rank), width=80, align="centre"),
        Column(tr("Known here as"), lambda line: line.name, Look(bold=True), tip=lambda line: line.name),
        Column(tr("Effort points"), lambda line: str(line.points), width=140, align="centre", tip=_points_tip),
    )


def accessible_progress(one: OwnProgress) -> str:
    """Say a path as a screen reader speaks it."""
    points = plural(one.points, "{count} effort point", "{count} effort points")
    return ", ".join(filter(None, (one.label.in_list, came_text(one.tally), points, _badges_text(one))))


def _points_tip(_line: object) -> str:
    return tr(
        "{coming} for each session they came to, {telling} for each time they told us. Nothing is ever taken away.",
        coming=FOR_COMING,
        telling=FOR_TELLING_US,
    )


def _path_look(one: OwnProgress) -> Look:
    return Look("bar", kind="laurel", share=one.tally.attended / one.tally.planned if one.tally.planned else 0.0)


def _badges_text(one: OwnProgress) -> str:
    return " · ".join(tr(BADGES[kind].title) for kind in one.badges)
