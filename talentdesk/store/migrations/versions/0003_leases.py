"""Who is working on which case; on a server, which cases were erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_leases"),
        sa.ForeignKeyConstraint(["number"], ["drafts.number"], name="fk_leases_number_drafts", ondelete="CASCADE"),
    )
    if op.get_context().dialect.name == "postgresql":  # beside a store in a folder it is a file, which copies outlive
        op.create_table(
            "erased",
            sa.Column("id", sa.String(64), nullable=False),
            sa.Column("day", sa.Date(), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_erased"),
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_table("erased")
    op.drop_table("leases")
