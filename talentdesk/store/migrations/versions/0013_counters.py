"""Who has a case by name and since when, and which counters are there to take one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.text("DELETE FROM leases"))  # they last minutes, and nobody is at work while the store is changed
    for column in (
        sa.Column("name", sa.String(80), nullable=False, server_default=""),
        sa.Column("since", sa.DateTime(), nullable=False, server_default="2000-01-01 00:00:00"),
        sa.Column("giver", sa.String(80), nullable=False, server_default=""),
    ):
        op.add_column("leases", column)
    op.create_table(
        "counters",
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_counters"),
    )


def downgrade() -> None:
    op.drop_table("counters")
    for column in ("giver", "since", "name"):
        op.drop_column("leases", column)
