"""The board of one cohort in a clinic of two hundred, against one aggregate over the same encrypted file."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from leaderboards.points import FOR_COMING
from leaderboards.standings import standings
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.keys.slots import Cost
from models.people.consent import Purpose
from models.recognition.effort import EffortPoint
from tests import factory

if TYPE_CHECKING:
    from uuid import UUID

    from models.storage.database import Database

COHORTS: Final = 200
PEOPLE: Final = 12
ROUNDS: Final = 200
_AGGREGATE: Final = text(
    "SELECT enrolment.id, COALESCE(SUM(effort_point.points), 0) FROM enrolment "
    "LEFT JOIN effort_point ON effort_point.enrolment_id = enrolment.id WHERE enrolment.cohort_id = :cohort "
    "GROUP BY enrolment.id"
)


def fill(database: Database) -> UUID:
    """Make the cohorts, people and points; give a cohort of the middle in which everybody is on the board."""
    actor = factory.actor()
    chosen: UUID | None = None
    for number in range(COHORTS):
        with database.write(actor) as work:
            group = factory.group(work, size=PEOPLE, name=f"Cohort {number}")
            rows = [
                EffortPoint(
                    id=work.new_id(), enrolment_id=enrolment, meeting_id=meeting.id, points=FOR_COMING - place % 3
                )
                for place, enrolment in enumerate(group.enrolments)
                for meeting in group.meetings
            ]
            work.session.add_all(rows)
            if number == COHORTS // 2:
                chosen = group.cohort
                for person in group.people:
                    factory.agree(work, person, Purpose.BOARD)
    assert chosen is not None
    return chosen


def measure() -> dict[str, float]:
    """Time both in turns, each in a unit of work of its own; milliseconds are medians."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "clinic"
        cost = Cost(memory_kib=8, time=1, lanes=1)
        create_clinic(folder, name="Bench", country="GB", administrator="Mina", passphrase="a long bench", cost=cost)
        clinic = open_clinic(folder, "a long bench")
        database, actor = clinic.database, factory.actor()
        cohort = fill(database)
        database.adopt_thread()
        boards: list[float] = []
        aggregates: list[float] = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            with database.read(actor) as work:
                board = standings(work, cohort)
            middle = time.perf_counter()
            with database.read(actor) as work:
                rows = work.session.execute(_AGGREGATE, {"cohort": cohort.hex}).all()
            boards.append(middle - start)
            aggregates.append(time.perf_counter() - middle)
            assert len(board.lines) == len(rows) == PEOPLE
        clinic.close()
    return {
        "standings_ratio": median(boards) / median(aggregates),
        "standings_ms": median(boards) * 1000,
        "standings_aggregate_ms": median(aggregates) * 1000,
    }
