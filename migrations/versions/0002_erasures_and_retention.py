"""Erasures and retention."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final[str | None] = "0001"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("erased_by", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("is_early", sa.Boolean(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_erasure_participant_id")),
    )
    op.create_table(
        "keeping",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("ask_again_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_keeping_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeping")),
    )
    with op.batch_alter_table("keeping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_keeping_participant_id"), ["participant_id"], unique=False)

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.alter_column("enrolment_id", existing_type=sa.CHAR(length=32), nullable=True)

    with op.batch_alter_table("clinic_profile", schema=None) as batch_op:
        batch_op.add_column(sa.Column("retention_years", sa.Integer(), server_default="10", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("clinic_profile", schema=None) as batch_op:
        batch_op.drop_column("retention_years")

    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.alter_column("enrolment_id", existing_type=sa.CHAR(length=32), nullable=False)

    with op.batch_alter_table("keeping", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_keeping_participant_id"))

    op.drop_table("keeping")
    op.drop_table("erasure")
