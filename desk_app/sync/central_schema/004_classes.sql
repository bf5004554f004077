-- Terms, calendar, waitlist offers, attendance marks and questions.
UPDATE sync.epoch SET schema_max = 2;

ALTER TABLE core.course
    ADD term_id uuid,
    ADD category core.line NOT NULL DEFAULT '',
    ADD teacher core.line NOT NULL DEFAULT '',
    ADD series core.line NOT NULL DEFAULT '',
    ADD fee_note core.note NOT NULL DEFAULT '',
    ADD bring core.note NOT NULL DEFAULT '',
    ADD hand_outs core.note NOT NULL DEFAULT '',
    ADD max_entries core.small NOT NULL DEFAULT 0,
    ADD daily_entries core.small NOT NULL DEFAULT 0,
    ADD reentry boolean NOT NULL DEFAULT true,
    ADD late_weight_pct core.small NOT NULL DEFAULT 100,
    ADD counts_excused boolean NOT NULL DEFAULT false,
    ADD warn_after_lessons core.small NOT NULL DEFAULT 3,
    ADD warn_below_pct core.small NOT NULL DEFAULT 75,
    ADD certificate_pct core.small NOT NULL DEFAULT 80,
    ADD hold_min core.small NOT NULL DEFAULT 1440,
    ADD cut_off_min core.small NOT NULL DEFAULT 120,
    ADD release_after_min core.small NOT NULL DEFAULT 15;
ALTER TABLE core.class_session ADD speaker core.line NOT NULL DEFAULT '', ADD makes_up uuid;
ALTER TABLE core.enrolment ADD priority core.small NOT NULL DEFAULT 0;

CREATE TABLE core.term (
    term_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    first_day core.day,
    last_day core.day
);

CREATE TABLE core.calendar_day (
    calendar_day_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    day core.day,
    kind text NOT NULL CHECK (kind IN ('holiday', 'makeup_workday', 'ordinary')),
    name core.line NOT NULL
);

CREATE TABLE core.seat_offer (
    seat_offer_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    enrolment_id uuid,
    offered_at core.moment,
    expires_at core.moment,
    status text NOT NULL CHECK (status IN ('open', 'accepted', 'declined', 'expired')),
    settled_at core.moment
);
CREATE INDEX seat_offer_enrolment ON core.seat_offer (enrolment_id);

CREATE TABLE core.seat_release (
    seat_release_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    session_id uuid,
    given_up_by uuid,
    given_to uuid,
    place core.small NOT NULL,
    released_at core.moment,
    operator core.line NOT NULL,
    undone_at core.moment
);

CREATE TABLE core.attendance_mark (
    attendance_mark_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    session_id uuid,
    visitor_id uuid,
    status text NOT NULL CHECK (status IN
        ('', 'present', 'late', 'very_late', 'absent', 'excused', 'made_up')),
    is_automatic boolean NOT NULL,
    made_up_in uuid,
    reason core.note NOT NULL,
    marked_at core.moment,
    marked_by core.line NOT NULL
);

CREATE TABLE core.question (
    question_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    course_id uuid,
    place core.small NOT NULL,
    wording core.note NOT NULL,
    is_required boolean NOT NULL,
    is_withdrawn boolean NOT NULL
);

CREATE TABLE core.answer (
    answer_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    question_id uuid,
    visitor_id uuid,
    wording core.note NOT NULL,
    answered_at core.moment
);

-- Entities without rules of their own: the later operation wins. Their tables are core.<entity>
-- with <entity>_id and station_id; a row of them waits until its required fields are there.
CREATE TABLE sync.plain_entity (
    entity text PRIMARY KEY,
    required text[] NOT NULL,
    defaults jsonb NOT NULL
);
INSERT INTO sync.plain_entity VALUES
    ('term', '{first_day,last_day}', '{"name": ""}'),
    ('calendar_day', '{day}', '{"kind": "ordinary", "name": ""}'),
    ('seat_offer', '{enrolment_id,offered_at,expires_at}', '{"status": "open"}'),
    ('seat_release', '{session_id,given_up_by,given_to,released_at}',
        '{"place": 1, "operator": ""}'),
    ('attendance_mark', '{session_id,visitor_id,marked_at}',
        '{"status": "", "is_automatic": false, "reason": "", "marked_by": ""}'),
    ('question', '{course_id}',
        '{"place": 1, "wording": "", "is_required": false, "is_withdrawn": false}'),
    ('answer', '{question_id,visitor_id,answered_at}', '{"wording": ""}');

