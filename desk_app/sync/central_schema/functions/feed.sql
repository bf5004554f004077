-- The feed: which rows reach which station, in commit order, and how they look there.

-- Other stations that must know a row: a booking's other side, those a visitor is attached to. Not of
-- passes whose station does not know the visitor.
CREATE OR REPLACE FUNCTION sync.also_at(entity text, id uuid, station uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT CASE b.station_id WHEN station THEN b.asked_by ELSE b.station_id END
        FROM core.booking b WHERE entity = 'booking' AND b.booking_id = id
    UNION ALL SELECT a.station_id FROM sync.attachment a
        WHERE entity = 'visitor' AND a.visitor_id = id
    UNION ALL SELECT a.station_id FROM core.pass p JOIN sync.attachment a USING (visitor_id)
        WHERE entity = 'pass' AND p.pass_id = id AND sync.knows(p.station_id, p.visitor_id)
$$;

-- Those with columns of their own to be complete by.
CREATE OR REPLACE FUNCTION sync.living_core(station uuid, entities text[], ids uuid[])
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
    UNION ALL SELECT t.* FROM t JOIN core.room r ON r.room_id = t.row_id
        WHERE t.entity = 'room' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.booking r ON r.booking_id = t.row_id
        WHERE t.entity = 'booking' AND station IN (r.station_id, r.asked_by)
        AND r.room_id IS NOT NULL AND r.starts_at IS NOT NULL AND r.ends_at IS NOT NULL
        AND r.booked_at IS NOT NULL
$$;

-- The complete rows of these that live at this station; others are never put into its feed.
CREATE OR REPLACE FUNCTION sync.living(station uuid, entities text[], ids uuid[])
RETURNS TABLE (entity text, row_id uuid, n bigint) LANGUAGE plpgsql STABLE AS $$
DECLARE
    plain sync.plain_entity;
BEGIN
    RETURN QUERY SELECT l.entity, l.row_id, l.n FROM sync.living_core(station, entities, ids) l;
    FOR plain IN SELECT p.* FROM sync.plain_entity p WHERE p.entity = ANY (entities) LOOP
        RETURN QUERY EXECUTE format(
            'SELECT $1, u.row_id, min(u.n) FROM unnest($2, $3) WITH ORDINALITY u(entity, row_id, n)
             JOIN core.%1$I r ON r.%2$I = u.row_id
             WHERE u.entity = $1 AND r.station_id = $4
             AND NOT EXISTS (SELECT FROM unnest($5) k WHERE to_jsonb(r) -> k = ''null'')
             GROUP BY u.row_id', plain.entity, plain.entity || '_id')
            USING plain.entity, entities, ids, station, plain.required;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION sync.queue(stations uuid[], entity text, ids uuid[], deleted boolean DEFAULT false)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO sync.to_publish
        SELECT s.scope_id, entity, u.id, deleted FROM sync.station s, unnest(ids) u(id)
        WHERE s.station_id = ANY (stations) AND u.id IS NOT NULL
        GROUP BY s.scope_id, u.id
        ON CONFLICT (scope_id, entity, row_id) DO UPDATE SET deleted = excluded.deleted
$$;

-- Last of all in a push, scopes in ascending order: places in the feed, in commit order, of these
-- rows and of what was queued. ``fresh``: complete check-ins of this station that no feed holds yet.
CREATE OR REPLACE FUNCTION sync.publish(
    station uuid, entities text[], ids uuid[], fresh uuid[] DEFAULT '{}'
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    new_tag uuid := gen_random_uuid();
    mine integer;
    first_seq bigint;
    size bigint;
    extra bigint;
    names text[];
    row_ids uuid[];
    s record;
BEGIN
    IF cardinality(ids) > 0 THEN
        SELECT array_agg(l.entity ORDER BY l.n), array_agg(l.row_id ORDER BY l.n)
            INTO names, row_ids FROM sync.living(station, entities, ids) l
            WHERE l.entity <> 'visitor'
            OR NOT EXISTS (SELECT FROM sync.erased e WHERE e.visitor_id = l.row_id);
        fresh := ARRAY(SELECT u.id FROM unnest(fresh) WITH ORDINALITY u(id, n)
            WHERE u.id <> ALL (coalesce(row_ids, '{}')) ORDER BY u.n);
    END IF;
    SELECT x.scope_id INTO mine FROM sync.station x WHERE x.station_id = station;
    FOR s IN WITH rows AS MATERIALIZED (
            SELECT * FROM unnest(names, row_ids) WITH ORDINALITY u(e, r, n)
        ), placed AS (
            SELECT CASE WHEN u.e IN ('pass_key', 'room') THEN 1 ELSE mine END AS scope,
                u.e, u.r, u.n, false AS deleted FROM rows u
            UNION ALL SELECT x.scope_id, u.e, u.r, u.n, false
                FROM rows u CROSS JOIN LATERAL sync.also_at(u.e, u.r, station) o(id)
                JOIN sync.station x ON x.station_id = o.id AND x.scope_id <> mine
                WHERE u.e IN ('booking', 'visitor', 'pass')
            UNION ALL SELECT q.scope_id, q.entity, q.row_id, 1000000, q.deleted
                FROM sync.to_publish q
            UNION ALL SELECT mine, NULL, NULL, NULL, NULL WHERE cardinality(fresh) > 0
        ), single AS (
            SELECT p.scope, p.e, p.r, min(p.n) AS n, bool_or(p.deleted) AS deleted
            FROM placed p GROUP BY p.scope, p.e, p.r
        )
        SELECT p.scope, array_agg(p.e ORDER BY p.n, p.r) FILTER (WHERE p.e IS NOT NULL) AS es,
            array_agg(p.r ORDER BY p.n, p.r) FILTER (WHERE p.e IS NOT NULL) AS rs,
            array_agg(p.deleted ORDER BY p.n, p.r) FILTER (WHERE p.e IS NOT NULL) AS ds
        FROM single p GROUP BY p.scope ORDER BY p.scope LOOP
        IF first_seq IS NULL THEN
            INSERT INTO sync.txn (tag) VALUES (new_tag);
        END IF;
        size := coalesce(cardinality(s.rs), 0);
        extra := CASE WHEN s.scope = mine THEN cardinality(fresh) ELSE 0 END;
        UPDATE sync.scope c SET seq = c.seq + size + extra WHERE c.scope_id = s.scope
            RETURNING c.seq - size - extra INTO first_seq;
        IF size > 0 THEN
            INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag, deleted)
                SELECT s.scope, first_seq + u.n, u.e, u.r, new_tag, u.deleted
                FROM unnest(s.es, s.rs, s.ds) WITH ORDINALITY u(e, r, deleted, n)
                ON CONFLICT (entity, row_id, scope_id) DO UPDATE
                SET seq = excluded.seq, tag = excluded.tag, deleted = excluded.deleted;
        END IF;
        IF extra > 0 THEN
            INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag)
                SELECT s.scope, first_seq + size + u.n, 'check_in', u.id, new_tag
                FROM unnest(fresh) WITH ORDINALITY u(id, n);
        END IF;
    END LOOP;
    DELETE FROM sync.to_publish;
END $$;

-- Rows as a station may see them, entity by entity: another station's visitor has few fields.
-- ``revisions`` by field, of visitors only.
CREATE OR REPLACE FUNCTION sync.images(entity text, ids uuid[], station uuid)
RETURNS TABLE (row_id uuid, image json, revisions json) LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE entity
    WHEN 'visitor' THEN
        -- The one kind that comes in tens of thousands: written as text at once, so by name.
        RETURN QUERY SELECT r.visitor_id, CASE WHEN r.station_id = station
            THEN (SELECT to_json(x) FROM (SELECT r.name, r.phone, r.company, r.workplace,
                r.attention, r.is_blocked, r.blocked_reason, r.merged_into, r.merged_rows) x)
            ELSE json_build_object('name', r.name, 'phone', r.phone, 'company', r.company,
                    'station', (SELECT s.name FROM sync.station s WHERE s.station_id = r.station_id)) END,
            (SELECT json_object_agg(k.name, r.revisions -> k.name -> 'r')
                FROM (SELECT jsonb_object_keys(r.revisions) AS name) k)
        FROM core.visitor r WHERE r.visitor_id = ANY (ids);
    WHEN 'pass' THEN
        RETURN QUERY SELECT r.pass_id, (to_jsonb(r) - '{pass_id,station_id}'::text[]
            || jsonb_build_object('digest', encode(r.digest, 'hex')))::json, NULL::json
        FROM core.pass r WHERE r.pass_id = ANY (ids);
    WHEN 'pass_key' THEN
        RETURN QUERY SELECT r.pass_key_id, (to_jsonb(r) - '{pass_key_id,station_id}'::text[]
            || jsonb_build_object('public', encode(r.public, 'hex')))::json, NULL::json
        FROM core.pass_key r WHERE r.pass_key_id = ANY (ids);
    WHEN 'link_key' THEN
        RETURN QUERY SELECT r.link_key_id, (to_jsonb(r) - '{link_key_id,station_id}'::text[]
            || jsonb_build_object('secret', encode(r.secret, 'hex')))::json, NULL::json
        FROM core.link_key r WHERE r.link_key_id = ANY (ids);
    WHEN 'course' THEN
        RETURN QUERY SELECT r.course_id,
            (to_jsonb(r) - '{course_id,station_id}'::text[])::json, NULL::json
        FROM core.course r WHERE r.course_id = ANY (ids);
    WHEN 'class_session' THEN
        RETURN QUERY SELECT r.session_id,
            (to_jsonb(r) - '{session_id,station_id}'::text[])::json, NULL::json
        FROM core.class_session r WHERE r.session_id = ANY (ids);
    WHEN 'enrolment' THEN
        RETURN QUERY SELECT r.enrolment_id,
            (to_jsonb(r) - '{enrolment_id,station_id}'::text[])::json, NULL::json
        FROM core.enrolment r WHERE r.enrolment_id = ANY (ids);
    WHEN 'check_in' THEN
        RETURN QUERY SELECT r.check_in_id,
            (to_jsonb(r) - '{check_in_id,station_id,arrival,canonical}'::text[])::json, NULL::json
        FROM core.check_in r WHERE r.check_in_id = ANY (ids);
    WHEN 'room' THEN
        RETURN QUERY SELECT r.room_id, (to_jsonb(r) - '{room_id,station_id}'::text[]
            || jsonb_build_object('station', s.name))::json, NULL::json
        FROM core.room r JOIN sync.station s USING (station_id) WHERE r.room_id = ANY (ids);
    WHEN 'booking' THEN
        RETURN QUERY SELECT r.booking_id,
            (to_jsonb(r) - '{booking_id,station_id,asked_by}'::text[])::json, NULL::json
        FROM core.booking r WHERE r.booking_id = ANY (ids);
    ELSE
        IF EXISTS (SELECT FROM sync.plain_entity p WHERE p.entity = images.entity) THEN
            RETURN QUERY EXECUTE format(
                'SELECT r.%2$I, (to_jsonb(r) - ARRAY[%2$L, ''station_id''])::json, NULL::json
                 FROM core.%1$I r WHERE r.%2$I = ANY ($1)', entity, entity || '_id') USING ids;
        END IF;
    END CASE;
END $$;

-- Writes nothing, so it runs on a hot standby too. pos: how far the whole page's images reach. An
-- erased or departed row sends no fields, and the page is written as text once.
-- call: {proto, schema, epoch, stream, cursor: {scope: [seq, tag]}, limit}
CREATE OR REPLACE FUNCTION api.pull(token text, call jsonb) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET enable_seqscan = off SET enable_nestloop = off SET jit = off AS $$
DECLARE
    me sync.desk := sync.caller(token);
    e sync.epoch;
    epoch uuid := sync.epoch_now();
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
    IF (call ->> 'epoch')::uuid IS DISTINCT FROM epoch THEN
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
    ), known AS (
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
    RETURN json_build_object('code', 'ok', 'epoch', epoch, 'now', clock_timestamp(),
        'last_seq', coalesce(last, 0), 'next_poll_ms', 15000, 'rows', coalesce(page_rows, '[]'),
        'more', n = page,
        'pos', (SELECT json_object_agg(c.scope_id, c.seq) FROM sync.scope c
            WHERE c.scope_id = ANY (scopes)));
END $$;
