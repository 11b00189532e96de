"""The working day: a case's time in its state, its slip's code, its open comments, the changes of its answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from talentdesk.core.slipcode import slip_code

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 1000


def upgrade() -> None:
    # Columns with a value for old rows are added without rewriting the table.
    op.add_column("drafts", sa.Column("code", sa.String(12), nullable=False, server_default=""))
    op.add_column("drafts", sa.Column("state_at", sa.DateTime(), nullable=True))
    op.add_column("drafts", sa.Column("remarks", sa.Integer(), nullable=False, server_default="0"))
    _give_codes()
    op.create_index("ix_drafts_code", "drafts", ["code"])
    op.drop_index("ix_drafts_saved_at_number", "drafts")
    op.create_index("ix_drafts_saved_at_number_state_due", "drafts", ["saved_at", "number", "state", "due"])
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(32), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("question", sa.String(128), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", "seq", name="pk_changes"),
        sa.ForeignKeyConstraint(["number"], ["drafts.number"], name="fk_changes_number_drafts", ondelete="CASCADE"),
    )


def _give_codes() -> None:
    drafts = sa.table("drafts", sa.column("number"), sa.column("id"), sa.column("code"))
    connection, last = op.get_bind(), -1
    given = sa.update(drafts).where(drafts.c.number == sa.bindparam("row")).values(code=sa.bindparam("given"))
    while True:
        wanted = sa.select(drafts.c.number, drafts.c.id).where(drafts.c.number > last).order_by(drafts.c.number)
        rows = connection.execute(wanted.limit(_AT_ONCE)).all()
        if not rows:
            return
        connection.execute(given, [{"row": number, "given": slip_code(id)} for number, id in rows])
        last = rows[-1][0]


def downgrade() -> None:
    op.drop_table("changes")
    op.drop_index("ix_drafts_saved_at_number_state_due", "drafts")
    op.create_index("ix_drafts_saved_at_number", "drafts", ["saved_at", "number"])
    op.drop_index("ix_drafts_code", "drafts")
    # Rebuilt with its counter: a number that was printed is never given again.
    with op.batch_alter_table("drafts", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for column in ("remarks", "state_at", "code"):
            batch.drop_column(column)
