"""Tables of applicants that are being put right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(16), nullable=False),
        sa.Column("procedure", sa.String(64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("head", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheets"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sheets_desk", "sheets", ["desk"])
    op.create_index("ix_sheets_saved_at", "sheets", ["saved_at"])
    op.create_table(
        "sheet_lines",
        sa.Column("sheet", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("fate", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sheet", "number", name="pk_sheet_lines"),
        sa.ForeignKeyConstraint(["sheet"], ["sheets.id"], name="fk_sheet_lines_sheet_sheets", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("sheet_lines")
    op.drop_table("sheets")
