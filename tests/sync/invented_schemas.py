"""Versions of the entities' fields that never were: two before today's, and one after.

Two before today's, ``workplace`` was called ``job``, and who was present was ``here``; the one
before lacks ``priority`` and notes; the one after gives companies a nickname.
"""

from dataclasses import replace

import psycopg

from desk_app.domain.changes import SCHEMA
from desk_app.sync.https import GatewayTransport
from desk_app.sync.transport import DirectTransport

PUSHES, PULLS, NEXT = SCHEMA - 2, SCHEMA - 1, SCHEMA + 1
_TRIGGER = "an_app_of_another_version"


def teach(url):
    """Tell a centre of today's schema of the invented older ones."""
    with psycopg.connect(url) as owner:
        owner.execute(
            "UPDATE sync.epoch SET schema_push_min = %s, schema_pull_min = %s", (PUSHES, PULLS)
        )
        owner.execute(
            "INSERT INTO sync.upcast (to_schema, entity, fields, vals) VALUES "
            "(%(v)s, 'visitor', '{\"job\": \"workplace\"}', '{}'), "
            "(%(v)s, 'attendance_mark', '{}', '{\"status\": {\"here\": \"present\"}}')",
            {"v": PULLS},
        )


def update(url):
    """Bring the centre to the invented next schema."""
    with psycopg.connect(url) as owner:
        owner.execute("ALTER TABLE core.company ADD nickname core.line NOT NULL DEFAULT ''")
        owner.execute("UPDATE sync.epoch SET schema_max = %s", (NEXT,))
        owner.execute(
            'UPDATE sync.plain_entity SET defaults = defaults || \'{"nickname": ""}\' '
            "WHERE entity = 'company'"
        )


def as_sent(op):
    """Return an operation as the app that made it has its fields."""
    fields, base = dict(op.fields), dict(op.base)
    if op.version <= PUSHES and op.entity == "visitor":
        for values in (fields, base):
            if "workplace" in values:
                values["job"] = values.pop("workplace")
    elif op.version <= PUSHES and op.entity == "attendance_mark":
        if fields.get("status") == "present":
            fields["status"] = "here"
    elif op.version <= PULLS and op.entity == "enrolment":
        fields.pop("priority", None)
    elif op.version == NEXT and op.entity == "company" and isinstance(fields, dict):
        fields["nickname"] = "小名"
    return replace(op, fields=fields, base=base)


class _Worn:
    """What an app of some version sends, and what it understands of the answer."""

    schema = SCHEMA

    def push(self, batch):
        ops = tuple(as_sent(op) if op.version != SCHEMA else op for op in batch.ops)
        return super().push(replace(batch, ops=ops))

    def pull(self, **place):
        reply = super().pull(**place)
        if self.schema >= SCHEMA:
            return reply
        return replace(reply, rows=tuple(_understood(row) for row in reply.rows))


class TransportOf(_Worn, DirectTransport):
    """Such an app on a LAN."""

    def _call(self, sql, head, *args):
        head = {**head, "schema": self.schema}
        return super()._call(sql, head, *args)


class GatewayTransportOf(_Worn, GatewayTransport):
    """Such an app before a gateway."""

    def _post(self, function, body):
        if "schema" in body.get("call", {}):
            body = {**body, "call": {**body["call"], "schema": self.schema}}
        return super()._post(function, body)


def _understood(row):
    if row.entity == "visitor_note":
        return row._replace(entity="unknown")
    fields = {k: v for k, v in row.fields.items() if (row.entity, k) != ("enrolment", "priority")}
    return row._replace(fields=fields)


def install(desk, schema):
    """Make a desk's file one that an app of this version writes; a newer app reads all anew."""
    worn = desk.setting("worn_schema") or SCHEMA
    if worn == schema:
        return
    desk.sql(f"DROP TRIGGER IF EXISTS {_TRIGGER}")
    if schema != SCHEMA:
        stamp = f"UPDATE outbox SET version = {schema} WHERE q = NEW.q"  # noqa: S608
        desk.sql(f"CREATE TRIGGER {_TRIGGER} AFTER INSERT ON outbox BEGIN {stamp}; END")
    desk.put("worn_schema", schema)
    if worn < schema:
        desk.put("feed_schema", worn)
