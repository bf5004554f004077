-- Run as the owner role, after the schema sync was made for the table of applied versions.
-- core: what the stations know; sync: streams, feed and desks; api: all a desk may call.
CREATE SCHEMA core;
CREATE SCHEMA api;

CREATE TABLE sync.epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    schema_push_min integer NOT NULL DEFAULT 1,
    schema_pull_min integer NOT NULL DEFAULT 1,
    schema_max integer NOT NULL DEFAULT 1
);
INSERT INTO sync.epoch DEFAULT VALUES;

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
    UNIQUE (station_id, name)
) WITH (fillfactor = 50);

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

CREATE TABLE sync.dead_op (
    op_id uuid PRIMARY KEY,
    stream uuid NOT NULL,
    desk_id uuid NOT NULL,
    payload text NOT NULL,
    why text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

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

-- A moment far outside these years would stop every desk that reads it.
CREATE DOMAIN core.moment AS timestamptz
    CHECK (VALUE >= '2000-01-01T00:00:00Z' AND VALUE < '2200-01-01T00:00:00Z');
CREATE DOMAIN core.day AS date CHECK (VALUE >= '2000-01-01' AND VALUE < '2200-01-01');
CREATE DOMAIN core.line AS text CHECK (length(VALUE) <= 200);
CREATE DOMAIN core.note AS text CHECK (length(VALUE) <= 2000);
CREATE DOMAIN core.small AS integer CHECK (VALUE BETWEEN 0 AND 100000);

-- Rows may be incomplete: after a restore an edit can arrive before the operation that made the row.
-- Such a row waits here and reaches the feed once its required fields are there.
CREATE TABLE core.visitor (
    visitor_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    phone core.line NOT NULL,
    company core.line NOT NULL,
    workplace core.line NOT NULL,
    attention core.note NOT NULL,
    is_blocked boolean NOT NULL,
    blocked_reason core.note NOT NULL,
    revisions jsonb NOT NULL -- {field: {"r": revision, "h": hybrid logical time, "s": stream}}
);

CREATE TABLE core.pass (
    pass_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    visitor_id uuid,
    kind text CHECK (kind IN ('signed', 'linked')),
    key_id integer CHECK (key_id BETWEEN 0 AND 65535),
    digest bytea CHECK (length(digest) <= 64),
    hint core.line NOT NULL,
    first_day core.day,
    last_day core.day,
    issued_at core.moment,
    revoked_at core.moment
);

CREATE TABLE core.pass_key (
    pass_key_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    key_id integer CHECK (key_id BETWEEN 0 AND 65535),
    public bytea CHECK (length(public) BETWEEN 1 AND 128),
    desk_id uuid,
    status text NOT NULL CHECK (status IN ('active', 'retired', 'compromised')),
    retired_at core.moment
);

CREATE TABLE core.link_key (
    link_key_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    secret bytea NOT NULL CHECK (length(secret) BETWEEN 16 AND 128)
);

CREATE TABLE core.course (
    course_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    kind text NOT NULL CHECK (kind IN ('course', 'lecture')),
    room core.line NOT NULL,
    room_hint core.line NOT NULL,
    capacity core.small NOT NULL,
    lessons core.small NOT NULL,
    opens_before_min core.small NOT NULL,
    tolerance_min core.small NOT NULL,
    late_after_min core.small NOT NULL,
    very_late_after_min core.small NOT NULL,
    award_absences core.small NOT NULL,
    several_entries boolean NOT NULL,
    walk_ins boolean NOT NULL,
    is_cancelled boolean NOT NULL
);

CREATE TABLE core.class_session (
    session_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    course_id uuid,
    number core.small NOT NULL,
    starts_at core.moment,
    ends_at core.moment,
    room core.line NOT NULL,
    is_cancelled boolean NOT NULL
);
CREATE INDEX class_session_course ON core.class_session (course_id);

CREATE TABLE core.enrolment (
    enrolment_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    course_id uuid,
    visitor_id uuid,
    status text NOT NULL CHECK (status IN ('confirmed', 'waitlisted', 'dropped')),
    enrolled_at core.moment
);
CREATE INDEX enrolment_course ON core.enrolment (course_id, status);

CREATE TABLE core.check_in (
    check_in_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    session_id uuid,
    visitor_id uuid,
    pass_id uuid,
    direction text NOT NULL CHECK (direction IN ('in', 'out')),
    at core.moment,
    offset_ms integer NOT NULL,
    desk_id uuid,
    desk_name core.line NOT NULL,
    operator core.line NOT NULL,
    nonce uuid,
    force_reason core.note NOT NULL,
    overrode boolean NOT NULL,
    is_walk_in boolean NOT NULL,
    undone_at core.moment,
    undone_by core.line NOT NULL,
    dup_of uuid,
    arrival bigint NOT NULL,
    canonical uuid -- the visitor (or provisional pass) this row speaks for in a single-entry session
);
-- A desk keeps one row per nonce, so two with one nonce must never reach the feed.
CREATE UNIQUE INDEX check_in_nonce ON core.check_in (station_id, nonce);
CREATE UNIQUE INDEX check_in_canonical ON core.check_in (session_id, canonical);
CREATE INDEX check_in_person ON core.check_in (session_id, (coalesce(visitor_id, pass_id)));
CREATE INDEX check_in_provisional ON core.check_in (pass_id) WHERE visitor_id IS NULL;