CREATE FUNCTION sync.plain_image(entity text, id uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    image jsonb;
BEGIN
    IF EXISTS (SELECT FROM sync.plain_entity p WHERE p.entity = plain_image.entity) THEN
        EXECUTE format('SELECT to_jsonb(r) FROM core.%I r WHERE r.%I = $1', entity, entity || '_id')
            INTO image USING id;
    END IF;
    RETURN image - ARRAY[entity || '_id', 'station_id'];
END $$;

-- One at a time in a station: two desks may make the same row at once, as ids may follow from what
-- the row is about.
CREATE FUNCTION sync.apply_plain(station uuid, entity text, id uuid, f jsonb)
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

ALTER FUNCTION sync.living RENAME TO living_core;
CREATE FUNCTION sync.living(station uuid, entities text[], ids uuid[])
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

-- A seat held by an offer counts as taken; the queue goes by priority, then by time.
CREATE OR REPLACE FUNCTION sync.apply_enrolment(station uuid, id uuid, f jsonb)
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
        e := jsonb_populate_record(NULL::core.enrolment, '{"status": "confirmed", "priority": 0}');
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
            WHERE r.course_id = e.course_id AND r.enrolment_id <> id
            AND (r.status = 'confirmed' OR r.status = 'waitlisted' AND EXISTS (
                SELECT FROM core.seat_offer o
                WHERE o.enrolment_id = r.enrolment_id AND o.status = 'open'
                AND o.expires_at > clock_timestamp()));
        IF taken >= c.capacity THEN
            e.status := 'waitlisted';
            SELECT 1 + count(*) INTO place FROM core.enrolment r
                WHERE r.course_id = e.course_id AND r.status = 'waitlisted' AND r.enrolment_id <> id
                AND (-r.priority, r.enrolled_at, r.enrolment_id) < (-e.priority, e.enrolled_at, id);
        END IF;
    END IF;
    IF is_new THEN
        INSERT INTO core.enrolment SELECT (e).*;
    ELSE
        UPDATE core.enrolment r SET course_id = e.course_id, visitor_id = e.visitor_id,
            status = e.status, enrolled_at = e.enrolled_at, priority = e.priority
            WHERE r.enrolment_id = id;
    END IF;
    RETURN (CASE WHEN place IS NULL THEN 'ok' ELSE 'waitlisted' END,
        CASE WHEN place IS NOT NULL THEN jsonb_build_object('place', place) END, NULL)::sync.answer;
END $$;

CREATE OR REPLACE FUNCTION sync.apply_course(station uuid, id uuid, f jsonb)
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
              "walk_ins": false, "is_cancelled": false, "category": "", "teacher": "", "series": "",
              "fee_note": "", "bring": "", "hand_outs": "", "max_entries": 0,
              "daily_entries": 0, "reentry": true, "late_weight_pct": 100,
              "counts_excused": false, "warn_after_lessons": 3, "warn_below_pct": 75,
              "certificate_pct": 80, "hold_min": 1440, "cut_off_min": 120,
              "release_after_min": 15}' || f);
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
        several_entries = c.several_entries, walk_ins = c.walk_ins, is_cancelled = c.is_cancelled,
        term_id = c.term_id, category = c.category, teacher = c.teacher, series = c.series,
        fee_note = c.fee_note, bring = c.bring, hand_outs = c.hand_outs,
        max_entries = c.max_entries, daily_entries = c.daily_entries, reentry = c.reentry,
        late_weight_pct = c.late_weight_pct, counts_excused = c.counts_excused,
        warn_after_lessons = c.warn_after_lessons, warn_below_pct = c.warn_below_pct,
        certificate_pct = c.certificate_pct, hold_min = c.hold_min,
        cut_off_min = c.cut_off_min, release_after_min = c.release_after_min
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

CREATE OR REPLACE FUNCTION sync.apply_class_session(station uuid, id uuid, f jsonb)
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
            '{"number": 1, "room": "", "is_cancelled": false, "speaker": ""}');
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
            is_cancelled = s.is_cancelled, speaker = s.speaker, makes_up = s.makes_up
            WHERE r.session_id = id;
    END IF;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

