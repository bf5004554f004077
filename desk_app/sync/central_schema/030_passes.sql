-- A pass speaks for a visitor only where its station knows them: its own, or one that came over by
-- a lookup. Else whoever learns an id could give itself a pass, look that up, and read the person.
CREATE FUNCTION sync.knows(station uuid, visitor uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM core.visitor v WHERE v.visitor_id = visitor AND v.station_id = station)
        OR EXISTS (SELECT FROM sync.attachment a
            WHERE a.visitor_id = visitor AND a.station_id = station)
$$;

CREATE OR REPLACE FUNCTION sync.apply_pass(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    p core.pass;
    is_new boolean;
    c record;
    changed uuid[] := '{}';
BEGIN
    SELECT * INTO p FROM core.pass r WHERE r.pass_id = id FOR UPDATE;
    is_new := NOT FOUND;
    IF is_new THEN
        p := jsonb_populate_record(NULL::core.pass, '{"hint": ""}');
    ELSIF p.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    p := jsonb_populate_record(p, sync.with_bytes(f, 'digest'));
    p.pass_id := id;
    p.station_id := station;
    IF f ? 'visitor_id' AND NOT sync.knows(station, p.visitor_id)
        AND EXISTS (SELECT FROM core.visitor v WHERE v.visitor_id = p.visitor_id) THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    IF is_new THEN
        INSERT INTO core.pass SELECT (p).*;
    ELSE
        UPDATE core.pass r SET visitor_id = p.visitor_id, kind = p.kind, key_id = p.key_id,
            digest = p.digest, hint = p.hint, first_day = p.first_day, last_day = p.last_day,
            issued_at = p.issued_at, revoked_at = p.revoked_at WHERE r.pass_id = id;
    END IF;
    FOR c IN SELECT k.check_in_id, k.session_id FROM core.check_in k
        WHERE k.pass_id = id AND k.visitor_id IS NULL AND k.station_id = station
        ORDER BY k.session_id, k.arrival LOOP
        PERFORM 1 FROM core.class_session s WHERE s.session_id = c.session_id FOR NO KEY UPDATE;
        UPDATE core.check_in k SET visitor_id = p.visitor_id, canonical = NULL
            WHERE k.check_in_id = c.check_in_id;
        changed := changed || c.check_in_id || sync.settle(c.session_id, id)
            || sync.settle(c.session_id, p.visitor_id);
    END LOOP;
    RETURN ('ok', NULL, changed)::sync.answer;
END $$;

-- As before, but for passes whose station does not know the visitor.
CREATE OR REPLACE FUNCTION sync.also_at(entity text, id uuid, station uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    SELECT CASE b.station_id WHEN station THEN b.asked_by ELSE b.station_id END
        FROM core.booking b WHERE entity = 'booking' AND b.booking_id = id
    UNION ALL SELECT a.station_id FROM sync.attachment a
        WHERE entity = 'visitor' AND a.visitor_id = id
    UNION ALL SELECT a.station_id FROM core.pass p JOIN sync.attachment a USING (visitor_id)
        WHERE entity = 'pass' AND p.pass_id = id AND sync.knows(p.station_id, p.visitor_id)
$$;

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
