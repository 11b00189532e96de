"""Statistics: which problems a case had at its last save, and an index from which all counts are read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "problems",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("question", sa.String(128), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", "question", "code", name="pk_problems"),
        sa.ForeignKeyConstraint(["number"], ["drafts.number"], name="fk_problems_number_drafts", ondelete="CASCADE"),
    )
    op.create_index(
        "ix_drafts_created_at_procedure_state_state_at", "drafts", ["created_at", "procedure", "state", "state_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_drafts_created_at_procedure_state_state_at", "drafts")
    op.drop_table("problems")