CREATE OR REPLACE FUNCTION sync.required(entity text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE entity
        WHEN 'pass' THEN '{visitor_id,kind,issued_at}'
        WHEN 'pass_key' THEN '{key_id,public}'
        WHEN 'link_key' THEN '{secret}'
        WHEN 'class_session' THEN '{course_id,starts_at,ends_at}'
        WHEN 'enrolment' THEN '{course_id,visitor_id,enrolled_at}'
        WHEN 'check_in' THEN '{session_id,at,nonce}'
        ELSE coalesce((SELECT p.required FROM sync.plain_entity p
            WHERE p.entity = required.entity)::text, '{}')
    END::text[]
$$;

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
        ELSE RETURN sync.apply_plain(station, o ->> 'e', id, f);
    END CASE;
END $$;

-- As before, with the images of plain entities.
CREATE OR REPLACE FUNCTION api.pull(token text, call jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET enable_seqscan = off SET jit = off AS $$
DECLARE
    me sync.desk := sync.caller(token);
    e sync.epoch;
    at_cursor jsonb := coalesce(call -> 'cursor', '{}');
    page integer := least(1000, greatest(1, coalesce((call ->> 'limit')::integer, 1000)));
    last bigint;
    scopes integer[];
    page_rows jsonb;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    SELECT * INTO e FROM sync.epoch;
    SELECT s.last_seq INTO last FROM sync.stream s
        WHERE s.stream = (call ->> 'stream')::uuid AND s.desk_id = me.desk_id;
    SELECT ARRAY[1, s.scope_id] INTO scopes FROM sync.station s WHERE s.station_id = me.station_id;
    IF (call ->> 'epoch')::uuid IS DISTINCT FROM sync.epoch_now() THEN
        RETURN sync.refusal('EPOCH_CHANGED', last);
    ELSIF (call ->> 'schema')::integer NOT BETWEEN e.schema_pull_min AND e.schema_max THEN
        RETURN sync.refusal('SCHEMA', last);
    ELSIF EXISTS (
        SELECT FROM jsonb_each(at_cursor) c
        WHERE NOT EXISTS (SELECT FROM sync.txn t WHERE t.tag = (c.value ->> 1)::uuid)
        OR (c.value ->> 0)::bigint > coalesce(
            (SELECT s.seq FROM sync.scope s WHERE s.scope_id = c.key::integer), 0)
    ) THEN
        RETURN sync.refusal('HISTORY_LOST', last);
    END IF;
    WITH p AS MATERIALIZED (
        SELECT f.* FROM unnest(scopes) s(id) CROSS JOIN LATERAL (
            SELECT * FROM sync.feed f
            WHERE f.scope_id = s.id
            AND f.seq > coalesce((at_cursor -> (s.id::text) ->> 0)::bigint, 0)
            ORDER BY f.seq LIMIT page
        ) f ORDER BY f.scope_id, f.seq LIMIT page
    ), image AS MATERIALIZED (
        SELECT p.*, CASE p.entity
            WHEN 'visitor' THEN (SELECT to_jsonb(r) - '{visitor_id,station_id,revisions}'::text[]
                FROM core.visitor r WHERE r.visitor_id = p.row_id)
            WHEN 'pass' THEN (SELECT to_jsonb(r) - '{pass_id,station_id}'::text[]
                || jsonb_build_object('digest', encode(r.digest, 'hex'))
                FROM core.pass r WHERE r.pass_id = p.row_id)
            WHEN 'pass_key' THEN (SELECT to_jsonb(r) - '{pass_key_id,station_id}'::text[]
                || jsonb_build_object('public', encode(r.public, 'hex'))
                FROM core.pass_key r WHERE r.pass_key_id = p.row_id)
            WHEN 'link_key' THEN (SELECT to_jsonb(r) - '{link_key_id,station_id}'::text[]
                || jsonb_build_object('secret', encode(r.secret, 'hex'))
                FROM core.link_key r WHERE r.link_key_id = p.row_id)
            WHEN 'course' THEN (SELECT to_jsonb(r) - '{course_id,station_id}'::text[]
                FROM core.course r WHERE r.course_id = p.row_id)
            WHEN 'class_session' THEN (SELECT to_jsonb(r) - '{session_id,station_id}'::text[]
                FROM core.class_session r WHERE r.session_id = p.row_id)
            WHEN 'enrolment' THEN (SELECT to_jsonb(r) - '{enrolment_id,station_id}'::text[]
                FROM core.enrolment r WHERE r.enrolment_id = p.row_id)
            WHEN 'check_in' THEN (SELECT to_jsonb(r) - '{check_in_id,station_id,arrival,canonical}'::text[]
                FROM core.check_in r WHERE r.check_in_id = p.row_id)
            ELSE sync.plain_image(p.entity, p.row_id)
        END AS f,
        CASE p.entity WHEN 'visitor' THEN (
            SELECT jsonb_object_agg(v.key, v.value -> 'r')
            FROM core.visitor r, jsonb_each(r.revisions) v WHERE r.visitor_id = p.row_id)
        END AS b
        FROM p
    )
    SELECT jsonb_agg(jsonb_build_array(
            i.scope_id, i.seq, i.tag, i.entity, i.row_id, i.deleted OR i.f IS NULL, i.f, i.b)
            ORDER BY i.scope_id, i.seq)
        INTO page_rows FROM image i;
    RETURN jsonb_build_object('code', 'ok', 'epoch', sync.epoch_now(), 'now', clock_timestamp(),
        'last_seq', coalesce(last, 0), 'next_poll_ms', 15000, 'rows', coalesce(page_rows, '[]'),
        'more', coalesce(jsonb_array_length(page_rows), 0) = page,
        'pos', (SELECT jsonb_object_agg(c.scope_id, c.seq) FROM sync.scope c
            WHERE c.scope_id = ANY (scopes)));
END $$;
