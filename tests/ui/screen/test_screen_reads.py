"""Every screen asks again when any table changes that its answer was read from, and only then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from ceremonies.script_editing import draft_ceremony
from models.base import Base
from models.tables import METADATA
from tests import factory
from tests.inline import InlineExecutor
from ui.navigation import PLACES

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from uuid import UUID

    from pytestqt.qtbot import QtBot

    from models.access import Actor
    from models.storage.database import Database
    from models.work import Work
    from tests.factory import MovingClock
    from ui.context import Context

_SQLITE_READ: Final = 20
_CLASSES: Final = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
_NEVER_ANNOUNCED: Final = {"audit_entry"}
"""Written beside every change and told to nobody."""


@pytest.fixture
def executor() -> Executor:
    """What is asked is answered at once: which tables were asked does not hang on the thread."""
    return InlineExecutor()


@pytest.fixture
def parameters(clinic: Database, actor: Actor, clock: MovingClock) -> dict[str, UUID]:
    """A group on its second evening, one of its people, a register and a ceremony."""
    clock.to(factory.START)
    with clinic.write(actor) as work:
        them = factory.group(work, size=3)
        factory.run_sessions(work, them, ["PPP"])
        planned = datetime(2026, 12, 1, 18, tzinfo=UTC)
        ceremony = draft_ceremony(work, them.cohort, "Celebration", planned, work.zone)
    return {
        "cohort": them.cohort, "person": them.people[0], "meeting": them.meetings[0].id, "ceremony": ceremony,
    }  # fmt: skip


def tables_asked(database: Database, actor: Actor, query: Callable[[Work], object]) -> set[str]:
    """Let SQLite itself say which of the clinic's tables a query reads."""
    found: set[str] = set()

    def note(action: int, table: str | None, *_rest: object) -> int:
        if action == _SQLITE_READ and table is not None:
            found.add(table)
        return 0

    with database.read(actor) as work:
        driver: Any = work.session.connection().connection.driver_connection
        driver.set_authorizer(note)
        try:
            query(work)
        finally:
            driver.set_authorizer(None)
    return found & set(METADATA.tables)


@pytest.mark.parametrize("name", [place.name for place in PLACES])
def test_that_a_screen_asks_again_for_each_table_that_its_answer_was_read_from(
    name: str, context: Context, show: Callable[..., Any], qtbot: QtBot, parameters: dict[str, UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    place = next(place for place in PLACES if place.name == name)
    own = {"cohort", "person", "meeting", "ceremony"} & {name, "meeting" if name == "register" else name}
    screen = show(place.screen_class()(context), **{one: parameters[one] for one in own})
    query = screen.query()
    asked = set() if query is None else tables_asked(context.tasks.database, context.actor, query)
    times: list[str] = []

    def count() -> object:
        times.append(name)
        return query

    monkeypatch.setattr(screen, "query", count)
    for table in sorted(asked - _NEVER_ANNOUNCED):
        times.clear()
        context.tasks.changed.emit(frozenset({_CLASSES[table]}))
        qtbot.waitUntil(lambda: context.tasks.is_idle)
        assert times, f"{name} shows what was read from {table} and does not ask again when it changes"
    assert query is None or asked, "a screen that asks reads something"


def test_that_a_screen_is_not_asked_again_for_a_table_that_it_did_not_read(
    context: Context, show: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = next(place for place in PLACES if place.name == "settings")
    screen = show(place.screen_class()(context))
    times: list[int] = []
    monkeypatch.setattr(screen, "query", lambda: times.append(1))
    context.tasks.changed.emit(frozenset({_CLASSES["attendance"]}))
    qtbot.waitUntil(lambda: context.tasks.is_idle)
    assert times == []
