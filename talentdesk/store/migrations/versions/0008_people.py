"""People: a ledger for each, with documents, photos, cases, merges and history, and the index they are found by.

Cases that are there already stay nobody's until somebody says whose they are: two cases are never guessed to be one
person's.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "persons",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("root", sa.Integer(), nullable=False),
        *_moments("created_at", "saved_at", "expires_at"),
        sa.Column("content", sa.JSON(), nullable=False),
        *_lines(200, "surname", "given_names", "name_zh", "nationality"),
        *_lines(32, "birth_date"),
        sa.UniqueConstraint("id", name="uq_persons_id"),
    )
    op.create_index("ix_persons_saved_at_number", "persons", ["saved_at", "number"])
    op.create_index("ix_persons_root", "persons", ["root"])
    op.create_index("ix_persons_expires_at", "persons", ["expires_at"])
    _table(
        "person_documents",
        sa.Column("id", sa.String(64), nullable=False),
        _of("person"),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.UniqueConstraint("id", name="uq_person_documents_id"),
        people=("person",),
    )
    _table(
        "person_photos",
        sa.Column("id", sa.String(64), nullable=False),
        _of("person"),
        *_lines(64, "digest", "media"),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Date(), nullable=True),
        *_lines(32, "background"),
        *_moments("added_at"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("id", name="uq_person_photos_id"),
        people=("person",),
    )
    op.create_table(
        "person_cases",
        sa.Column("case", sa.Integer(), nullable=False, autoincrement=False),
        _of("person"),
        *_moments("at"),
        sa.PrimaryKeyConstraint("case", name="pk_person_cases"),
        sa.ForeignKeyConstraint(["case"], ["drafts.number"], name="fk_person_cases_case_drafts", ondelete="CASCADE"),
        _belongs("person_cases", "person"),
    )
    op.create_index("ix_person_cases_person", "person_cases", ["person"])
    _table("person_keys", _of("person"), *_lines(128, "key"), people=("person",))
    op.create_index("ix_person_keys_key_person", "person_keys", ["key", "person"])
    _table(
        "person_merges",
        _of("kept"),
        _of("gone"),
        *_moments("at"),
        *_lines(64, "who"),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        *_lines(64, "undone_by"),
        people=("kept", "gone"),
    )
    _table("person_apart", _of("low"), _of("high"), *_moments("at"), *_lines(64, "who"), people=("low", "high"))
    _table(
        "person_history",
        _of("person"),
        *_moments("at"),
        *_lines(64, "who"),
        *_lines(32, "act"),
        sa.Column("details", sa.JSON(), nullable=False),
        people=("person",),
    )
    if op.get_context().dialect.name == "postgresql":
        _index_on_server()
    else:
        op.execute("CREATE VIRTUAL TABLE people_search USING fts5(words, tokenize = 'ascii', prefix = '6')")
        op.execute("INSERT INTO people_search(people_search, rank) VALUES ('secure-delete', 1)")


def _table(name: str, *parts: sa.schema.SchemaItem, people: tuple[str, ...] = ()) -> None:
    """A table with numbered rows, some of whose columns name a person."""
    op.create_table(
        name,
        sa.Column("number", sa.Integer(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("number", name=f"pk_{name}"),
        *(_belongs(name, column) for column in people),
        sqlite_autoincrement=True,
    )
    for column in people:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _of(column: str) -> sa.Column[int]:
    return sa.Column(column, sa.Integer(), nullable=False)


def _belongs(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["persons.number"], name=f"fk_{table}_{column}_persons", ondelete="CASCADE"
    )


def _moments(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(), nullable=False) for name in names]


def _lines(length: int, *names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length), nullable=False) for name in names]


def _index_on_server() -> None:
    op.create_table(
        "people_search",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tokens", ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_people_search"),
    )
    op.create_index("ix_people_search_tokens", "people_search", ["tokens"], postgresql_using="gin")


def downgrade() -> None:
    for table in (
        "people_search",
        "person_history",
        "person_apart",
        "person_merges",
        "person_keys",
        "person_cases",
        "person_photos",
        "person_documents",
        "persons",
    ):
        op.drop_table(table)
