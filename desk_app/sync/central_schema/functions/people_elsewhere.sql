-- People beyond their station: exact lookups, and letting go of who was attached.

-- An exact phone, pass or digest, across stations. Answers who it may be, in as little as tells them
-- apart; with ``attach`` one of them comes into this station's scope.
-- call: {phone | pass | digest, attach: visitor id or null, operator}
CREATE OR REPLACE FUNCTION api.lookup(token text, call jsonb) RETURNS jsonb
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
            AND sync.knows(p.station_id, p.visitor_id)
        UNION SELECT p.visitor_id FROM core.pass p WHERE way = 'digest' AND p.digest = wanted
            AND sync.knows(p.station_id, p.visitor_id)
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
            WHERE p.visitor_id = attach AND p.kind IS NOT NULL AND p.issued_at IS NOT NULL
            AND sync.knows(p.station_id, attach)));
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
CREATE OR REPLACE FUNCTION sync.leave(station uuid, visitor uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM sync.attachment a WHERE a.visitor_id = visitor AND a.station_id = station;
    IF FOUND THEN
        PERFORM sync.queue(ARRAY[station], 'visitor', ARRAY[visitor], true);
        PERFORM sync.queue(ARRAY[station], 'pass', ARRAY(SELECT p.pass_id FROM core.pass p
            WHERE p.visitor_id = visitor), true);
    END IF;
END $$;

-- Called by the owner: attached visitors nobody has seen at the station for these days.
CREATE OR REPLACE FUNCTION sync.let_go(days integer) RETURNS integer LANGUAGE plpgsql AS $$
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
