"""Joining the rows below two records of one person, each table as it declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import UniqueConstraint

from models.access import Permission
from models.personal_table import Merge, SharedTable, Unite
from models.privacy.declared import mapped_classes, personal_records, rows_where, table_of, target_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Table

    from models.base import Record
    from models.personal_table import PersonalTable
    from models.work import Work


def join_rows(work: Work, parent: Table, mine: UUID, theirs: UUID) -> None:
    """Make every row of a personal table that points at `theirs` point at `mine`; both are ids of rows of `parent`.

    Of two rows that a uniqueness rule excludes one is kept, and the rows below both are joined in the same way.
    """
    work.require(Permission.CHANGE_PEOPLE)
    for record, declared in personal_records():
        columns = table_of(record).c
        if target_of(columns[declared.about]) is parent:
            _follow(work, record, declared, mine, theirs)
        for name in declared.others:
            if target_of(columns[name]) is parent:
                _point_anew(work, record, name, mine, theirs)
    for shared in mapped_classes():
        if isinstance(shared.personal, SharedTable) and shared.personal.merge is not None:
            name, join = shared.personal.merge
            if name == parent.name:
                join(work, mine, theirs)


def _follow(work: Work, record: type[Record], declared: PersonalTable, mine: UUID, theirs: UUID) -> None:
    match declared.merge:
        case Merge.STAY:
            return
        case Merge.MOVE:
            for row in rows_where(work.session, record, table_of(record).c[declared.about] == theirs):
                setattr(row, declared.about, mine)
        case Unite():
            _unite(work, record, declared, declared.merge, mine, theirs)
        case move:
            move(work, mine, theirs)
    work.session.flush()


def _unite(work: Work, record: type[Record], declared: PersonalTable, rule: Unite, mine: UUID, theirs: UUID) -> None:
    column = table_of(record).c[declared.about]
    own = {_key(row, rule.by): row for row in rows_where(work.session, record, column == mine)}
    for row in rows_where(work.session, record, column == theirs):
        other = own.get(_key(row, rule.by))
        if other is not None:
            kept, dropped = _chosen(rule, other, row)
            if rule.before is not None:
                rule.before(work, other, row)
            work.session.flush()
            join_rows(work, table_of(record), kept.id, dropped.id)
            work.session.delete(dropped)
            work.session.flush()  # before the kept row moves to its place, which only one may have
            if kept is other:
                continue
        setattr(row, declared.about, mine)
        work.session.flush()


def _chosen(rule: Unite, mine: Record, theirs: Record) -> tuple[Record, Record]:
    """Give the row that is kept and the one that goes."""
    is_better = rule.worth is not None and rule.worth(theirs) > rule.worth(mine)
    return (theirs, mine) if is_better else (mine, theirs)


def _point_anew(work: Work, record: type[Record], name: str, mine: UUID, theirs: UUID) -> None:
    """Make a further column point at the kept row; where a unique constraint forbids it, empty the column."""
    column = table_of(record).c[name]
    once = _unique_with(table_of(record), name)
    existing = {_key(row, once) for row in rows_where(work.session, record, column == mine)} if once else set()
    for row in rows_where(work.session, record, column == theirs):
        setattr(row, name, None if _key(row, once) in existing else mine)
    work.session.flush()


def _unique_with(table: Table, name: str) -> tuple[str, ...]:
    """Give the columns that are unique together with this one; none without such a constraint."""
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint) and name in rule.columns:
            return tuple(column.name for column in rule.columns if column.name != name)
    return ()


def _key(row: Record, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)
