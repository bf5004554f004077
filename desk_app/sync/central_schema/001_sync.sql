-- Run as the owner role, after the schema sync was made for the table of applied versions.
-- core: what the stations know; sync: streams, feed and desks; api: all a desk may call.
CREATE SCHEMA core;
CREATE SCHEMA api;

CREATE TYPE sync.answer AS (code text, detail jsonb, check_ins uuid[]);

-- A moment far outside these years would stop every desk that reads it.
CREATE DOMAIN core.moment AS timestamptz
    CHECK (VALUE >= '2000-01-01T00:00:00Z' AND VALUE < '2200-01-01T00:00:00Z');
CREATE DOMAIN core.day AS date CHECK (VALUE >= '2000-01-01' AND VALUE < '2200-01-01');
CREATE DOMAIN core.line AS text CHECK (length(VALUE) <= 200);
CREATE DOMAIN core.note AS text CHECK (length(VALUE) <= 2000);
CREATE DOMAIN core.small AS integer CHECK (VALUE BETWEEN 0 AND 100000);

CREATE TABLE sync.epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    schema_push_min integer NOT NULL DEFAULT 1,
    schema_pull_min integer NOT NULL DEFAULT 1,
    schema_max integer NOT NULL DEFAULT 1
);
INSERT INTO sync.epoch (schema_max) VALUES (5);

-- The counter row gives commit order: a bare sequence would let a cursor skip rows.
CREATE TABLE sync.scope (
    scope_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
INSERT INTO sync.scope DEFAULT VALUES; -- 1: the city, never personal data

CREATE TABLE sync.station (
    station_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
    scope_id integer NOT NULL UNIQUE REFERENCES sync.scope
);

CREATE TABLE sync.desk (
    desk_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    station_id uuid NOT NULL REFERENCES sync.station,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    role_name name NOT NULL UNIQUE,
    code_hash bytea NOT NULL,
    code_expires_at timestamptz NOT NULL,
    token_hash bytea,
    enrolled_at timestamptz,
    last_seen_at timestamptz,
    disabled boolean NOT NULL DEFAULT false,
    next_token_hash bytea, -- works beside the old one until it was used once
    rotation_asked boolean NOT NULL DEFAULT false,
    token_at timestamptz,
    disabled_at timestamptz,
    replaces uuid REFERENCES sync.desk,
    app_version text CHECK (length(app_version) <= 40),
    schema_version integer,
    read_up_to jsonb, -- {scope: seq} as the desk said last
    by_gateway boolean NOT NULL DEFAULT false, -- such a desk has no login of its own
    UNIQUE (station_id, name)
) WITH (fillfactor = 50);
CREATE INDEX desk_token ON sync.desk (token_hash);
CREATE INDEX desk_next_token ON sync.desk (next_token_hash);
CREATE INDEX desk_code ON sync.desk (code_hash) WHERE by_gateway;

CREATE TABLE sync.stream (
    stream uuid PRIMARY KEY,
    desk_id uuid NOT NULL REFERENCES sync.desk,
    last_seq bigint NOT NULL DEFAULT 0,
    head uuid
) WITH (fillfactor = 50);
CREATE INDEX stream_desk ON sync.stream (desk_id);

CREATE TABLE sync.op (
    stream uuid NOT NULL,
    seq bigint NOT NULL,
    op_id uuid NOT NULL,
    code text NOT NULL,
    detail jsonb,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream, seq)
);
CREATE UNIQUE INDEX op_id_once ON sync.op (op_id) WHERE code <> 'same_op';

