-- Push: a batch of operations in order, applied once each.

-- Sessions, courses and rooms are locked in one order, so that two desks do not wait for each other.
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

-- Which operations make a row nobody has seen, of an entity whose runs go as sets: not known, not
-- made before in this batch. NULL for all others.
CREATE OR REPLACE FUNCTION sync.sets_of(ops jsonb[], ids uuid[], known uuid[]) RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT array_agg(CASE WHEN t.nth = 1 AND t.row_id IS NOT NULL
            AND k.check_in_id IS NULL AND e.enrolment_id IS NULL THEN t.entity END ORDER BY t.n)
        FROM (SELECT x.*, row_number() OVER (PARTITION BY x.row_id, x.entity ORDER BY x.n) AS nth
            FROM (SELECT u.n, u.o ->> 'e' AS entity,
                    CASE WHEN u.o ->> 'e' IN ('check_in', 'enrolment')
                    AND jsonb_typeof(u.o -> 'f') = 'object' AND u.id <> ALL (known)
                    THEN (u.o ->> 'r')::uuid END AS row_id
                FROM unnest(ops, ids) WITH ORDINALITY u(o, id, n)) x) t
        LEFT JOIN core.check_in k ON t.entity = 'check_in' AND k.check_in_id = t.row_id
        LEFT JOIN core.enrolment e ON t.entity = 'enrolment' AND e.enrolment_id = t.row_id);
END $$;

-- call: {proto, schema, epoch, stream, prev, careful, first}; the operations are first, first + 1, …
-- ids and operations come beside it, so that one unreadable operation still has a number and an id.
-- Runs of new check-ins and of new enrolments are applied as sets, with the results of one by one; what
-- a person must decide is raised with the operation that lost.
CREATE OR REPLACE FUNCTION sync.push(token text, call jsonb, ids uuid[], ops text[]) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    me sync.desk := sync.caller(token);
    my_stream uuid := (call ->> 'stream')::uuid;
    is_careful boolean := coalesce((call ->> 'careful')::boolean, false);
    first_q bigint := (call ->> 'first')::bigint;
    size integer := coalesce(cardinality(ids), 0);
    e sync.epoch;
    epoch uuid := sync.epoch_now();
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
    sets text[];
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
    given record;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    IF size <> coalesce(cardinality(ops), 0) OR size > (CASE WHEN is_careful THEN 50 ELSE 500 END)
        OR first_q < 1 OR first_q IS NULL
        OR pg_column_size(ops) > 16777216 THEN
        RAISE EXCEPTION 'batch out of bounds' USING ERRCODE = '22023';
    END IF;
    SELECT * INTO e FROM sync.epoch;
    IF (call ->> 'epoch')::uuid IS DISTINCT FROM epoch THEN
        RETURN sync.refusal('EPOCH_CHANGED',
            (SELECT s.last_seq FROM sync.stream s
             WHERE s.stream = my_stream AND s.desk_id = me.desk_id));
    ELSIF (call ->> 'schema')::integer NOT BETWEEN e.schema_push_min AND e.schema_max THEN
        RETURN sync.refusal('SCHEMA', NULL);
    END IF;
    INSERT INTO sync.stream (stream, desk_id) VALUES (my_stream, me.desk_id) ON CONFLICT DO NOTHING;
    SELECT * INTO st FROM sync.stream s
        WHERE s.stream = my_stream AND s.desk_id = me.desk_id FOR UPDATE;
    IF NOT FOUND OR first_q <= st.last_seq AND EXISTS (
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
            IF EXISTS (SELECT FROM sync.upcast) THEN
                parsed := ARRAY(SELECT sync.upcast(u.o)
                    FROM unnest(parsed) WITH ORDINALITY u(o, n) ORDER BY u.n);
            END IF;
            PERFORM sync.lock_parents(parsed);
            sets := sync.sets_of(parsed, new_ids, known);
        END IF;
        WHILE i <= n LOOP
            j := i;
            WHILE sets[i] = sets[j + 1] LOOP
                j := j + 1;
            END LOOP;
            todo := ARRAY[i];
            IF j > i AND sets[i] = 'check_in' THEN
                arrivals := ARRAY(SELECT nextval('sync.arrival') FROM generate_series(i, j));
                SELECT c.stored, c.complete INTO done, complete
                    FROM sync.apply_new_check_ins(me.station_id, me.desk_id, parsed[i:j], arrivals) c;
                fresh := fresh || complete;
            ELSIF j > i THEN
                done := '{}';
                FOR given IN SELECT * FROM sync.apply_new_enrolments(
                    me.station_id, me.desk_id, parsed[i:j]) LOOP
                    done := array_append(done, given.id);
                    entities := array_append(entities, 'enrolment');
                    touched := array_append(touched, given.id);
                    IF (given.answer).code <> 'ok' THEN
                        p := i + given.place - 1;
                        codes[p] := (given.answer).code;
                        details[p] := (given.answer).detail;
                        items := sync.review(
                            me, my_stream, new_ids[p], parsed[p], ops[p], given.answer);
                        entities := entities
                            || array_fill('review_item'::text, ARRAY[cardinality(items)]);
                        touched := touched || items;
                    END IF;
                END LOOP;
            END IF;
            IF j > i THEN
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
                    IF j > i AND sets[i] = 'check_in' THEN
                        UPDATE core.check_in k SET arrival = arrivals[p - i + 1]
                            WHERE k.check_in_id = (o ->> 'r')::uuid;
                    END IF;
                END IF;
                codes[p] := a.code;
                details[p] := a.detail;
                -- An unreadable operation names no row; every other one sends its row back,
                -- refused or not.
                IF o IS NULL THEN
                    o := sync.outline(ops[p], a.code);
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
    RETURN jsonb_build_object('code', 'ok', 'epoch', epoch, 'now', clock_timestamp(),
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

-- What a batch was refused for is told by its code alone: PostgreSQL's own words quote the row, and go
-- to the server's log. The planner is told to use indexes (a session lives for days, its plans from
-- when tables were empty), and to plan once: planning a batch anew costs a fifth of applying it.
CREATE OR REPLACE FUNCTION api.push(token text, call jsonb, ids uuid[], ops text[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
SET lock_timeout = '5s' SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    broken text;
BEGIN
    IF call ->> 'schema' IS NULL OR coalesce(call ->> 'proto', '1') <> '1' THEN
        RETURN sync.refusal('SCHEMA', NULL);
    END IF;
    IF pg_column_size(ops) > 16777216 THEN
        RAISE EXCEPTION 'batch out of bounds' USING ERRCODE = '22023';
    END IF;
    RETURN sync.push(token, call, ids, ops);
EXCEPTION
    WHEN lock_not_available THEN
        PERFORM sync.hang_up();
        RETURN jsonb_build_object('code', 'BUSY', 'now', clock_timestamp());
    WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded
        OR raise_exception THEN
        GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
        RAISE EXCEPTION '%', CASE SQLERRM WHEN 'batch out of bounds' THEN SQLERRM
            ELSE 'operation refused' END USING ERRCODE = SQLSTATE, CONSTRAINT = broken;
END $$;
