"""The ready-to-print list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("two_sided", sa.Boolean(), nullable=False),
        sa.Column("printer", sa.String(128), nullable=False),
        sa.Column("tray", sa.String(64), nullable=False),
        sa.Column("desk", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("jobs", sa.JSON(), nullable=False),
        sa.Column("went_to", sa.String(128), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prints"),
        sa.ForeignKeyConstraint(["number"], ["drafts.number"], name="fk_prints_number_drafts", ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_prints_number", "prints", ["number"])


def downgrade() -> None:
    op.drop_table("prints")
