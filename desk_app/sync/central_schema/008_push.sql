-- Push: runs of new check-ins are applied as sets, with the results of one by one; what a person
-- must decide is raised with the operation that lost.

-- Last of all in a push, scopes in ascending order: places in the feed, in commit order.
-- ``fresh``: complete check-ins of this station that no feed holds yet.
DROP FUNCTION sync.publish(uuid, text[], uuid[]);
CREATE FUNCTION sync.publish(
    station uuid, entities text[], ids uuid[], fresh uuid[] DEFAULT '{}'
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    new_tag uuid := gen_random_uuid();
    scope integer;
    mine integer;
    size bigint;
    extra bigint;
    first_seq bigint;
    es text[];
    rs uuid[];
    names text[];
    row_ids uuid[];
BEGIN
    IF cardinality(ids) > 0 THEN
        SELECT array_agg(l.entity ORDER BY l.n), array_agg(l.row_id ORDER BY l.n)
            INTO names, row_ids FROM sync.living(station, entities, ids) l;
        fresh := ARRAY(SELECT u.id FROM unnest(fresh) WITH ORDINALITY u(id, n)
            WHERE u.id <> ALL (coalesce(row_ids, '{}')) ORDER BY u.n);
    END IF;
    IF names IS NULL AND cardinality(fresh) = 0 THEN
        RETURN;
    END IF;
    SELECT s.scope_id INTO mine FROM sync.station s WHERE s.station_id = station;
    INSERT INTO sync.txn (tag) VALUES (new_tag);
    FOR scope IN SELECT mine UNION SELECT 1 WHERE names IS NOT NULL
        UNION SELECT s.scope_id FROM sync.station s WHERE s.station_id IN (
            SELECT sync.other_station(u.e, u.r, station) FROM unnest(names, row_ids) u(e, r))
        ORDER BY 1 LOOP
        size := 0;
        IF names IS NOT NULL THEN
            SELECT array_agg(u.e ORDER BY u.n), array_agg(u.r ORDER BY u.n), count(*)
                INTO es, rs, size FROM unnest(names, row_ids) WITH ORDINALITY u(e, r, n)
                WHERE scope = ANY (sync.scopes_of(u.e, u.r, station));
        END IF;
        extra := CASE WHEN scope = mine THEN cardinality(fresh) ELSE 0 END;
        CONTINUE WHEN size + extra = 0;
        UPDATE sync.scope c SET seq = c.seq + size + extra WHERE c.scope_id = scope
            RETURNING c.seq - size - extra INTO first_seq;
        IF size > 0 THEN
            INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag)
                SELECT scope, first_seq + u.n, u.e, u.r, new_tag
                FROM unnest(es, rs) WITH ORDINALITY u(e, r, n)
                ON CONFLICT (entity, row_id, scope_id) DO UPDATE
                SET seq = excluded.seq, tag = excluded.tag, deleted = false;
        END IF;
        IF extra > 0 THEN
            INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag)
                SELECT scope, first_seq + size + u.n, 'check_in', u.id, new_tag
                FROM unnest(fresh) WITH ORDINALITY u(id, n);
        END IF;
    END LOOP;
END $$;

