-- A desk's life: tokens that change with overlap, what it runs and has read, withdrawal.
ALTER TABLE sync.desk
    ADD next_token_hash bytea,
    ADD rotation_asked boolean NOT NULL DEFAULT false,
    ADD token_at timestamptz,
    ADD disabled_at timestamptz,
    ADD replaces uuid REFERENCES sync.desk,
    ADD app_version text CHECK (length(app_version) <= 40),
    ADD schema_version integer,
    ADD read_up_to jsonb; -- {scope: seq} as the desk said last
CREATE INDEX desk_token ON sync.desk (token_hash);
CREATE INDEX desk_next_token ON sync.desk (next_token_hash);

CREATE FUNCTION sync.token_hash(token text) RETURNS bytea LANGUAGE sql IMMUTABLE
RETURN sha256(convert_to(token, 'UTF8'));

-- Both tokens work until the new one was used once.
CREATE OR REPLACE FUNCTION sync.caller(token text) RETURNS sync.desk LANGUAGE sql STABLE AS $$
    SELECT d FROM sync.desk d
    WHERE d.role_name = session_user
    AND sync.token_hash(token) IN (d.token_hash, d.next_token_hash) AND NOT d.disabled
$$;

CREATE FUNCTION sync.numbers(given jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(e.key, e.value) FROM (
        SELECT * FROM jsonb_each(CASE WHEN jsonb_typeof(given) = 'object' THEN given END) e
        WHERE jsonb_typeof(e.value) = 'number' AND length(e.key) <= 12 LIMIT 20
    ) e
$$;

-- call: {proto, stream, schema, app, read: {scope: seq}}; the first call with a new token ends the old.
CREATE OR REPLACE FUNCTION api.hello(token text, call jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
SET lock_timeout = '5s' AS $$
DECLARE
    me sync.desk := sync.caller(token);
    st sync.stream;
    used bytea := sync.token_hash(token);
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    UPDATE sync.desk d SET last_seen_at = clock_timestamp(),
        token_hash = used,
        token_at = CASE WHEN d.token_hash = used THEN d.token_at ELSE clock_timestamp() END,
        next_token_hash = CASE WHEN d.token_hash = used THEN d.next_token_hash END,
        app_version = coalesce(left(call ->> 'app', 40), d.app_version),
        schema_version = coalesce(CASE WHEN call ->> 'schema' ~ '^[0-9]{1,6}$'
            THEN (call ->> 'schema')::integer END, d.schema_version),
        read_up_to = coalesce(sync.numbers(call -> 'read'), d.read_up_to)
        WHERE d.desk_id = me.desk_id AND used IN (d.token_hash, d.next_token_hash);
    SELECT * INTO st FROM sync.stream s
        WHERE s.stream = (call ->> 'stream')::uuid AND s.desk_id = me.desk_id;
    RETURN (SELECT jsonb_build_object('code', 'ok', 'epoch', sync.epoch_now(),
        'last_seq', coalesce(st.last_seq, 0), 'head', st.head, 'now', clock_timestamp(),
        'schema', jsonb_build_array(e.schema_push_min, e.schema_pull_min, e.schema_max),
        'desk_name', me.name, 'station_name', s.name, 'next_poll_ms', 15000,
        'rotate', me.rotation_asked)
        FROM sync.epoch e, sync.station s WHERE s.station_id = me.station_id);
END $$;

-- A new token beside the one in use. Repeating it changes nothing, so a lost answer does no harm.
CREATE FUNCTION api.rotate(token text, new_token text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
SET lock_timeout = '5s' AS $$
DECLARE
    me sync.desk := sync.caller(token);
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    ELSIF length(new_token) < 43 OR length(new_token) > 128 THEN
        RAISE EXCEPTION 'token too short, too long or not new' USING ERRCODE = '22023';
    END IF;
    UPDATE sync.desk d SET token_hash = sync.token_hash(token),
        next_token_hash = nullif(sync.token_hash(new_token), sync.token_hash(token)),
        rotation_asked = false
        WHERE d.desk_id = me.desk_id
        AND sync.token_hash(token) IN (d.token_hash, d.next_token_hash);
    RETURN jsonb_build_object('code', 'ok', 'epoch', sync.epoch_now(), 'now', clock_timestamp());
END $$;

-- Rows for the feed that a push, a lookup or the owner adds to its own; empty between transactions.
CREATE TABLE sync.to_publish (
    scope_id integer NOT NULL,
    entity text NOT NULL,
    row_id uuid NOT NULL,
    deleted boolean NOT NULL,
    PRIMARY KEY (scope_id, entity, row_id)
);

CREATE FUNCTION sync.queue(stations uuid[], entity text, ids uuid[], deleted boolean DEFAULT false)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO sync.to_publish
        SELECT s.scope_id, entity, u.id, deleted FROM sync.station s, unnest(ids) u(id)
        WHERE s.station_id = ANY (stations) AND u.id IS NOT NULL
        GROUP BY s.scope_id, u.id
        ON CONFLICT (scope_id, entity, row_id) DO UPDATE SET deleted = excluded.deleted
$$;

-- Called by the owner. What is signed by a stolen desk's key counts only where it is known already.
CREATE FUNCTION sync.withdraw(desk uuid, key_status text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    keys uuid[];
BEGIN
    UPDATE sync.desk d SET disabled = true, disabled_at = coalesce(d.disabled_at, clock_timestamp()),
        token_hash = NULL, next_token_hash = NULL, code_expires_at = '-infinity'
        WHERE d.desk_id = desk;
    WITH changed AS (
        UPDATE core.pass_key k SET status = key_status, retired_at = coalesce(k.retired_at,
            clock_timestamp())
        WHERE (k.desk_id = desk OR EXISTS (SELECT FROM sync.author a
            WHERE a.row_id = k.pass_key_id AND a.desk_id = desk))
        AND k.status <> key_status AND k.status <> 'compromised'
        RETURNING k.pass_key_id
    )
    SELECT array_agg(c.pass_key_id) INTO keys FROM changed c;
    INSERT INTO sync.to_publish SELECT 1, 'pass_key', k, false FROM unnest(keys) k
        ON CONFLICT DO NOTHING;
    PERFORM sync.publish(NULL, '{}', '{}');
    RETURN coalesce(cardinality(keys), 0);
END $$;
