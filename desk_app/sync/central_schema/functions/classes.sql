-- Courses, their sessions, and who has a seat.

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

-- An enrolment is a request: places go by arrival here, under a lock on the course.
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
    IF e.status = 'confirmed' AND e.course_id IS NOT NULL AND c.capacity > 0
        AND was IS DISTINCT FROM 'confirmed' THEN
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

-- A run of new enrolments at once, course by course: of a course where one of them meets a refusal,
-- an erased visitor or an offer that came before it, all are for apply, one by one. Answers their
-- places in the run. The caller holds the courses.
CREATE OR REPLACE FUNCTION sync.apply_new_enrolments(station uuid, desk uuid, ops jsonb[])
RETURNS TABLE (place integer, id uuid, answer sync.answer) LANGUAGE plpgsql AS $$
DECLARE
    base core.enrolment := jsonb_populate_record(NULL::core.enrolment,
        '{"status": "confirmed", "priority": 0}');
BEGIN
    RETURN QUERY WITH given AS MATERIALIZED (
        SELECT u.n, (u.o ->> 'r')::uuid AS row_id, left(u.o ->> 'a', 200) AS operator, e.course_id,
            e.visitor_id, e.status, e.enrolled_at, e.priority, c.capacity, bool_and(
                e.visitor_id IS NOT NULL AND e.enrolled_at IS NOT NULL
                AND (c.station_id IS NULL OR c.station_id = station)
                AND NOT EXISTS (SELECT FROM sync.erased x WHERE x.visitor_id = e.visitor_id)
                AND NOT EXISTS (SELECT FROM core.seat_offer o
                    WHERE o.enrolment_id = (u.o ->> 'r')::uuid)
            ) OVER (PARTITION BY e.course_id) AND e.course_id IS NOT NULL AS is_simple
        FROM unnest(ops) WITH ORDINALITY u(o, n)
        CROSS JOIN LATERAL jsonb_populate_record(base, u.o -> 'f') e
        LEFT JOIN core.course c ON c.course_id = e.course_id
    ), taken AS MATERIALIZED (
        SELECT r.course_id, count(*) AS seats FROM core.enrolment r
        WHERE r.course_id IN (SELECT g.course_id FROM given g WHERE g.is_simple)
        AND (r.status = 'confirmed' OR r.status = 'waitlisted' AND EXISTS (
            SELECT FROM core.seat_offer o WHERE o.enrolment_id = r.enrolment_id
            AND o.status = 'open' AND o.expires_at > clock_timestamp()))
        GROUP BY r.course_id
    ), decided AS MATERIALIZED (
        SELECT g.*, g.status = 'confirmed' AND g.capacity > 0 AND coalesce(t.seats, 0)
            + count(*) FILTER (WHERE g.status = 'confirmed')
                OVER (PARTITION BY g.course_id ORDER BY g.n) > g.capacity AS must_wait
        FROM given g LEFT JOIN taken t USING (course_id) WHERE g.is_simple
    ), stored AS (
        INSERT INTO core.enrolment (enrolment_id, station_id, course_id, visitor_id, status,
            enrolled_at, priority)
        SELECT d.row_id, station, d.course_id, d.visitor_id,
            CASE WHEN d.must_wait THEN 'waitlisted' ELSE d.status END, d.enrolled_at, d.priority
        FROM decided d ORDER BY d.n
    ), authors AS (
        INSERT INTO sync.author SELECT d.row_id, desk, coalesce(d.operator, '') FROM decided d
            ON CONFLICT DO NOTHING
    )
    SELECT d.n::integer, d.row_id, CASE WHEN d.must_wait THEN (
        'waitlisted', jsonb_build_object('place', 1 + (
            SELECT count(*) FROM core.enrolment r
            WHERE r.course_id = d.course_id AND r.status = 'waitlisted'
            AND (-r.priority, r.enrolled_at, r.enrolment_id)
                < (-d.priority, d.enrolled_at, d.row_id)
        ) + (
            SELECT count(*) FROM decided w
            WHERE w.course_id = d.course_id AND w.n < d.n AND (w.must_wait OR w.status = 'waitlisted')
            AND (-w.priority, w.enrolled_at, w.row_id) < (-d.priority, d.enrolled_at, d.row_id)
        )), NULL)::sync.answer
        ELSE ('ok', NULL, NULL)::sync.answer END
    FROM decided d ORDER BY d.n;
END $$;
