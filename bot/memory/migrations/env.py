"""Run by Alembic for every command; takes the connection that `bot.memory.database.migrate` opened."""

from alembic import context

from bot.memory.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
