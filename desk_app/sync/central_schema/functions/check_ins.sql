-- Check-ins: one by one, and runs of new ones at once.

-- Single-entry sessions have one canonical row per person: the first to arrive among those that
-- stand. Answers the rows that changed.
CREATE OR REPLACE FUNCTION sync.settle(session uuid, person uuid) RETURNS uuid[] LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION sync.apply_check_in(station uuid, id uuid, f jsonb)
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

-- A run of new check-ins at once: those that meet nobody else's and no refusal. Answers the rows it
-- stored and which of them are complete; the others are for apply, one by one.
-- ``arrivals``: who came when, for all of the run.
CREATE OR REPLACE FUNCTION sync.apply_new_check_ins(
    station uuid, desk uuid, ops jsonb[], arrivals bigint[], OUT stored uuid[], OUT complete uuid[]
) LANGUAGE plpgsql AS $$
DECLARE
    base core.check_in := jsonb_populate_record(NULL::core.check_in,
        '{"direction": "in", "offset_ms": 0, "desk_name": "", "operator": "", "force_reason": "",
          "overrode": false, "is_walk_in": false, "undone_by": ""}');
BEGIN
    base.desk_id := desk;
    WITH made AS (
        INSERT INTO core.check_in (check_in_id, station_id, session_id, visitor_id, pass_id,
            direction, at, offset_ms, desk_id, desk_name, operator, nonce, force_reason, overrode,
            is_walk_in, undone_at, undone_by, arrival, canonical)
        SELECT g.row_id, station, g.session_id, g.visitor, g.pass_id, g.direction, g.at,
            g.offset_ms, g.desk_id, g.desk_name, g.operator, g.nonce, g.force_reason, g.overrode,
            g.is_walk_in, g.undone_at, g.undone_by, arrivals[g.n],
            CASE WHEN g.direction = 'in' AND g.undone_at IS NULL AND g.several IS NOT TRUE
                THEN g.person END
        FROM (
            SELECT x.*, count(*) OVER (PARTITION BY x.session_id, x.person) AS together FROM (
                SELECT u.n, (u.o ->> 'r')::uuid AS row_id, k.*,
                    coalesce(k.visitor_id, p.visitor_id) AS visitor, c.several_entries AS several,
                    coalesce(k.visitor_id, p.visitor_id, k.pass_id) AS person,
                    s.station_id AS session_station
                FROM unnest(ops) WITH ORDINALITY u(o, n)
                CROSS JOIN LATERAL jsonb_populate_record(base, u.o -> 'f') k
                LEFT JOIN core.class_session s ON s.session_id = k.session_id
                LEFT JOIN core.course c ON c.course_id = s.course_id
                LEFT JOIN core.pass p ON p.pass_id = k.pass_id AND k.visitor_id IS NULL
                    AND p.station_id = station
                WHERE (k.session_id IS NOT NULL OR (u.o #> '{f,session_id}') IS NULL)
                AND (k.at IS NOT NULL OR (u.o #> '{f,at}') IS NULL)
                AND (k.nonce IS NOT NULL OR (u.o #> '{f,nonce}') IS NULL)
            ) x
        ) g
        WHERE (g.session_station IS NULL OR g.session_station = station)
        AND NOT EXISTS (SELECT FROM sync.erased e WHERE e.visitor_id = g.visitor)
        AND (g.several IS TRUE OR g.person IS NULL OR g.session_id IS NULL
            OR g.together = 1 AND NOT EXISTS (SELECT FROM core.check_in r
                WHERE r.session_id = g.session_id
                AND coalesce(r.visitor_id, r.pass_id) = g.person))
        ORDER BY g.n
        RETURNING check_in_id, session_id IS NOT NULL AND at IS NOT NULL AND nonce IS NOT NULL AS whole
    )
    SELECT coalesce(array_agg(m.check_in_id), '{}'),
        coalesce(array_agg(m.check_in_id) FILTER (WHERE m.whole), '{}')
        INTO stored, complete FROM made m;
END $$;
