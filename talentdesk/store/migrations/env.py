"""What Alembic runs for each command: the steps, on the connection and in the transaction it was handed."""

from __future__ import annotations

from alembic import context

from talentdesk.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
