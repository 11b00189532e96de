"""How long a case is kept, marks of upkeep, and the chain of acts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A case from before this step gets a month from the step on, so that an update never erases anything by itself.
_MONTH = {
    "sqlite": "datetime(max(saved_at, CURRENT_TIMESTAMP), '+30 days') || '.000000'",
    "postgresql": "greatest(saved_at, now() AT TIME ZONE 'UTC') + interval '30 days'",
}


def upgrade() -> None:
    with op.batch_alter_table("drafts", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("expires_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("hold_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("hold_reason", sa.String(200), nullable=False, server_default=""))
    op.execute(f"UPDATE drafts SET expires_at = {_MONTH[op.get_context().dialect.name]}")
    with op.batch_alter_table("drafts", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("expires_at", nullable=False)
        batch.alter_column("hold_reason", server_default=None)
        batch.create_index("ix_drafts_expires_at", ["expires_at"])
    op.create_table(
        "marks",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("machine", sa.String(16), nullable=False),
        sa.Column("program", sa.String(16), nullable=False),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_table("marks")
    with op.batch_alter_table("drafts", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_index("ix_drafts_expires_at")
        batch.drop_column("hold_reason")
        batch.drop_column("hold_until")
        batch.drop_column("expires_at")
