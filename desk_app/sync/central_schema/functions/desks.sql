-- Who calls: enrolment, tokens that change with overlap, withdrawal, sessions that outstay.
-- Every function of api authenticates by itself; desks own nothing and read no table.

-- The epoch is tied to the cluster: a dump restored on another one is another history.
CREATE OR REPLACE FUNCTION sync.epoch_now() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT md5(e.epoch::text || c.system_identifier::text)::uuid
    FROM sync.epoch e, pg_control_system() c
$$;

CREATE OR REPLACE FUNCTION sync.token_hash(token text) RETURNS bytea LANGUAGE sql IMMUTABLE
RETURN sha256(convert_to(token, 'UTF8'));

CREATE OR REPLACE FUNCTION sync.is_gateway() RETURNS boolean LANGUAGE sql STABLE
RETURN session_user = left(current_database(), 40) || '_gateway';

-- The gateway has one login role, so there the token alone says which desk it is. A desk that has a
-- login of its own is never let in by its token only.
CREATE OR REPLACE FUNCTION sync.calling_role(token text) RETURNS name LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN sync.is_gateway() THEN (SELECT d.role_name FROM sync.desk d
        WHERE d.by_gateway AND (d.token_hash = sync.token_hash(token)
            OR d.next_token_hash = sync.token_hash(token)) LIMIT 1)
        ELSE session_user END
$$;

-- The same of an invitation, by its code.
CREATE OR REPLACE FUNCTION sync.invited_role(code text) RETURNS name LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN sync.is_gateway() THEN (SELECT d.role_name FROM sync.desk d
        WHERE d.by_gateway AND d.code_hash = sha256(convert_to(code, 'UTF8')))
        ELSE session_user END
$$;

-- The desk that calls. Both its tokens work until the new one was used once.
CREATE OR REPLACE FUNCTION sync.caller(token text) RETURNS sync.desk LANGUAGE sql STABLE AS $$
    SELECT d FROM sync.desk d
    WHERE d.role_name = sync.calling_role(token)
    AND sync.token_hash(token) IN (d.token_hash, d.next_token_hash) AND NOT d.disabled
$$;

CREATE OR REPLACE FUNCTION sync.refusal(code text, last_seq bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('code', code, 'epoch', sync.epoch_now(),
        'last_seq', coalesce(last_seq, 0), 'now', clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION sync.numbers(given jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(e.key, e.value) FROM (
        SELECT * FROM jsonb_each(CASE WHEN jsonb_typeof(given) = 'object' THEN given END) e
        WHERE jsonb_typeof(e.value) = 'number' AND length(e.key) <= 12 LIMIT 20
    ) e
$$;

-- A desk calls and is done; whoever sits in a transaction of a desk's role, or computes for a minute,
-- is at its SQL prompt, where every time limit can be switched off. Others hang up on them: at each
-- hello, and whenever they had to wait for a lock. Nobody escapes who keeps a transaction open by small
-- questions, or commits in a loop within one statement: an honest call is one statement and one
-- transaction, of 20 s at most. Answers how many sessions ended.
-- The owner role is a member of every desk's role, so it sees what they do and may end it.
CREATE OR REPLACE FUNCTION sync.hang_up(idle_for interval DEFAULT '2 seconds') RETURNS integer
LANGUAGE sql AS $$
    SELECT count(*) FILTER (WHERE pg_terminate_backend(a.pid))::integer
    FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.state <> 'idle'
    AND a.usename IN (SELECT d.role_name FROM sync.desk d WHERE NOT d.by_gateway)
    AND (a.state LIKE 'idle in transaction%' AND a.state_change < clock_timestamp() - idle_for
        OR least(a.xact_start, a.query_start) < clock_timestamp() - 11 * idle_for)
$$;

-- The code works once; the same desk may repeat it with the same token when an answer was lost.
CREATE OR REPLACE FUNCTION api.enrol(code text, token text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    d sync.desk;
    new_hash bytea := sync.token_hash(token);
BEGIN
    SELECT * INTO d FROM sync.desk r WHERE r.role_name = sync.invited_role(code) FOR UPDATE;
    IF NOT FOUND OR d.disabled OR d.code_hash <> sha256(convert_to(code, 'UTF8'))
        OR (d.token_hash IS NOT NULL AND d.token_hash <> new_hash) THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    ELSIF d.token_hash IS NULL AND d.code_expires_at < clock_timestamp() THEN
        RETURN jsonb_build_object('code', 'EXPIRED');
    ELSIF length(token) < 43 OR length(token) > 128 THEN
        RAISE EXCEPTION 'token too short or too long' USING ERRCODE = '22023';
    END IF;
    UPDATE sync.desk r SET token_hash = new_hash,
        enrolled_at = coalesce(r.enrolled_at, clock_timestamp()) WHERE r.desk_id = d.desk_id;
    RETURN (SELECT jsonb_build_object('code', 'ok', 'now', clock_timestamp(),
        'epoch', sync.epoch_now(), 'desk_id', d.desk_id, 'desk_name', d.name,
        'station_id', s.station_id, 'station_name', s.name)
        FROM sync.station s WHERE s.station_id = d.station_id);
END $$;

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
    PERFORM sync.hang_up();
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
CREATE OR REPLACE FUNCTION api.rotate(token text, new_token text) RETURNS jsonb
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

-- Called by the owner. What is signed by a stolen desk's key counts only where it is known already.
CREATE OR REPLACE FUNCTION sync.withdraw(desk uuid, key_status text) RETURNS integer LANGUAGE plpgsql AS $$
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
