-- How one operation changes the rows. An operation is a set of fields: jsonb_populate_record keeps
-- the value of every field that is missing, and ignores fields this schema does not have.
CREATE TYPE sync.answer AS (code text, detail jsonb, check_ins uuid[]);

CREATE FUNCTION sync.with_bytes(fields jsonb, field text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN fields ->> field IS NULL THEN fields
        ELSE fields || jsonb_build_object(field, '\x' || (fields ->> field)) END
$$;

-- Later writer wins per field, told apart by base revision; a stream's own chain never conflicts.
-- A name someone else changed meanwhile stays, and a person decides.
CREATE FUNCTION sync.apply_visitor(
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
              "is_blocked": false, "blocked_reason": ""}' || f);
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
        blocked_reason = v.blocked_reason, revisions = new_revisions
        WHERE r.visitor_id = id;
    RETURN (CASE WHEN kept ? 'name' THEN 'conflict' ELSE 'ok' END,
        CASE WHEN kept <> '[]' THEN jsonb_build_object('kept', kept) END, NULL)::sync.answer;
END $$;

-- Single-entry sessions have one canonical row per person: the first to arrive among those that
-- stand. Answers the rows that changed.
CREATE FUNCTION sync.settle(session uuid, person uuid) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    several boolean;
    winner uuid;
    lost uuid[];
    won uuid[];
BEGIN
    IF person IS NULL THEN
        RETURN '{}';
    END IF;
    SELECT c.several_entries INTO several
        FROM core.class_session s JOIN core.course c USING (course_id) WHERE s.session_id = session;
    IF several IS NOT TRUE THEN
        SELECT k.check_in_id INTO winner FROM core.check_in k
            WHERE k.session_id = session AND coalesce(k.visitor_id, k.pass_id) = person
            AND k.direction = 'in' AND k.undone_at IS NULL ORDER BY k.arrival LIMIT 1;
    END IF;
    WITH changed AS (
        UPDATE core.check_in k SET canonical = NULL, dup_of = CASE
            WHEN k.direction = 'in' AND k.undone_at IS NULL THEN winner END
        WHERE k.session_id = session AND coalesce(k.visitor_id, k.pass_id) = person
        AND k.check_in_id IS DISTINCT FROM winner
        AND (k.canonical IS NOT NULL OR k.dup_of IS DISTINCT FROM CASE
            WHEN k.direction = 'in' AND k.undone_at IS NULL THEN winner END)
        RETURNING k.check_in_id
    )
    SELECT array_agg(check_in_id) INTO lost FROM changed;
    WITH changed AS (
        UPDATE core.check_in k SET canonical = person, dup_of = NULL
        WHERE k.check_in_id = winner
        AND (k.canonical IS DISTINCT FROM person OR k.dup_of IS NOT NULL)
        RETURNING k.check_in_id
    )
    SELECT array_agg(check_in_id) INTO won FROM changed;
    RETURN coalesce(lost, '{}') || coalesce(won, '{}');
END $$;

CREATE FUNCTION sync.apply_check_in(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    k core.check_in;
    old core.check_in;
    is_new boolean;
    person uuid;
    several boolean;
    other uuid;
    changed uuid[];
BEGIN
    SELECT * INTO old FROM core.check_in r WHERE r.check_in_id = id FOR UPDATE;
    is_new := NOT FOUND;
    IF is_new THEN
        k := jsonb_populate_record(NULL::core.check_in,
            '{"direction": "in", "offset_ms": 0, "desk_name": "", "operator": "",
              "force_reason": "", "overrode": false, "is_walk_in": false, "undone_by": ""}');
        k.arrival := nextval('sync.arrival');
    ELSIF old.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    ELSE
        k := old;
    END IF;
    k := jsonb_populate_record(k, f - '{dup_of,arrival,canonical}'::text[]);
    k.check_in_id := id;
    k.station_id := station;
    IF k.visitor_id IS NULL AND k.pass_id IS NOT NULL THEN
        SELECT p.visitor_id INTO k.visitor_id FROM core.pass p
            WHERE p.pass_id = k.pass_id AND p.station_id = station;
    END IF;
    person := coalesce(k.visitor_id, k.pass_id);
    SELECT s.station_id, c.several_entries INTO other, several
        FROM core.class_session s LEFT JOIN core.course c USING (course_id)
        WHERE s.session_id = k.session_id FOR NO KEY UPDATE OF s;
    IF other <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    IF is_new AND NOT EXISTS (SELECT FROM core.check_in r
        WHERE r.session_id = k.session_id AND coalesce(r.visitor_id, r.pass_id) = person) THEN
        -- Nearly every check-in: nobody to compare with.
        IF k.direction = 'in' AND k.undone_at IS NULL AND several IS NOT TRUE THEN
            k.canonical := person;
        END IF;
        INSERT INTO core.check_in SELECT (k).*;
        RETURN ('ok', NULL, NULL)::sync.answer;
    ELSIF is_new THEN
        INSERT INTO core.check_in SELECT (k).*;
    ELSE
        UPDATE core.check_in r SET session_id = k.session_id, visitor_id = k.visitor_id,
            pass_id = k.pass_id, direction = k.direction, at = k.at, offset_ms = k.offset_ms,
            desk_id = k.desk_id, desk_name = k.desk_name, operator = k.operator, nonce = k.nonce,
            force_reason = k.force_reason, overrode = k.overrode, is_walk_in = k.is_walk_in,
            undone_at = k.undone_at, undone_by = k.undone_by, canonical = NULL
            WHERE r.check_in_id = id;
        IF (old.session_id, coalesce(old.visitor_id, old.pass_id))
            IS DISTINCT FROM (k.session_id, person) THEN
            changed := sync.settle(old.session_id, coalesce(old.visitor_id, old.pass_id));
        END IF;
    END IF;
    changed := coalesce(changed, '{}')
        || sync.settle(k.session_id, person);
    SELECT r.dup_of INTO other FROM core.check_in r WHERE r.check_in_id = id;
    RETURN (CASE WHEN other IS NULL THEN 'ok' ELSE 'duplicate' END,
        CASE WHEN other IS NOT NULL THEN jsonb_build_object('of', other) END, changed)::sync.answer;
END $$;

-- A pass that arrives names the people behind check-ins made with it elsewhere.
CREATE FUNCTION sync.apply_pass(station uuid, id uuid, f jsonb)
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

-- An enrolment is a request: places go by arrival here, under a lock on the course.
CREATE FUNCTION sync.apply_enrolment(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    e core.enrolment;
    c core.course;
    is_new boolean;
    was text;
    taken integer;
    place integer;
BEGIN
    SELECT * INTO e FROM core.enrolment r WHERE r.enrolment_id = id FOR UPDATE;
    is_new := NOT FOUND;
    IF is_new THEN
        e := jsonb_populate_record(NULL::core.enrolment, '{"status": "confirmed"}');
    ELSIF e.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    ELSE
        was := CASE WHEN e.course_id IS NOT NULL THEN e.status END;
    END IF;
    e := jsonb_populate_record(e, f);
    e.enrolment_id := id;
    e.station_id := station;
    SELECT * INTO c FROM core.course r WHERE r.course_id = e.course_id FOR NO KEY UPDATE;
    IF c.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    IF e.status = 'confirmed' AND e.course_id IS NOT NULL AND was IS DISTINCT FROM 'confirmed' AND c.capacity > 0 THEN
        SELECT count(*) INTO taken FROM core.enrolment r
            WHERE r.course_id = e.course_id AND r.status = 'confirmed' AND r.enrolment_id <> id;
        IF taken >= c.capacity THEN
            e.status := 'waitlisted';
            SELECT 1 + count(*) INTO place FROM core.enrolment r
                WHERE r.course_id = e.course_id AND r.status = 'waitlisted' AND r.enrolment_id <> id
                AND (r.enrolled_at, r.enrolment_id) < (e.enrolled_at, id);
        END IF;
    END IF;
    IF is_new THEN
        INSERT INTO core.enrolment SELECT (e).*;
    ELSE
        UPDATE core.enrolment r SET course_id = e.course_id, visitor_id = e.visitor_id,
            status = e.status, enrolled_at = e.enrolled_at WHERE r.enrolment_id = id;
    END IF;
    RETURN (CASE WHEN place IS NULL THEN 'ok' ELSE 'waitlisted' END,
        CASE WHEN place IS NOT NULL THEN jsonb_build_object('place', place) END, NULL)::sync.answer;
END $$;

CREATE FUNCTION sync.apply_course(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    c core.course;
    is_new boolean;
    entries_changed boolean;
    k record;
    changed uuid[];
BEGIN
    SELECT * INTO c FROM core.course r WHERE r.course_id = id FOR UPDATE;
    is_new := NOT FOUND;
    IF is_new THEN
        c := jsonb_populate_record(NULL::core.course,
            '{"name": "", "kind": "course", "room": "", "room_hint": "", "capacity": 0,
              "lessons": 0, "opens_before_min": 30, "tolerance_min": 10, "late_after_min": 10,
              "very_late_after_min": 30, "award_absences": 2, "several_entries": false,
              "walk_ins": false, "is_cancelled": false}' || f);
        c.course_id := id;
        c.station_id := station;
        INSERT INTO core.course SELECT (c).*;
        RETURN ('ok', NULL, NULL)::sync.answer;
    ELSIF c.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    entries_changed := (f ->> 'several_entries')::boolean <> c.several_entries;
    c := jsonb_populate_record(c, f);
    UPDATE core.course r SET name = c.name, kind = c.kind, room = c.room, room_hint = c.room_hint,
        capacity = c.capacity, lessons = c.lessons, opens_before_min = c.opens_before_min,
        tolerance_min = c.tolerance_min, late_after_min = c.late_after_min,
        very_late_after_min = c.very_late_after_min, award_absences = c.award_absences,
        several_entries = c.several_entries, walk_ins = c.walk_ins, is_cancelled = c.is_cancelled
        WHERE r.course_id = id;
    IF entries_changed THEN
        PERFORM 1 FROM core.class_session s WHERE s.course_id = id
            ORDER BY s.session_id FOR NO KEY UPDATE;
        FOR k IN SELECT DISTINCT r.session_id, coalesce(r.visitor_id, r.pass_id) AS person
            FROM core.check_in r JOIN core.class_session s USING (session_id)
            WHERE s.course_id = id LOOP
            changed := changed || sync.settle(k.session_id, k.person);
        END LOOP;
    END IF;
    RETURN ('ok', NULL, changed)::sync.answer;
END $$;

CREATE FUNCTION sync.apply_class_session(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    s core.class_session;
    is_new boolean;
    other uuid;
BEGIN
    SELECT * INTO s FROM core.class_session r WHERE r.session_id = id FOR UPDATE;
    is_new := NOT FOUND;
    IF is_new THEN
        s := jsonb_populate_record(NULL::core.class_session,
            '{"number": 1, "room": "", "is_cancelled": false}');
    ELSIF s.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    s := jsonb_populate_record(s, f);
    s.session_id := id;
    s.station_id := station;
    SELECT c.station_id INTO other FROM core.course c WHERE c.course_id = s.course_id;
    IF other <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    IF is_new THEN
        INSERT INTO core.class_session SELECT (s).*;
    ELSE
        UPDATE core.class_session r SET course_id = s.course_id, number = s.number,
            starts_at = s.starts_at, ends_at = s.ends_at, room = s.room,
            is_cancelled = s.is_cancelled WHERE r.session_id = id;
    END IF;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

-- Keys decide what every desk believes, so what a key is never changes once it is known.
CREATE FUNCTION sync.apply_pass_key(station uuid, id uuid, f jsonb)
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
    UPDATE core.pass_key r SET key_id = k.key_id, public = k.public, desk_id = k.desk_id, status = k.status, retired_at = k.retired_at
        WHERE r.pass_key_id = id;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

CREATE FUNCTION sync.apply_link_key(station uuid, id uuid, f jsonb)
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

CREATE FUNCTION sync.required(entity text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE entity
        WHEN 'pass' THEN '{visitor_id,kind,issued_at}'
        WHEN 'pass_key' THEN '{key_id,public}'
        WHEN 'link_key' THEN '{secret}'
        WHEN 'class_session' THEN '{course_id,starts_at,ends_at}'
        WHEN 'enrolment' THEN '{course_id,visitor_id,enrolled_at}'
        WHEN 'check_in' THEN '{session_id,at,nonce}'
        ELSE '{}'
    END::text[]
$$;

CREATE FUNCTION sync.apply(station uuid, stream uuid, op_id uuid, o jsonb)
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
    CASE o ->> 'e'
        WHEN 'visitor' THEN RETURN sync.apply_visitor(station, stream, op_id, id, f - 'revisions',
            coalesce(o -> 'b', '{}'), least((o ->> 'h')::bigint, latest_hlc));
        WHEN 'check_in' THEN RETURN sync.apply_check_in(station, id, f);
        WHEN 'pass' THEN RETURN sync.apply_pass(station, id, f);
        WHEN 'enrolment' THEN RETURN sync.apply_enrolment(station, id, f);
        WHEN 'course' THEN RETURN sync.apply_course(station, id, f - 'course_id');
        WHEN 'class_session' THEN RETURN sync.apply_class_session(station, id, f);
        WHEN 'pass_key' THEN RETURN sync.apply_pass_key(station, id, f - 'pass_key_id');
        WHEN 'link_key' THEN RETURN sync.apply_link_key(station, id, f);
        ELSE RAISE EXCEPTION 'unknown entity' USING ERRCODE = '22023';
    END CASE;
END $$;