-- What could never be applied, and what was refused.
CREATE TABLE sync.dead_op (
    op_id uuid PRIMARY KEY,
    stream uuid NOT NULL,
    desk_id uuid NOT NULL,
    payload text NOT NULL,
    why text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX dead_op_desk ON sync.dead_op (desk_id);

CREATE TABLE sync.txn (
    tag uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE sync.feed (
    scope_id integer NOT NULL,
    seq bigint NOT NULL,
    entity text NOT NULL,
    row_id uuid NOT NULL,
    tag uuid NOT NULL,
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (entity, row_id, scope_id)
);
CREATE UNIQUE INDEX feed_position ON sync.feed (scope_id, seq);

CREATE TABLE sync.field_history (
    op_id uuid NOT NULL,
    entity text NOT NULL,
    row_id uuid NOT NULL,
    field text NOT NULL,
    value jsonb,
    hlc bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX field_history_row ON sync.field_history (row_id);

CREATE SEQUENCE sync.arrival;

-- Rows for the feed that a push, a lookup or the owner adds to its own; empty between transactions.
CREATE TABLE sync.to_publish (
    scope_id integer NOT NULL,
    entity text NOT NULL,
    row_id uuid NOT NULL,
    deleted boolean NOT NULL,
    PRIMARY KEY (scope_id, entity, row_id)
);

-- Which desk made a row, and who was at it: bookings, enrolments and visitors do not say.
CREATE TABLE sync.author (
    row_id uuid PRIMARY KEY,
    desk_id uuid NOT NULL,
    operator core.line NOT NULL
);

-- People beyond their station: exact lookups, attached visitors, erasure.
CREATE TABLE sync.lookup (
    lookup_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    desk_id uuid NOT NULL,
    operator core.line NOT NULL,
    asked_by text NOT NULL, -- phone, pass or digest; never what was asked
    found uuid[] NOT NULL,
    attached uuid
);
CREATE INDEX lookup_desk ON sync.lookup (desk_id, at);

-- Visitors of other stations a station has in its scope, with minimal fields.
CREATE TABLE sync.attachment (
    visitor_id uuid NOT NULL,
    station_id uuid NOT NULL REFERENCES sync.station,
    desk_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (visitor_id, station_id)
);
CREATE INDEX attachment_station ON sync.attachment (station_id, at);

-- A bare id for ever: what arrives later about it is not taken.
CREATE TABLE sync.erased (
    visitor_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    desk_id uuid,
    operator core.line NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX erased_desk ON sync.erased (desk_id, at);

-- Older apps: what they send is brought to today's fields, version by version, so that nothing an
-- old desk noted is stranded. An operation tells by ``v`` which version's fields it has; it keeps
-- them when the app is updated before it could be sent. Rows here stay for ever.
--
-- A migration that renames or recodes adds a row for its version and raises schema_pull_min to it,
-- as older apps would not understand the feed. One that only adds fields needs neither.
CREATE TABLE sync.upcast (
    to_schema integer NOT NULL,
    entity text NOT NULL, -- as the version before called it
    became text, -- its name from this version on, where that changed
    fields jsonb NOT NULL DEFAULT '{}', -- {old field: new field, or null where it is gone}
    vals jsonb NOT NULL DEFAULT '{}', -- {new field: {old value as text: new value}}
    PRIMARY KEY (to_schema, entity)
);

-- Entities without rules of their own: the later operation wins. Their tables are core.<entity>
-- with <entity>_id and station_id; a row of them waits until its required fields are there.
CREATE TABLE sync.plain_entity (
    entity text PRIMARY KEY,
    required text[] NOT NULL,
    defaults jsonb NOT NULL
);
INSERT INTO sync.plain_entity VALUES
    ('term', '{first_day,last_day}', '{"name": ""}'),
    ('calendar_day', '{day}', '{"kind": "ordinary", "name": ""}'),
    ('seat_offer', '{enrolment_id,offered_at,expires_at}', '{"status": "open"}'),
    ('seat_release', '{session_id,given_up_by,given_to,released_at}',
        '{"place": 1, "operator": ""}'),
    ('attendance_mark', '{session_id,visitor_id,marked_at}',
        '{"status": "", "is_automatic": false, "reason": "", "marked_by": ""}'),
    ('question', '{course_id}',
        '{"place": 1, "wording": "", "is_required": false, "is_withdrawn": false}'),
    ('answer', '{question_id,visitor_id,answered_at}', '{"wording": ""}'),
    ('closure', '{starts_at,ends_at}', '{"reason": "", "is_lifted": false}'),
    ('booking_series', '{room_id}', '{"rule": ""}'),
    ('booker_block', '{last_day}', '{"company": "", "reason": "", "is_lifted": false}'),
    ('company', '{}', '{"name": "", "short_name": "", "building": "", "floor": "",
        "contact": "", "phone": "", "note": ""}'),
    ('building', '{}', '{"name": "", "address": ""}'),
    ('review_item', '{kind,raised_at}', '{}'),
    ('visitor_note', '{visitor_id,written_at}',
        '{"wording": "", "written_by": "", "is_withdrawn": false}');
