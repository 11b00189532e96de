"""A centre's keyslots and counts of wrong PINs, which its counters share. In a folder both stay empty."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keyslots",
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keyslots"),
    )
    op.create_table(
        "pin_tries",
        sa.Column("owner", sa.String(16), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_pin_tries"),
    )


def downgrade() -> None:
    op.drop_table("pin_tries")
    op.drop_table("keyslots")
