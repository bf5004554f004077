-- People beyond their station: exact lookups, attached visitors, erasure.
CREATE TABLE sync.lookup (
    lookup_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    desk_id uuid NOT NULL,
    operator core.line NOT NULL,
    asked_by text NOT NULL, -- phone, pass or digest; never what was asked
    found uuid[] NOT NULL,
    attached uuid
);
CREATE INDEX lookup_desk ON sync.lookup (desk_id, at);

-- Visitors of other stations a station has in its scope, with minimal fields.
CREATE TABLE sync.attachment (
    visitor_id uuid NOT NULL,
    station_id uuid NOT NULL REFERENCES sync.station,
    desk_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (visitor_id, station_id)
);
CREATE INDEX attachment_station ON sync.attachment (station_id, at);
CREATE INDEX pass_visitor ON core.pass (visitor_id);
CREATE INDEX pass_digest ON core.pass (digest) WHERE digest IS NOT NULL;

-- A bare id for ever: what arrives later about it is not taken.
CREATE TABLE sync.erased (
    visitor_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    desk_id uuid,
    operator core.line NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Other stations that must know a row: a booking's other side, those a visitor is attached to.
CREATE FUNCTION sync.also_at(entity text, id uuid, station uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT CASE b.station_id WHEN station THEN b.asked_by ELSE b.station_id END
        FROM core.booking b WHERE entity = 'booking' AND b.booking_id = id
    UNION ALL SELECT a.station_id FROM sync.attachment a
        WHERE entity = 'visitor' AND a.visitor_id = id
    UNION ALL SELECT a.station_id FROM core.pass p JOIN sync.attachment a USING (visitor_id)
        WHERE entity = 'pass' AND p.pass_id = id
$$;

-- As before, with what was queued. Scopes in ascending order.
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

DROP FUNCTION sync.scopes_of(text, uuid, uuid);
DROP FUNCTION sync.other_station(text, uuid, uuid);

-- An exact phone, pass or digest, across stations. Answers who it may be, in as little as tells them
-- apart; with ``attach`` one of them comes into this station's scope.
-- call: {phone | pass | digest, attach: visitor id or null, operator}
CREATE FUNCTION api.lookup(token text, call jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
SET lock_timeout = '5s' SET enable_seqscan = off SET jit = off AS $$
DECLARE
    me sync.desk := sync.caller(token);
    key text := sync.phone_key(call ->> 'phone');
    pass uuid := (call ->> 'pass')::uuid;
    wanted bytea := decode(call ->> 'digest', 'hex');
    attach uuid := (call ->> 'attach')::uuid;
    way text := CASE WHEN call ? 'phone' THEN 'phone' WHEN call ? 'pass' THEN 'pass' ELSE 'digest' END;
    found_ids uuid[];
    tries bigint;
    today bigint;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    ELSIF coalesce(length(key) < 7, true) AND pass IS NULL AND coalesce(length(wanted) < 8, true) THEN
        RAISE EXCEPTION 'nothing exact to look for' USING ERRCODE = '22023';
    END IF;
    PERFORM 1 FROM sync.desk d WHERE d.desk_id = me.desk_id FOR NO KEY UPDATE;
    SELECT count(*) FILTER (WHERE l.at > clock_timestamp() - interval '10 minutes'), count(*)
        INTO tries, today FROM sync.lookup l
        WHERE l.desk_id = me.desk_id AND l.at > clock_timestamp() - interval '1 day';
    IF tries >= 20 OR today >= 200 THEN
        RETURN jsonb_build_object('code', 'TOO_MANY', 'now', clock_timestamp(),
            'retry_after_s', CASE WHEN today >= 200 THEN 3600 ELSE 600 END);
    END IF;
    SELECT coalesce(array_agg(f.visitor_id), '{}') INTO found_ids FROM (
        SELECT v.visitor_id FROM core.visitor v
            WHERE way = 'phone' AND sync.phone_key(v.phone) = key AND v.phone <> ''
            AND v.merged_into IS NULL
        UNION SELECT p.visitor_id FROM core.pass p WHERE way = 'pass' AND p.pass_id = pass
            AND p.visitor_id IS NOT NULL
        UNION SELECT p.visitor_id FROM core.pass p
            WHERE way = 'digest' AND p.digest = wanted AND p.visitor_id IS NOT NULL
        LIMIT 5) f
        WHERE NOT EXISTS (SELECT FROM sync.erased e WHERE e.visitor_id = f.visitor_id);
    IF attach IS NOT NULL AND NOT attach = ANY (found_ids) THEN
        attach := NULL;
    END IF;
    INSERT INTO sync.lookup (desk_id, operator, asked_by, found, attached)
        VALUES (me.desk_id, left(coalesce(call ->> 'operator', ''), 200), way, found_ids, attach);
    IF attach IS NOT NULL AND NOT EXISTS (SELECT FROM core.visitor v
        WHERE v.visitor_id = attach AND v.station_id = me.station_id) THEN
        INSERT INTO sync.attachment VALUES (attach, me.station_id, me.desk_id)
            ON CONFLICT (visitor_id, station_id) DO UPDATE SET at = clock_timestamp();
        PERFORM sync.queue(ARRAY[me.station_id], 'visitor', ARRAY[attach]);
        PERFORM sync.queue(ARRAY[me.station_id], 'pass', ARRAY(SELECT p.pass_id FROM core.pass p
            WHERE p.visitor_id = attach AND p.kind IS NOT NULL AND p.issued_at IS NOT NULL));
        PERFORM sync.publish(NULL, '{}', '{}');
    END IF;
    RETURN jsonb_build_object('code', 'ok', 'now', clock_timestamp(), 'attached', attach,
        'matches', (SELECT coalesce(jsonb_agg(jsonb_build_object('visitor_id', v.visitor_id,
                'name', left(v.name, 1) || CASE WHEN length(v.name) > 1 THEN '*' ELSE '' END,
                'station', s.name, 'is_here', v.station_id = me.station_id)), '[]')
            FROM core.visitor v JOIN sync.station s USING (station_id)
            WHERE v.visitor_id = ANY (found_ids)));
END $$;

-- A station lets go of a visitor of another one: its desks forget them.
CREATE FUNCTION sync.leave(station uuid, visitor uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM sync.attachment a WHERE a.visitor_id = visitor AND a.station_id = station;
    IF FOUND THEN
        PERFORM sync.queue(ARRAY[station], 'visitor', ARRAY[visitor], true);
        PERFORM sync.queue(ARRAY[station], 'pass', ARRAY(SELECT p.pass_id FROM core.pass p
            WHERE p.visitor_id = visitor), true);
    END IF;
END $$;

-- Called by the owner: attached visitors nobody has seen at the station for these days.
CREATE FUNCTION sync.let_go(days integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    a sync.attachment;
    n integer := 0;
    since timestamptz := clock_timestamp() - make_interval(days => days);
BEGIN
    FOR a IN SELECT t.* FROM sync.attachment t WHERE t.at < since
        AND NOT EXISTS (SELECT FROM core.check_in k WHERE k.visitor_id = t.visitor_id
            AND k.station_id = t.station_id AND k.at >= since)
        AND NOT EXISTS (SELECT FROM core.enrolment e JOIN core.class_session s USING (course_id)
            WHERE e.visitor_id = t.visitor_id AND e.station_id = t.station_id
            AND e.status <> 'dropped' AND s.ends_at >= since) LOOP
        PERFORM sync.leave(a.station_id, a.visitor_id);
        n := n + 1;
    END LOOP;
    PERFORM sync.publish(NULL, '{}', '{}');
    RETURN n;
END $$;

-- Rows as a station may see them, entity by entity: another station's visitor has few fields.
-- ``revisions`` by field, of visitors only.
CREATE FUNCTION sync.images(entity text, ids uuid[], station uuid)
RETURNS TABLE (row_id uuid, image json, revisions json) LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE entity
    WHEN 'visitor' THEN
        -- The one kind that comes in tens of thousands: written as text at once, so by name.
        RETURN QUERY SELECT r.visitor_id, CASE WHEN r.station_id = station
            THEN (SELECT to_json(x) FROM (SELECT r.name, r.phone, r.company, r.workplace,
                r.attention, r.is_blocked, r.blocked_reason, r.merged_into, r.merged_rows) x)
            ELSE json_build_object('name', r.name, 'phone', r.phone, 'company', r.company) END,
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
        RETURN QUERY SELECT r.course_id, (to_jsonb(r) - '{course_id,station_id}'::text[])::json, NULL::json
        FROM core.course r WHERE r.course_id = ANY (ids);
    WHEN 'class_session' THEN
        RETURN QUERY SELECT r.session_id, (to_jsonb(r) - '{session_id,station_id}'::text[])::json, NULL::json
        FROM core.class_session r WHERE r.session_id = ANY (ids);
    WHEN 'enrolment' THEN
        RETURN QUERY SELECT r.enrolment_id, (to_jsonb(r) - '{enrolment_id,station_id}'::text[])::json, NULL::json
        FROM core.enrolment r WHERE r.enrolment_id = ANY (ids);
    WHEN 'check_in' THEN
        RETURN QUERY SELECT r.check_in_id, (to_jsonb(r) - '{check_in_id,station_id,arrival,canonical}'::text[])::json, NULL::json
        FROM core.check_in r WHERE r.check_in_id = ANY (ids);
    WHEN 'room' THEN
        RETURN QUERY SELECT r.room_id, (to_jsonb(r) - '{room_id,station_id}'::text[]
            || jsonb_build_object('station', s.name))::json, NULL::json
        FROM core.room r JOIN sync.station s USING (station_id) WHERE r.room_id = ANY (ids);
    WHEN 'closure' THEN
        RETURN QUERY SELECT r.closure_id, (to_jsonb(r) - '{closure_id,station_id}'::text[])::json, NULL::json
        FROM core.closure r WHERE r.closure_id = ANY (ids);
    WHEN 'booking_series' THEN
        RETURN QUERY SELECT r.booking_series_id, (to_jsonb(r) - '{booking_series_id,station_id}'::text[])::json, NULL::json
        FROM core.booking_series r WHERE r.booking_series_id = ANY (ids);
    WHEN 'booking' THEN
        RETURN QUERY SELECT r.booking_id, (to_jsonb(r) - '{booking_id,station_id,asked_by}'::text[])::json, NULL::json
        FROM core.booking r WHERE r.booking_id = ANY (ids);
    WHEN 'booker_block' THEN
        RETURN QUERY SELECT r.booker_block_id, (to_jsonb(r) - '{booker_block_id,station_id}'::text[])::json, NULL::json
        FROM core.booker_block r WHERE r.booker_block_id = ANY (ids);
    ELSE
        IF EXISTS (SELECT FROM sync.plain_entity p WHERE p.entity = images.entity) THEN
            RETURN QUERY EXECUTE format(
                'SELECT r.%2$I, (to_jsonb(r) - ARRAY[%2$L, ''station_id''])::json, NULL::json
                 FROM core.%1$I r WHERE r.%2$I = ANY ($1)', entity, entity || '_id') USING ids;
        END IF;
    END CASE;
END $$;


-- As before; an erased or departed row sends no fields, and the page is written as text once.
DROP FUNCTION api.pull(text, jsonb);
CREATE FUNCTION api.pull(token text, call jsonb) RETURNS json
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

DROP FUNCTION sync.plain_image(text, uuid);
