"""Effort points: the points of each mark. Nothing subtracts, so that an absence or a flare-up loses nothing earned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.access import Permission
from models.programme.attendance import marks
from models.programme.mark import ATTENDED, EXCUSED, Mark
from models.recognition.effort import post_points

if TYPE_CHECKING:
    from uuid import UUID

    from models.work import Work

FOR_COMING: Final = 10
FOR_TELLING_US: Final = 5


def points_for(mark: Mark | None) -> int:
    """Give the points of one mark: attending counts most, an excused absence or flare-up counts too, others are 0."""
    if mark in ATTENDED:
        return FOR_COMING
    return FOR_TELLING_US if mark in EXCUSED else 0


def post_session_points(work: Work, meeting: UUID) -> None:
    """Store the points for the marks of a closed session; called again after a correction, it replaces them."""
    work.require(Permission.CLOSE_SESSION)
    post_points(work, meeting, {enrolment: points_for(mark) for enrolment, mark in marks(work, meeting).items()})
