-- Visitors, their passes, and the keys that passes are signed or linked with.

-- Later writer wins per field, told apart by base revision; a stream's own chain never conflicts.
-- A name someone else changed meanwhile stays, and a person decides.
CREATE OR REPLACE FUNCTION sync.apply_visitor(
    station uuid, stream uuid, op_id uuid, id uuid, f jsonb, base jsonb, hlc bigint
) RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    v core.visitor;
    now_has jsonb;
    field text;
    value jsonb;
    was jsonb;
    is_concurrent boolean;
    accepted jsonb := '{}';
    new_revisions jsonb;
    kept jsonb := '[]';
BEGIN
    SELECT * INTO v FROM core.visitor r WHERE r.visitor_id = id FOR UPDATE;
    IF NOT FOUND THEN
        SELECT coalesce(jsonb_object_agg(k, jsonb_build_object('r', 1, 'h', hlc, 's', stream)), '{}')
            INTO new_revisions FROM jsonb_object_keys(f) k;
        v := jsonb_populate_record(NULL::core.visitor,
            '{"name": "", "phone": "", "company": "", "workplace": "", "attention": "",
              "is_blocked": false, "blocked_reason": "", "merged_rows": ""}' || f);
        v.visitor_id := id;
        v.station_id := station;
        v.revisions := new_revisions;
        INSERT INTO core.visitor SELECT (v).*;
        RETURN ('ok', NULL, NULL)::sync.answer;
    ELSIF v.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    now_has := to_jsonb(v) - '{visitor_id,station_id,revisions}'::text[];
    new_revisions := v.revisions;
    FOR field, value IN SELECT e.key, e.value FROM jsonb_each(f) e LOOP
        CONTINUE WHEN NOT now_has ? field OR now_has -> field = value;
        was := coalesce(new_revisions -> field, '{"r": 0, "h": 0}');
        is_concurrent := was ->> 's' IS DISTINCT FROM stream::text
            AND (was ->> 'r')::integer <> coalesce((base ->> field)::integer, 0);
        IF is_concurrent AND (field = 'name' OR hlc <= (was ->> 'h')::bigint) THEN
            INSERT INTO sync.field_history VALUES (op_id, 'visitor', id, field, value, hlc);
            kept := kept || to_jsonb(field);
            CONTINUE;
        ELSIF is_concurrent THEN
            INSERT INTO sync.field_history
                VALUES (op_id, 'visitor', id, field, now_has -> field, (was ->> 'h')::bigint);
        END IF;
        accepted := accepted || jsonb_build_object(field, value);
        new_revisions := new_revisions || jsonb_build_object(field,
            jsonb_build_object('r', (was ->> 'r')::integer + 1, 'h', hlc, 's', stream));
    END LOOP;
    v := jsonb_populate_record(v, accepted);
    UPDATE core.visitor r SET name = v.name, phone = v.phone, company = v.company,
        workplace = v.workplace, attention = v.attention, is_blocked = v.is_blocked,
        blocked_reason = v.blocked_reason, merged_into = v.merged_into,
        merged_rows = v.merged_rows, revisions = new_revisions
        WHERE r.visitor_id = id;
    RETURN (CASE WHEN kept ? 'name' THEN 'conflict' ELSE 'ok' END,
        CASE WHEN kept <> '[]' THEN jsonb_build_object('kept', kept) END, NULL)::sync.answer;
END $$;

-- A pass speaks for a visitor only where its station knows them: its own, or one that came over by
-- a lookup. Else whoever learns an id could give itself a pass, look that up, and read the person.
CREATE OR REPLACE FUNCTION sync.knows(station uuid, visitor uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM core.visitor v WHERE v.visitor_id = visitor AND v.station_id = station)
        OR EXISTS (SELECT FROM sync.attachment a
            WHERE a.visitor_id = visitor AND a.station_id = station)
$$;

-- A pass that arrives names the people behind check-ins made with it elsewhere.
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

-- Keys decide what every desk believes, so what a key is never changes once it is known.
CREATE OR REPLACE FUNCTION sync.apply_pass_key(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    k core.pass_key;
    old core.pass_key;
BEGIN
    SELECT * INTO old FROM core.pass_key r WHERE r.pass_key_id = id FOR UPDATE;
    IF NOT FOUND THEN
        k := jsonb_populate_record(NULL::core.pass_key,
            '{"status": "active"}' || sync.with_bytes(f, 'public'));
        k.pass_key_id := id;
        k.station_id := station;
        INSERT INTO core.pass_key SELECT (k).*;
        RETURN ('ok', NULL, NULL)::sync.answer;
    END IF;
    k := jsonb_populate_record(old, sync.with_bytes(f, 'public'));
    IF old.station_id <> station OR k.public <> old.public
        OR k.key_id <> old.key_id THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    UPDATE core.pass_key r SET key_id = k.key_id, public = k.public, desk_id = k.desk_id,
        status = k.status, retired_at = k.retired_at WHERE r.pass_key_id = id;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

CREATE OR REPLACE FUNCTION sync.apply_link_key(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    was core.link_key;
BEGIN
    SELECT * INTO was FROM core.link_key r WHERE r.link_key_id = id FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO core.link_key VALUES (id, station, decode(f ->> 'secret', 'hex'));
    ELSIF was.station_id <> station OR was.secret <> decode(f ->> 'secret', 'hex') THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;
