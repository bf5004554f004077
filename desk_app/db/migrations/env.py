"""Alembic's way in: one SQLite file, changes in batches, all in one transaction."""

from alembic import context
from sqlalchemy import create_engine, event

from desk_app.db.columns import metadata

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")


@event.listens_for(engine, "connect")
def _on_connect(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")


@event.listens_for(engine, "begin")
def _on_begin(connection) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    connection.exec_driver_sql("BEGIN IMMEDIATE")


with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
