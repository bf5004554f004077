-- A page of the feed reads its rows entity by entity, not one by one, and is written as text once.

-- Rows as a station may see them; ``revisions`` by field, of visitors only.
CREATE FUNCTION sync.images(entity text, ids uuid[], station uuid)
RETURNS TABLE (row_id uuid, image jsonb, revisions jsonb) LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE entity
    WHEN 'visitor' THEN
        RETURN QUERY SELECT r.visitor_id,
            CASE WHEN r.station_id = station
                THEN to_jsonb(r) - '{visitor_id,station_id,revisions}'::text[]
                ELSE jsonb_build_object('name', r.name, 'phone', r.phone, 'company', r.company) END,
            (SELECT jsonb_object_agg(v.key, v.value -> 'r') FROM jsonb_each(r.revisions) v)
        FROM core.visitor r WHERE r.visitor_id = ANY (ids);
    WHEN 'pass' THEN
        RETURN QUERY SELECT r.pass_id, to_jsonb(r) - '{pass_id,station_id}'::text[]
            || jsonb_build_object('digest', encode(r.digest, 'hex')), NULL::jsonb
        FROM core.pass r WHERE r.pass_id = ANY (ids);
    WHEN 'pass_key' THEN
        RETURN QUERY SELECT r.pass_key_id, to_jsonb(r) - '{pass_key_id,station_id}'::text[]
            || jsonb_build_object('public', encode(r.public, 'hex')), NULL::jsonb
        FROM core.pass_key r WHERE r.pass_key_id = ANY (ids);
    WHEN 'link_key' THEN
        RETURN QUERY SELECT r.link_key_id, to_jsonb(r) - '{link_key_id,station_id}'::text[]
            || jsonb_build_object('secret', encode(r.secret, 'hex')), NULL::jsonb
        FROM core.link_key r WHERE r.link_key_id = ANY (ids);
    WHEN 'course' THEN
        RETURN QUERY SELECT r.course_id, to_jsonb(r) - '{course_id,station_id}'::text[], NULL::jsonb
        FROM core.course r WHERE r.course_id = ANY (ids);
    WHEN 'class_session' THEN
        RETURN QUERY SELECT r.session_id, to_jsonb(r) - '{session_id,station_id}'::text[], NULL::jsonb
        FROM core.class_session r WHERE r.session_id = ANY (ids);
    WHEN 'enrolment' THEN
        RETURN QUERY SELECT r.enrolment_id, to_jsonb(r) - '{enrolment_id,station_id}'::text[], NULL::jsonb
        FROM core.enrolment r WHERE r.enrolment_id = ANY (ids);
    WHEN 'check_in' THEN
        RETURN QUERY SELECT r.check_in_id, to_jsonb(r) - '{check_in_id,station_id,arrival,canonical}'::text[], NULL::jsonb
        FROM core.check_in r WHERE r.check_in_id = ANY (ids);
    WHEN 'room' THEN
        RETURN QUERY SELECT r.room_id, to_jsonb(r) - '{room_id,station_id}'::text[]
            || jsonb_build_object('station', s.name), NULL::jsonb
        FROM core.room r JOIN sync.station s USING (station_id) WHERE r.room_id = ANY (ids);
    WHEN 'closure' THEN
        RETURN QUERY SELECT r.closure_id, to_jsonb(r) - '{closure_id,station_id}'::text[], NULL::jsonb
        FROM core.closure r WHERE r.closure_id = ANY (ids);
    WHEN 'booking_series' THEN
        RETURN QUERY SELECT r.booking_series_id, to_jsonb(r) - '{booking_series_id,station_id}'::text[], NULL::jsonb
        FROM core.booking_series r WHERE r.booking_series_id = ANY (ids);
    WHEN 'booking' THEN
        RETURN QUERY SELECT r.booking_id, to_jsonb(r) - '{booking_id,station_id,asked_by}'::text[], NULL::jsonb
        FROM core.booking r WHERE r.booking_id = ANY (ids);
    WHEN 'booker_block' THEN
        RETURN QUERY SELECT r.booker_block_id, to_jsonb(r) - '{booker_block_id,station_id}'::text[], NULL::jsonb
        FROM core.booker_block r WHERE r.booker_block_id = ANY (ids);
    ELSE
        IF EXISTS (SELECT FROM sync.plain_entity p WHERE p.entity = images.entity) THEN
            RETURN QUERY EXECUTE format(
                'SELECT r.%2$I, to_jsonb(r) - ARRAY[%2$L, ''station_id''], NULL::jsonb
                 FROM core.%1$I r WHERE r.%2$I = ANY ($1)', entity, entity || '_id') USING ids;
        END IF;
    END CASE;
END $$;

DROP FUNCTION api.pull(text, jsonb);
CREATE FUNCTION api.pull(token text, call jsonb) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET enable_seqscan = off SET enable_nestloop = off SET jit = off AS $$
DECLARE
    me sync.desk := sync.caller(token);
    e sync.epoch;
    at_cursor jsonb := coalesce(call -> 'cursor', '{}');
    page integer := least(1000, greatest(1, coalesce((call ->> 'limit')::integer, 1000)));
    last bigint;
    scopes integer[];
    page_rows json;
    n bigint;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN json_build_object('code', 'REVOKED');
    END IF;
    SELECT * INTO e FROM sync.epoch;
    SELECT s.last_seq INTO last FROM sync.stream s
        WHERE s.stream = (call ->> 'stream')::uuid AND s.desk_id = me.desk_id;
    SELECT ARRAY[1, s.scope_id] INTO scopes FROM sync.station s WHERE s.station_id = me.station_id;
    IF (call ->> 'epoch')::uuid IS DISTINCT FROM sync.epoch_now() THEN
        RETURN sync.refusal('EPOCH_CHANGED', last)::json;
    ELSIF (call ->> 'schema')::integer NOT BETWEEN e.schema_pull_min AND e.schema_max THEN
        RETURN sync.refusal('SCHEMA', last)::json;
    ELSIF EXISTS (
        SELECT FROM jsonb_each(at_cursor) c
        WHERE NOT EXISTS (SELECT FROM sync.txn t WHERE t.tag = (c.value ->> 1)::uuid)
        OR (c.value ->> 0)::bigint > coalesce(
            (SELECT s.seq FROM sync.scope s WHERE s.scope_id = c.key::integer), 0)
    ) THEN
        RETURN sync.refusal('HISTORY_LOST', last)::json;
    END IF;
    WITH p AS MATERIALIZED (
        SELECT f.* FROM unnest(scopes) s(id) CROSS JOIN LATERAL (
            SELECT * FROM sync.feed f
            WHERE f.scope_id = s.id
            AND f.seq > coalesce((at_cursor -> (s.id::text) ->> 0)::bigint, 0)
            ORDER BY f.seq LIMIT page
        ) f ORDER BY f.scope_id, f.seq LIMIT page
    ), known AS MATERIALIZED (
        SELECT g.entity, i.* FROM (
            SELECT p.entity, array_agg(p.row_id) AS ids FROM p WHERE NOT p.deleted GROUP BY p.entity
        ) g CROSS JOIN LATERAL sync.images(g.entity, g.ids, me.station_id) i
    )
    SELECT json_agg(json_build_array(
            p.scope_id, p.seq, p.tag, p.entity, p.row_id, p.deleted OR k.image IS NULL,
            CASE WHEN p.deleted AND p.entity = 'visitor' AND EXISTS (
                SELECT FROM sync.erased x WHERE x.visitor_id = p.row_id)
            THEN '{"erased": true}' ELSE k.image END, k.revisions)
            ORDER BY p.scope_id, p.seq), count(*)
        INTO page_rows, n
        FROM p LEFT JOIN known k ON k.entity = p.entity AND k.row_id = p.row_id AND NOT p.deleted;
    RETURN json_build_object('code', 'ok', 'epoch', sync.epoch_now(), 'now', clock_timestamp(),
        'last_seq', coalesce(last, 0), 'next_poll_ms', 15000, 'rows', coalesce(page_rows, '[]'),
        'more', n = page,
        'pos', (SELECT json_object_agg(c.scope_id, c.seq) FROM sync.scope c
            WHERE c.scope_id = ANY (scopes)));
END $$;

DROP FUNCTION sync.image(text, uuid, uuid);
DROP FUNCTION sync.plain_image(text, uuid);
