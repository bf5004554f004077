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

CREATE FUNCTION sync.renamed(given jsonb, names jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(coalesce(names ->> g.key, g.key), g.value), '{}')
    FROM jsonb_each(given) g WHERE NOT names ? g.key OR names -> g.key <> 'null'
$$;

-- What cannot be read is left as it is: apply says what is wrong with it.
CREATE FUNCTION sync.upcast(o jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    u sync.upcast;
    done integer := 0;
    f jsonb;
BEGIN
    IF jsonb_typeof(o -> 'f') IS DISTINCT FROM 'object' OR o ->> 'v' !~ '^[0-9]{1,6}$' THEN
        RETURN o;
    END IF;
    FOR u IN SELECT * FROM sync.upcast x WHERE x.to_schema > (o ->> 'v')::integer
        ORDER BY x.to_schema, x.entity LOOP
        CONTINUE WHEN u.entity IS DISTINCT FROM o ->> 'e' OR u.to_schema = done;
        done := u.to_schema;
        f := sync.renamed(o -> 'f', u.fields);
        SELECT f || coalesce(jsonb_object_agg(k.key, k.value -> (f ->> k.key)), '{}') INTO f
            FROM jsonb_each(u.vals) k WHERE k.value ? (f ->> k.key);
        o := o || jsonb_build_object('e', coalesce(u.became, u.entity), 'f', f);
        IF jsonb_typeof(o -> 'b') = 'object' THEN
            o := o || jsonb_build_object('b', sync.renamed(o -> 'b', u.fields));
        END IF;
    END LOOP;
    RETURN o;
END $$;

-- As before, in today's fields.
CREATE OR REPLACE FUNCTION sync.apply_careful(me sync.desk, stream uuid, op_id uuid, op text)
RETURNS sync.answer LANGUAGE plpgsql AS $$
BEGIN
    IF octet_length(op) > 2000000 THEN
        RAISE EXCEPTION 'operation too large' USING ERRCODE = '54000';
    END IF;
    RETURN sync.apply(me.station_id, stream, op_id, sync.upcast(op::jsonb));
EXCEPTION WHEN OTHERS THEN
    IF left(SQLSTATE, 2) NOT IN ('22', '23', '54', 'P0') OR SQLERRM LIKE '%"check_in_canonical"%' THEN
        RAISE;
    END IF;
    INSERT INTO sync.dead_op (op_id, stream, desk_id, payload, why)
        VALUES (op_id, stream, me.desk_id, left(op, 1000000), SQLSTATE) ON CONFLICT DO NOTHING;
    RETURN ('dead_op', jsonb_build_object('why', SQLSTATE), NULL)::sync.answer;
END $$;

-- As before, in today's fields.
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
    done integer[];
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
            IF EXISTS (SELECT FROM sync.upcast) THEN
                parsed := ARRAY(SELECT sync.upcast(u.o)
                    FROM unnest(parsed) WITH ORDINALITY u(o, n) ORDER BY u.n);
            END IF;
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
                SELECT coalesce(array_agg(r.place), '{}'),
                    coalesce(array_agg(r.id) FILTER (WHERE r.is_complete), '{}')
                    INTO done, complete
                    FROM sync.apply_new_check_ins(
                        me.station_id, me.desk_id, parsed[i:j], arrivals) r;
                fresh := fresh || complete;
                todo := CASE WHEN cardinality(done) = j - i + 1 THEN '{}'::integer[]
                    ELSE ARRAY(SELECT g FROM generate_series(i, j) g WHERE g - i + 1 <> ALL (done)) END;
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
                    o := sync.upcast(ops[p]::jsonb);
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
