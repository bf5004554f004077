"""SQLite tables of companies and the buildings they are in.

Private to desk_app.db and desk_app.sync, as desk_app.db.tables.
"""

from sqlalchemy import Column, Table, Uuid

from desk_app.db.columns import metadata, text

company = Table(
    "company",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    text("name"),
    text("short_name"),
    text("building"),
    text("floor"),
    text("contact"),
    text("phone"),
    text("note"),
)

building = Table(
    "building",
    metadata,
    Column("building_id", Uuid, primary_key=True),
    text("name"),
    text("address"),
)
