-- How one operation changes the rows. An operation is a set of fields: jsonb_populate_record keeps
-- the value of every field that is missing, and ignores fields this schema does not have.

CREATE OR REPLACE FUNCTION sync.with_bytes(fields jsonb, field text) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN fields ->> field IS NULL THEN fields
        ELSE fields || jsonb_build_object(field, '\x' || (fields ->> field)) END
$$;

CREATE OR REPLACE FUNCTION sync.required(entity text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE entity
        WHEN 'pass' THEN '{visitor_id,kind,issued_at}'
        WHEN 'pass_key' THEN '{key_id,public}'
        WHEN 'link_key' THEN '{secret}'
        WHEN 'class_session' THEN '{course_id,starts_at,ends_at}'
        WHEN 'enrolment' THEN '{course_id,visitor_id,enrolled_at}'
        WHEN 'check_in' THEN '{session_id,at,nonce}'
        WHEN 'booking' THEN '{room_id,starts_at,ends_at,booked_at}'
        ELSE coalesce((SELECT p.required FROM sync.plain_entity p
            WHERE p.entity = required.entity)::text, '{}')
    END::text[]
$$;

-- One operation: what it changes, and the answer to it. What is said of somebody erased is left out.
CREATE OR REPLACE FUNCTION sync.apply(station uuid, stream uuid, op_id uuid, o jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    id uuid := (o ->> 'r')::uuid;
    f jsonb := o -> 'f';
    latest_hlc bigint := (extract(epoch FROM clock_timestamp()) * 1000 + 300000)::bigint << 16;
BEGIN
    IF id IS NULL OR jsonb_typeof(f) IS DISTINCT FROM 'object' THEN
        RAISE EXCEPTION 'no row or no fields' USING ERRCODE = '22023';
    END IF;
    f := f - 'station_id';
    IF EXISTS (SELECT FROM unnest(sync.required(o ->> 'e')) k WHERE f -> k = 'null') THEN
        RAISE EXCEPTION 'a required field is null' USING ERRCODE = '22004';
    END IF;
    IF o ->> 'e' = 'visitor' AND o ->> 'k' = 'visitor.erased' THEN
        RETURN sync.erase(station, id, (SELECT s.desk_id FROM sync.stream s
            WHERE s.stream = apply.stream), o ->> 'a');
    ELSIF EXISTS (SELECT FROM sync.erased) AND sync.is_about_erased(o ->> 'e', id, f) THEN
        IF o ->> 'e' = 'visitor' THEN -- whoever shows it again hears once more that it is gone
            PERFORM sync.queue(ARRAY[station], 'visitor', ARRAY[id], true);
            RETURN ('ok', '{"erased": true}', NULL)::sync.answer;
        END IF;
        f := f - sync.personal();
    END IF;
    CASE o ->> 'e'
        WHEN 'visitor' THEN RETURN sync.apply_visitor(station, stream, op_id, id, f - 'revisions',
            coalesce(o -> 'b', '{}'), least((o ->> 'h')::bigint, latest_hlc));
        WHEN 'check_in' THEN
            IF NOT f ? 'desk_id' AND NOT EXISTS (SELECT FROM core.check_in k WHERE k.check_in_id = id) THEN
                f := f || (SELECT jsonb_build_object('desk_id', s.desk_id)
                    FROM sync.stream s WHERE s.stream = apply.stream);
            END IF;
            RETURN sync.apply_check_in(station, id, f);
        WHEN 'pass' THEN RETURN sync.apply_pass(station, id, f);
        WHEN 'enrolment' THEN RETURN sync.apply_enrolment(station, id, f);
        WHEN 'course' THEN RETURN sync.apply_course(station, id, f - 'course_id');
        WHEN 'class_session' THEN RETURN sync.apply_class_session(station, id, f);
        WHEN 'pass_key' THEN RETURN sync.apply_pass_key(station, id, f - 'pass_key_id');
        WHEN 'link_key' THEN RETURN sync.apply_link_key(station, id, f);
        WHEN 'room' THEN RETURN sync.apply_room(station, id, f);
        WHEN 'booking' THEN RETURN sync.apply_booking(station, id, f);
        WHEN 'review_item' THEN RETURN sync.apply_review_item(station, id, f);
        ELSE RETURN sync.apply_plain(station, o ->> 'e', id, f);
    END CASE;
END $$;

-- One at a time in a station: two desks may make the same row at once, as ids may follow from what
-- the row is about.
CREATE OR REPLACE FUNCTION sync.apply_plain(station uuid, entity text, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    key text := entity || '_id';
    given jsonb;
    was jsonb;
BEGIN
    SELECT p.defaults INTO given FROM sync.plain_entity p WHERE p.entity = apply_plain.entity;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'unknown entity' USING ERRCODE = '22023';
    END IF;
    PERFORM 1 FROM sync.station s WHERE s.station_id = station FOR NO KEY UPDATE;
    EXECUTE format('SELECT to_jsonb(r) FROM core.%I r WHERE r.%I = $1', entity, key)
        INTO was USING id;
    IF was ->> 'station_id' <> station::text THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    EXECUTE format('DELETE FROM core.%I r WHERE r.%I = $1', entity, key) USING id;
    EXECUTE format('INSERT INTO core.%1$I SELECT (jsonb_populate_record(NULL::core.%1$I, $1)).*',
        entity) USING coalesce(was, given) || f
        || jsonb_build_object(key, id, 'station_id', station);
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

CREATE OR REPLACE FUNCTION sync.renamed(given jsonb, names jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(coalesce(names ->> g.key, g.key), g.value), '{}')
    FROM jsonb_each(given) g WHERE NOT names ? g.key OR names -> g.key <> 'null'
$$;

-- What cannot be read is left as it is: apply says what is wrong with it.
CREATE OR REPLACE FUNCTION sync.upcast(o jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
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

-- Whether the text of an operation names a row by entity and id.
CREATE OR REPLACE FUNCTION sync.names_row(op text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN op::jsonb ->> 'e' IS NOT NULL AND (op::jsonb ->> 'r')::uuid IS NOT NULL;
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END $$;

-- Of an operation that could not be applied a careful batch needs which row it named and which
-- fields it had, no more: what is nested too deep to be applied may be too deep to be told as well.
CREATE OR REPLACE FUNCTION sync.outline(op text, code text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    o jsonb;
BEGIN
    o := op::jsonb;
    IF o ->> 'e' IS NULL OR (o ->> 'r')::uuid IS NULL THEN
        RETURN NULL;
    ELSIF code <> 'dead_op' THEN
        RETURN sync.upcast(o);
    END IF;
    RETURN jsonb_build_object('e', left(o ->> 'e', 200), 'r', o ->> 'r', 'k', left(o ->> 'k', 200),
        'a', left(o ->> 'a', 200), 'f', CASE WHEN jsonb_typeof(o -> 'f') = 'object' THEN (
            SELECT jsonb_object_agg(left(k, 60), NULL)
            FROM (SELECT k FROM jsonb_object_keys(o -> 'f') k LIMIT 40) few) END);
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$;

-- One operation with a savepoint: what can never be applied is kept with its payload and the
-- sequence moves on; what may pass by itself (locks, resources) is raised for a later try.
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
