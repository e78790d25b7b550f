"""Alembic's environment: the connection that it is handed, and column types as they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from models.tables import METADATA

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def render_plainly(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:  # noqa: ANN401  (Alembic's own)  (whatever Alembic writes down)
    """Render our column types as the plain types they are stored as, so that a migration imports nothing of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter a column: Alembic copies the table instead
    render_item=render_plainly,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