-- As before, asking only for what the operations touch.
CREATE OR REPLACE FUNCTION sync.lock_parents(ops jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entities text[] := ARRAY(SELECT DISTINCT o ->> 'e' FROM unnest(ops) o);
BEGIN
    IF entities && '{enrolment,course}' THEN
        PERFORM 1 FROM core.course c WHERE c.course_id IN (
            SELECT (o #>> '{f,course_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'enrolment'
            UNION SELECT (o ->> 'r')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'course'
        ) ORDER BY c.course_id FOR NO KEY UPDATE;
    END IF;
    IF 'check_in' = ANY (entities) THEN
        PERFORM 1 FROM core.class_session s WHERE s.session_id IN (
            SELECT (o #>> '{f,session_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'check_in'
            UNION SELECT k.session_id FROM unnest(ops) o
                JOIN core.check_in k ON k.check_in_id = (o ->> 'r')::uuid
                WHERE o ->> 'e' = 'check_in' AND o #> '{f,session_id}' IS NULL
        ) ORDER BY s.session_id FOR NO KEY UPDATE;
    END IF;
    IF 'booking' = ANY (entities) THEN
        PERFORM 1 FROM core.room r WHERE r.station_id IN (
            SELECT x.station_id FROM core.room x WHERE x.room_id IN (
                SELECT (o #>> '{f,room_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'booking'
                UNION SELECT b.room_id FROM unnest(ops) o
                    JOIN core.booking b ON b.booking_id = (o ->> 'r')::uuid
                    WHERE o ->> 'e' = 'booking')
        ) ORDER BY r.room_id FOR NO KEY UPDATE;
    END IF;
END $$;

-- Which operations make a check-in nobody has seen: not known, not made before in this batch.
CREATE FUNCTION sync.new_check_ins(ops jsonb[], ids uuid[], known uuid[])
RETURNS boolean[] LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT array_agg(t.nth = 1 AND t.row_id IS NOT NULL AND k.check_in_id IS NULL ORDER BY t.n)
        FROM (SELECT x.n, x.row_id, row_number() OVER (PARTITION BY x.row_id ORDER BY x.n) AS nth
            FROM (SELECT u.n, CASE WHEN u.o ->> 'e' = 'check_in'
                    AND jsonb_typeof(u.o -> 'f') = 'object' AND u.id <> ALL (known)
                    THEN (u.o ->> 'r')::uuid END AS row_id
                FROM unnest(ops, ids) WITH ORDINALITY u(o, id, n)) x) t
        LEFT JOIN core.check_in k ON k.check_in_id = t.row_id);
END $$;

-- A run of new check-ins at once: those that meet nobody else's and no refusal. Answers the rows it
-- stored and which of them are complete; the others are for apply, one by one.
-- ``arrivals``: who came when, for all of the run.
CREATE FUNCTION sync.apply_new_check_ins(
    station uuid, desk uuid, ops jsonb[], arrivals bigint[], OUT stored uuid[], OUT complete uuid[]
) LANGUAGE plpgsql AS $$
DECLARE
    base core.check_in := jsonb_populate_record(NULL::core.check_in,
        '{"direction": "in", "offset_ms": 0, "desk_name": "", "operator": "", "force_reason": "",
          "overrode": false, "is_walk_in": false, "undone_by": ""}');
BEGIN
    base.desk_id := desk;
    WITH made AS (
        INSERT INTO core.check_in (check_in_id, station_id, session_id, visitor_id, pass_id,
            direction, at, offset_ms, desk_id, desk_name, operator, nonce, force_reason, overrode,
            is_walk_in, undone_at, undone_by, arrival, canonical)
        SELECT g.row_id, station, g.session_id, g.visitor, g.pass_id, g.direction, g.at,
            g.offset_ms, g.desk_id, g.desk_name, g.operator, g.nonce, g.force_reason, g.overrode,
            g.is_walk_in, g.undone_at, g.undone_by, arrivals[g.n],
            CASE WHEN g.direction = 'in' AND g.undone_at IS NULL AND g.several IS NOT TRUE
                THEN g.person END
        FROM (
            SELECT x.*, count(*) OVER (PARTITION BY x.session_id, x.person) AS together FROM (
                SELECT u.n, (u.o ->> 'r')::uuid AS row_id, k.*,
                    coalesce(k.visitor_id, p.visitor_id) AS visitor, c.several_entries AS several,
                    coalesce(k.visitor_id, p.visitor_id, k.pass_id) AS person,
                    s.station_id AS session_station
                FROM unnest(ops) WITH ORDINALITY u(o, n)
                CROSS JOIN LATERAL jsonb_populate_record(base, u.o -> 'f') k
                LEFT JOIN core.class_session s ON s.session_id = k.session_id
                LEFT JOIN core.course c ON c.course_id = s.course_id
                LEFT JOIN core.pass p ON p.pass_id = k.pass_id AND k.visitor_id IS NULL
                    AND p.station_id = station
                WHERE (k.session_id IS NOT NULL OR (u.o #> '{f,session_id}') IS NULL)
                AND (k.at IS NOT NULL OR (u.o #> '{f,at}') IS NULL)
                AND (k.nonce IS NOT NULL OR (u.o #> '{f,nonce}') IS NULL)
            ) x
        ) g
        WHERE (g.session_station IS NULL OR g.session_station = station)
        AND NOT EXISTS (SELECT FROM sync.erased e WHERE e.visitor_id = g.visitor)
        AND (g.several IS TRUE OR g.person IS NULL OR g.session_id IS NULL
            OR g.together = 1 AND NOT EXISTS (SELECT FROM core.check_in r
                WHERE r.session_id = g.session_id
                AND coalesce(r.visitor_id, r.pass_id) = g.person))
        ORDER BY g.n
        RETURNING check_in_id, session_id IS NOT NULL AND at IS NOT NULL AND nonce IS NOT NULL AS whole
    )
    SELECT coalesce(array_agg(m.check_in_id), '{}'),
        coalesce(array_agg(m.check_in_id) FILTER (WHERE m.whole), '{}')
        INTO stored, complete FROM made m;
END $$;

-- As before; what is larger than any real operation is kept aside unread, its beginning kept.
CREATE OR REPLACE FUNCTION sync.apply_careful(me sync.desk, stream uuid, op_id uuid, op text)
RETURNS sync.answer LANGUAGE plpgsql AS $$
BEGIN
    IF octet_length(op) > 2000000 THEN
        RAISE EXCEPTION 'operation too large' USING ERRCODE = '54000';
    END IF;
    RETURN sync.apply(me.station_id, stream, op_id, op::jsonb);
EXCEPTION WHEN OTHERS THEN
    IF left(SQLSTATE, 2) NOT IN ('22', '23', '54', 'P0') OR SQLERRM LIKE '%"check_in_canonical"%' THEN
        RAISE;
    END IF;
    INSERT INTO sync.dead_op (op_id, stream, desk_id, payload, why)
        VALUES (op_id, stream, me.desk_id, left(op, 1000000), SQLSTATE) ON CONFLICT DO NOTHING;
    RETURN ('dead_op', jsonb_build_object('why', SQLSTATE), NULL)::sync.answer;
END $$;

-- As before; runs of new check-ins go as sets, and items for a person are raised.
-- call: {proto, schema, epoch, stream, prev, careful, first}; the operations are first, first + 1, …
-- ids and operations come beside it, so that one unreadable operation still has a number and an id.
CREATE OR REPLACE FUNCTION api.push(token text, call jsonb, ids uuid[], ops text[]) RETURNS jsonb
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
    n integer;
    i integer := 1;
    j integer;
    p integer;
    todo integer[];
    known uuid[];
    new_ids uuid[];
    parsed jsonb[];
    is_new boolean[];
    o jsonb;
    a sync.answer;
    codes text[];
    details jsonb[];
    entities text[] := '{}';
    touched uuid[] := '{}';
    fresh uuid[] := '{}';
    items uuid[];
    done uuid[];
    complete uuid[];
    arrivals bigint[];
    original sync.op;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    IF size <> coalesce(cardinality(ops), 0) OR size > (CASE WHEN is_careful THEN 50 ELSE 500 END)
        OR first_q < 1 OR first_q IS NULL
        OR (SELECT sum(octet_length(u)) FROM unnest(ops) u) > 16777216 THEN
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
    IF skip < size THEN
        n := size - skip;
        new_ids := ids[skip + 1:];
        ops := ops[skip + 1:];
        codes := array_fill('ok'::text, ARRAY[n]);
        details := array_fill(NULL::jsonb, ARRAY[n]);
        SELECT coalesce(array_agg(o.op_id), '{}') INTO known FROM sync.op o
            WHERE o.op_id = ANY (new_ids) AND o.code <> 'same_op';
        IF NOT is_careful THEN
            parsed := ARRAY(SELECT u.op::jsonb FROM unnest(ops) u(op));
            PERFORM sync.lock_parents(parsed);
            is_new := sync.new_check_ins(parsed, new_ids, known);
        END IF;
        WHILE i <= n LOOP
            j := i;
            WHILE is_new[i] AND is_new[j + 1] LOOP
                j := j + 1;
            END LOOP;
            todo := ARRAY[i];
            IF j > i THEN
                arrivals := ARRAY(SELECT nextval('sync.arrival') FROM generate_series(i, j));
                SELECT c.stored, c.complete INTO done, complete
                    FROM sync.apply_new_check_ins(me.station_id, me.desk_id, parsed[i:j], arrivals) c;
                fresh := fresh || complete;
                todo := CASE WHEN cardinality(done) = j - i + 1 THEN '{}'::integer[]
                    ELSE ARRAY(SELECT g FROM generate_series(i, j) g
                        WHERE (parsed[g] ->> 'r')::uuid <> ALL (done)) END;
            END IF;
            FOREACH p IN ARRAY todo LOOP
                o := NULL;
                IF new_ids[p] = ANY (known) THEN
                    SELECT * INTO original FROM sync.op l
                        WHERE l.op_id = new_ids[p] AND l.code <> 'same_op';
                    a := ('same_op', jsonb_build_object(
                        'code', original.code, 'detail', original.detail), NULL)::sync.answer;
                ELSIF is_careful THEN
                    a := sync.apply_careful(me, my_stream, new_ids[p], ops[p]);
                ELSE
                    o := parsed[p];
                    a := sync.apply(me.station_id, my_stream, new_ids[p], o);
                    IF j > i THEN
                        UPDATE core.check_in k SET arrival = arrivals[p - i + 1]
                            WHERE k.check_in_id = (o ->> 'r')::uuid;
                    END IF;
                END IF;
                codes[p] := a.code;
                details[p] := a.detail;
                -- An unreadable operation names no row; every other one sends its row back,
                -- refused or not.
                IF o IS NULL AND sync.names_row(ops[p]) THEN
                    o := ops[p]::jsonb;
                END IF;
                IF o IS NOT NULL THEN
                    entities := array_append(entities, o ->> 'e');
                    touched := array_append(touched, (o ->> 'r')::uuid);
                END IF;
                IF cardinality(a.check_ins) > 0 THEN
                    entities := entities
                        || array_fill('check_in'::text, ARRAY[cardinality(a.check_ins)]);
                    touched := touched || a.check_ins;
                END IF;
                IF a.code NOT IN ('ok', 'same_op') OR cardinality(a.check_ins) > 0
                    OR a.code = 'ok' AND o ->> 'e' IN ('visitor', 'booking', 'enrolment', 'pass_key') THEN
                    items := CASE WHEN is_careful
                        THEN sync.review_careful(me, my_stream, new_ids[p], o, ops[p], a)
                        ELSE sync.review(me, my_stream, new_ids[p], o, ops[p], a) END;
                    IF cardinality(items) > 0 THEN
                        entities := entities
                            || array_fill('review_item'::text, ARRAY[cardinality(items)]);
                        touched := touched || items;
                    END IF;
                END IF;
            END LOOP;
            i := j + 1;
        END LOOP;
        INSERT INTO sync.op (stream, seq, op_id, code, detail)
            SELECT my_stream, first_q + skip + u.n - 1, u.id, u.code, u.detail
            FROM unnest(new_ids, codes, details) WITH ORDINALITY u(id, code, detail, n);
        UPDATE sync.stream s SET last_seq = first_q + size - 1, head = ids[size]
            WHERE s.stream = my_stream;
        UPDATE sync.desk d SET last_seen_at = clock_timestamp() WHERE d.desk_id = me.desk_id;
        PERFORM sync.publish(me.station_id, entities, touched, fresh);
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
