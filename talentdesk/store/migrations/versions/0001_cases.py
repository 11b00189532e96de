"""Cases, and the index their names and numbers are found by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("procedure", sa.String(64), nullable=False),
        sa.Column("edition", sa.String(16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(128), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("surname", sa.String(200), nullable=False),
        sa.Column("given_names", sa.String(200), nullable=False),
        sa.Column("name_zh", sa.String(200), nullable=False),
        sa.Column("nationality", sa.String(200), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_drafts"),
        sa.UniqueConstraint("id", name="uq_drafts_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_saved_at_number", "drafts", ["saved_at", "number"])
    if op.get_context().dialect.name == "postgresql":
        _index_on_server()
    else:
        op.execute("CREATE VIRTUAL TABLE search USING fts5(words, tokenize = 'ascii', prefix = '6')")
        op.execute("INSERT INTO search(search, rank) VALUES ('secure-delete', 1)")


def _index_on_server() -> None:
    op.create_table(
        "search",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tokens", ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_search"),
    )
    op.create_index("ix_search_tokens", "search", ["tokens"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_table("search")
    op.drop_table("drafts")
