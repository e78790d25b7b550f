"""How Alembic sees Laurel: the connection it is handed, and column types in plain terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from models.tables import METADATA

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def render_plainly(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:  # noqa: ANN401  (Alembic's own)  (whatever Alembic writes down)
    """Write our column types as the plain types they are stored as, so that a step imports nothing of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    render_item=render_plainly,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
