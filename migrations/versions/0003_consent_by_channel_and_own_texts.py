"""Consent by channel, and the clinic's own texts; both are only ever added to.

A later step that rebuilds `consent` or `consent_text` loses their triggers and makes them again.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final[str | None] = "0002"
branch_labels: Final = None
depends_on: Final = None

CHANGE: Final = """
CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is added to and never changed'); END
"""
REMOVAL: Final = """
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}{unless}
BEGIN SELECT RAISE(ABORT, '{table} loses a row only when its person is erased'); END
"""
ERASED: Final = """
WHEN NOT EXISTS (
    SELECT 1 FROM erasure WHERE participant_id IN (
        OLD.participant_id, (SELECT merged_into FROM participant WHERE id = OLD.participant_id)
    )
)
"""


def upgrade() -> None:
    op.create_table(
        "consent_text",
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_text")),
        sa.UniqueConstraint("purpose", "language", "edition", name=op.f("uq_consent_text_purpose_language_edition")),
    )
    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held", sa.String(), nullable=False, server_default="anywhere"))

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(), nullable=False, server_default="anywhere"))
        batch_op.add_column(sa.Column("said_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("form_code", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("kept_at", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE consent SET language = 'en'")  # until now all were shown the English words
    for table, unless in (("consent", ERASED), ("consent_text", " ")):
        op.execute(CHANGE.format(table=table))
        op.execute(REMOVAL.format(table=table, unless=unless))


def downgrade() -> None:
    for table in ("consent", "consent_text"):
        op.execute(f"DROP TRIGGER {table}_unchanged")
        op.execute(f"DROP TRIGGER {table}_kept")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_column("kept_at")
        batch_op.drop_column("form_code")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("said_on")
        batch_op.drop_column("channel")

    with op.batch_alter_table("ceremony", schema=None) as batch_op:
        batch_op.drop_column("held")

    op.drop_table("consent_text")
