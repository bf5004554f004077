-- What desks call. Every function authenticates by itself; desks own nothing and read no table.

-- The epoch is tied to the cluster: a dump restored on another one is another history.
CREATE FUNCTION sync.epoch_now() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT md5(e.epoch::text || c.system_identifier::text)::uuid
    FROM sync.epoch e, pg_control_system() c
$$;

CREATE FUNCTION sync.caller(token text) RETURNS sync.desk LANGUAGE sql STABLE AS $$
    SELECT d FROM sync.desk d
    WHERE d.role_name = session_user AND d.token_hash = sha256(convert_to(token, 'UTF8'))
    AND NOT d.disabled
$$;

CREATE FUNCTION sync.refusal(code text, last_seq bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('code', code, 'epoch', sync.epoch_now(),
        'last_seq', coalesce(last_seq, 0), 'now', clock_timestamp())
$$;

-- The code works once; the same desk may repeat it with the same token when an answer was lost.
CREATE FUNCTION api.enrol(code text, token text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    d sync.desk;
    new_hash bytea := sha256(convert_to(token, 'UTF8'));
BEGIN
    SELECT * INTO d FROM sync.desk r WHERE r.role_name = session_user FOR UPDATE;
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

CREATE FUNCTION api.hello(token text, call jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    me sync.desk := sync.caller(token);
    st sync.stream;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    UPDATE sync.desk d SET last_seen_at = clock_timestamp() WHERE d.desk_id = me.desk_id;
    SELECT * INTO st FROM sync.stream s
        WHERE s.stream = (call ->> 'stream')::uuid AND s.desk_id = me.desk_id;
    RETURN (SELECT jsonb_build_object('code', 'ok', 'epoch', sync.epoch_now(),
        'last_seq', coalesce(st.last_seq, 0), 'head', st.head, 'now', clock_timestamp(),
        'schema', jsonb_build_array(e.schema_push_min, e.schema_pull_min, e.schema_max),
        'desk_name', me.name, 'station_name', s.name, 'next_poll_ms', 15000)
        FROM sync.epoch e, sync.station s WHERE s.station_id = me.station_id);
END $$;

-- The complete rows of these that live at this station; others are never put into its feed.
CREATE FUNCTION sync.living(station uuid, entities text[], ids uuid[])
RETURNS TABLE (entity text, row_id uuid, n bigint) LANGUAGE sql STABLE AS $$
    WITH t AS (
        SELECT u.entity, u.row_id, min(u.n) AS n
        FROM unnest(entities, ids) WITH ORDINALITY u(entity, row_id, n) GROUP BY 1, 2
    )
    SELECT t.* FROM t JOIN core.visitor r ON r.visitor_id = t.row_id
        WHERE t.entity = 'visitor' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.pass r ON r.pass_id = t.row_id
        WHERE t.entity = 'pass' AND r.station_id = station
        AND r.visitor_id IS NOT NULL AND r.kind IS NOT NULL AND r.issued_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.pass_key r ON r.pass_key_id = t.row_id
        WHERE t.entity = 'pass_key' AND r.station_id = station
        AND r.key_id IS NOT NULL AND r.public IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.link_key r ON r.link_key_id = t.row_id
        WHERE t.entity = 'link_key' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.course r ON r.course_id = t.row_id
        WHERE t.entity = 'course' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.class_session r ON r.session_id = t.row_id
        WHERE t.entity = 'class_session' AND r.station_id = station
        AND r.course_id IS NOT NULL AND r.starts_at IS NOT NULL AND r.ends_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.enrolment r ON r.enrolment_id = t.row_id
        WHERE t.entity = 'enrolment' AND r.station_id = station
        AND r.course_id IS NOT NULL AND r.visitor_id IS NOT NULL AND r.enrolled_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.check_in r ON r.check_in_id = t.row_id
        WHERE t.entity = 'check_in' AND r.station_id = station
        AND r.session_id IS NOT NULL AND r.at IS NOT NULL AND r.nonce IS NOT NULL
$$;

-- Last of all in a push, scopes in ascending order: places in the feed, in commit order.
CREATE FUNCTION sync.publish(station uuid, entities text[], ids uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    new_tag uuid := gen_random_uuid();
    scope integer;
    size bigint;
    first_seq bigint;
    es text[];
    rs uuid[];
    names text[];
    row_ids uuid[];
BEGIN
    SELECT array_agg(l.entity ORDER BY l.n), array_agg(l.row_id ORDER BY l.n) INTO names, row_ids
        FROM sync.living(station, entities, ids) l;
    IF names IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO sync.txn (tag) VALUES (new_tag);
    FOR scope IN SELECT 1 UNION ALL SELECT s.scope_id FROM sync.station s
        WHERE s.station_id = station ORDER BY 1 LOOP
        SELECT array_agg(u.e ORDER BY u.n), array_agg(u.r ORDER BY u.n), count(*) INTO es, rs, size
            FROM unnest(names, row_ids) WITH ORDINALITY u(e, r, n)
            WHERE (u.e = 'pass_key') = (scope = 1);
        CONTINUE WHEN size = 0;
        UPDATE sync.scope c SET seq = c.seq + size WHERE c.scope_id = scope
            RETURNING c.seq - size INTO first_seq;
        INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag)
            SELECT scope, first_seq + u.n, u.e, u.r, new_tag
            FROM unnest(es, rs) WITH ORDINALITY u(e, r, n)
            ON CONFLICT (entity, row_id, scope_id) DO UPDATE
            SET seq = excluded.seq, tag = excluded.tag, deleted = false;
    END LOOP;
END $$;

-- Sessions and courses are locked in one order, so that two desks do not wait for each other.
CREATE FUNCTION sync.lock_parents(ops jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM core.course c WHERE c.course_id IN (
        SELECT (o #>> '{f,course_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'enrolment'
        UNION SELECT (o ->> 'r')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'course'
    ) ORDER BY c.course_id FOR NO KEY UPDATE;
    PERFORM 1 FROM core.class_session s WHERE s.session_id IN (
        SELECT (o #>> '{f,session_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'check_in'
        UNION SELECT k.session_id FROM unnest(ops) o
            JOIN core.check_in k ON k.check_in_id = (o ->> 'r')::uuid WHERE o ->> 'e' = 'check_in'
    ) ORDER BY s.session_id FOR NO KEY UPDATE;
END $$;

-- One operation with a savepoint: what can never be applied is kept with its payload and the
-- sequence moves on; what may pass by itself (locks, resources) is raised for a later try.
CREATE FUNCTION sync.apply_careful(me sync.desk, stream uuid, op_id uuid, op text)
RETURNS sync.answer LANGUAGE plpgsql AS $$
BEGIN
    RETURN sync.apply(me.station_id, stream, op_id, op::jsonb);
EXCEPTION WHEN OTHERS THEN
    IF left(SQLSTATE, 2) NOT IN ('22', '23', '54', 'P0') OR SQLERRM LIKE '%"check_in_canonical"%' THEN
        RAISE;
    END IF;
    INSERT INTO sync.dead_op (op_id, stream, desk_id, payload, why)
        VALUES (op_id, stream, me.desk_id, op, SQLSTATE);
    RETURN ('dead_op', jsonb_build_object('why', SQLSTATE), NULL)::sync.answer;
END $$;

-- Whether the text of an operation names a row by entity and id.
CREATE FUNCTION sync.names_row(op text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN op::jsonb ->> 'e' IS NOT NULL AND (op::jsonb ->> 'r')::uuid IS NOT NULL;
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END $$;

-- The planner is told to use indexes: a session lives for days, its plans from when tables were empty.
-- call: {proto, schema, epoch, stream, prev, careful, first}; the operations are first, first + 1, …
-- ids and operations come beside it, so that one unreadable operation still has a number and an id.
CREATE FUNCTION api.push(token text, call jsonb, ids uuid[], ops text[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
SET lock_timeout = '5s' SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $$
DECLARE
    me sync.desk := sync.caller(token);
    my_stream uuid := (call ->> 'stream')::uuid;
    is_careful boolean := coalesce((call ->> 'careful')::boolean, false);
    first_q bigint := (call ->> 'first')::bigint;
    size integer := coalesce(cardinality(ids), 0);
    e sync.epoch;
    st sync.stream;
    skip integer;
    known uuid[];
    this record;
    o jsonb;
    a sync.answer;
    codes text[] := '{}';
    details jsonb[] := '{}';
    entities text[] := '{}';
    touched uuid[] := '{}';
    original sync.op;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    IF size <> coalesce(cardinality(ops), 0) OR size > (CASE WHEN is_careful THEN 50 ELSE 500 END)
        OR first_q < 1 OR first_q IS NULL THEN
        RAISE EXCEPTION 'batch out of bounds' USING ERRCODE = '22023';
    END IF;
    SELECT * INTO e FROM sync.epoch;
    IF (call ->> 'epoch')::uuid IS DISTINCT FROM sync.epoch_now() THEN
        RETURN sync.refusal('EPOCH_CHANGED',
            (SELECT s.last_seq FROM sync.stream s
             WHERE s.stream = my_stream AND s.desk_id = me.desk_id));
    ELSIF (call ->> 'schema')::integer NOT BETWEEN e.schema_push_min AND e.schema_max THEN
        RETURN sync.refusal('SCHEMA', NULL);
    END IF;
    INSERT INTO sync.stream (stream, desk_id) VALUES (my_stream, me.desk_id) ON CONFLICT DO NOTHING;
    SELECT * INTO st FROM sync.stream s
        WHERE s.stream = my_stream AND s.desk_id = me.desk_id FOR UPDATE;
    IF NOT FOUND OR EXISTS (
        SELECT FROM unnest(ids) WITH ORDINALITY u(id, n)
        LEFT JOIN sync.op o ON o.stream = my_stream AND o.seq = first_q + u.n - 1
        WHERE first_q + u.n - 1 <= st.last_seq AND o.op_id IS DISTINCT FROM u.id
    ) OR (first_q = st.last_seq + 1 AND st.last_seq > 0
          AND st.head IS DISTINCT FROM (call ->> 'prev')::uuid) THEN
        RETURN sync.refusal('CLONE', st.last_seq);
    ELSIF first_q > st.last_seq + 1 THEN
        RETURN sync.refusal('GAP', st.last_seq);
    END IF;

    skip := least(size, greatest(0, st.last_seq - first_q + 1)::integer);
    SELECT coalesce(array_agg(o.op_id), '{}') INTO known FROM sync.op o
        WHERE o.op_id = ANY (ids[skip + 1:]) AND o.code <> 'same_op';
    IF NOT is_careful THEN
        PERFORM sync.lock_parents(ARRAY(SELECT u.op::jsonb FROM unnest(ops[skip + 1:]) u(op)));
    END IF;
    FOR this IN SELECT u.id, u.op FROM unnest(ids[skip + 1:], ops[skip + 1:])
        WITH ORDINALITY u(id, op, n) ORDER BY u.n LOOP
        o := NULL;
        IF this.id = ANY (known) THEN
            SELECT * INTO original FROM sync.op l WHERE l.op_id = this.id AND l.code <> 'same_op';
            a := ('same_op', jsonb_build_object(
                'code', original.code, 'detail', original.detail), NULL)::sync.answer;
        ELSIF is_careful THEN
            a := sync.apply_careful(me, my_stream, this.id, this.op);
        ELSE
            o := this.op::jsonb;
            a := sync.apply(me.station_id, my_stream, this.id, o);
        END IF;
        codes := array_append(codes, a.code);
        details := array_append(details, a.detail);
        -- An unreadable operation names no row; every other one sends its row back, refused or not.
        IF o IS NULL AND sync.names_row(this.op) THEN
            o := this.op::jsonb;
        END IF;
        IF o IS NOT NULL THEN
            entities := array_append(entities, o ->> 'e');
            touched := array_append(touched, (o ->> 'r')::uuid);
        END IF;
        IF cardinality(a.check_ins) > 0 THEN
            entities := entities || array_fill('check_in'::text, ARRAY[cardinality(a.check_ins)]);
            touched := touched || a.check_ins;
        END IF;
    END LOOP;

    IF skip < size THEN
        INSERT INTO sync.op (stream, seq, op_id, code, detail)
            SELECT my_stream, first_q + skip + u.n - 1, u.id, u.code, u.detail
            FROM unnest(ids[skip + 1:], codes, details) WITH ORDINALITY u(id, code, detail, n);
        UPDATE sync.stream s SET last_seq = first_q + size - 1, head = ids[size]
            WHERE s.stream = my_stream;
        UPDATE sync.desk d SET last_seen_at = clock_timestamp() WHERE d.desk_id = me.desk_id;
        PERFORM sync.publish(me.station_id, entities, touched);
    END IF;
    -- Read back from the log: a repeated batch gets the same answers.
    RETURN jsonb_build_object('code', 'ok', 'epoch', sync.epoch_now(), 'now', clock_timestamp(),
        'last_seq', greatest(st.last_seq, first_q + size - 1), 'next_poll_ms', 15000,
        'results', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                'q', o.seq, 'code', o.code, 'detail', o.detail) ORDER BY o.seq), '[]')
            FROM sync.op o WHERE o.stream = my_stream
            AND o.seq BETWEEN first_q AND first_q + size - 1
            AND (o.code <> 'ok' OR o.detail IS NOT NULL)),
        'pos', (SELECT jsonb_object_agg(c.scope_id, c.seq) FROM sync.scope c
            WHERE c.scope_id = 1 OR c.scope_id =
                (SELECT s.scope_id FROM sync.station s WHERE s.station_id = me.station_id)));
END $$;

-- Writes nothing, so it runs on a hot standby too. pos: how far the whole page's images reach.
-- call: {proto, schema, epoch, stream, cursor: {scope: [seq, tag]}, limit}
CREATE FUNCTION api.pull(token text, call jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET enable_seqscan = off SET jit = off AS $$
DECLARE
    me sync.desk := sync.caller(token);
    e sync.epoch;
    at_cursor jsonb := coalesce(call -> 'cursor', '{}');
    page integer := least(1000, greatest(1, coalesce((call ->> 'limit')::integer, 1000)));
    last bigint;
    scopes integer[];
    page_rows jsonb;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    SELECT * INTO e FROM sync.epoch;
    SELECT s.last_seq INTO last FROM sync.stream s
        WHERE s.stream = (call ->> 'stream')::uuid AND s.desk_id = me.desk_id;
    SELECT ARRAY[1, s.scope_id] INTO scopes FROM sync.station s WHERE s.station_id = me.station_id;
    IF (call ->> 'epoch')::uuid IS DISTINCT FROM sync.epoch_now() THEN
        RETURN sync.refusal('EPOCH_CHANGED', last);
    ELSIF (call ->> 'schema')::integer NOT BETWEEN e.schema_pull_min AND e.schema_max THEN
        RETURN sync.refusal('SCHEMA', last);
    ELSIF EXISTS (
        SELECT FROM jsonb_each(at_cursor) c
        WHERE NOT EXISTS (SELECT FROM sync.txn t WHERE t.tag = (c.value ->> 1)::uuid)
        OR (c.value ->> 0)::bigint > coalesce(
            (SELECT s.seq FROM sync.scope s WHERE s.scope_id = c.key::integer), 0)
    ) THEN
        RETURN sync.refusal('HISTORY_LOST', last);
    END IF;
    WITH p AS MATERIALIZED (
        SELECT f.* FROM unnest(scopes) s(id) CROSS JOIN LATERAL (
            SELECT * FROM sync.feed f
            WHERE f.scope_id = s.id
            AND f.seq > coalesce((at_cursor -> (s.id::text) ->> 0)::bigint, 0)
            ORDER BY f.seq LIMIT page
        ) f ORDER BY f.scope_id, f.seq LIMIT page
    ), image AS MATERIALIZED (
        SELECT p.*, CASE p.entity
            WHEN 'visitor' THEN (SELECT to_jsonb(r) - '{visitor_id,station_id,revisions}'::text[]
                FROM core.visitor r WHERE r.visitor_id = p.row_id)
            WHEN 'pass' THEN (SELECT to_jsonb(r) - '{pass_id,station_id}'::text[]
                || jsonb_build_object('digest', encode(r.digest, 'hex'))
                FROM core.pass r WHERE r.pass_id = p.row_id)
            WHEN 'pass_key' THEN (SELECT to_jsonb(r) - '{pass_key_id,station_id}'::text[]
                || jsonb_build_object('public', encode(r.public, 'hex'))
                FROM core.pass_key r WHERE r.pass_key_id = p.row_id)
            WHEN 'link_key' THEN (SELECT to_jsonb(r) - '{link_key_id,station_id}'::text[]
                || jsonb_build_object('secret', encode(r.secret, 'hex'))
                FROM core.link_key r WHERE r.link_key_id = p.row_id)
            WHEN 'course' THEN (SELECT to_jsonb(r) - '{course_id,station_id}'::text[]
                FROM core.course r WHERE r.course_id = p.row_id)
            WHEN 'class_session' THEN (SELECT to_jsonb(r) - '{session_id,station_id}'::text[]
                FROM core.class_session r WHERE r.session_id = p.row_id)
            WHEN 'enrolment' THEN (SELECT to_jsonb(r) - '{enrolment_id,station_id}'::text[]
                FROM core.enrolment r WHERE r.enrolment_id = p.row_id)
            WHEN 'check_in' THEN (SELECT to_jsonb(r) - '{check_in_id,station_id,arrival,canonical}'::text[]
                FROM core.check_in r WHERE r.check_in_id = p.row_id)
        END AS f,
        CASE p.entity WHEN 'visitor' THEN (
            SELECT jsonb_object_agg(v.key, v.value -> 'r')
            FROM core.visitor r, jsonb_each(r.revisions) v WHERE r.visitor_id = p.row_id)
        END AS b
        FROM p
    )
    SELECT jsonb_agg(jsonb_build_array(
            i.scope_id, i.seq, i.tag, i.entity, i.row_id, i.deleted OR i.f IS NULL, i.f, i.b)
            ORDER BY i.scope_id, i.seq)
        INTO page_rows FROM image i;
    RETURN jsonb_build_object('code', 'ok', 'epoch', sync.epoch_now(), 'now', clock_timestamp(),
        'last_seq', coalesce(last, 0), 'next_poll_ms', 15000, 'rows', coalesce(page_rows, '[]'),
        'more', coalesce(jsonb_array_length(page_rows), 0) = page,
        'pos', (SELECT jsonb_object_agg(c.scope_id, c.seq) FROM sync.scope c
            WHERE c.scope_id = ANY (scopes)));
END $$;
