-- What push (023) needs to apply runs of new check-ins as sets, with the results of one by one.

-- Last of all in a push, scopes in ascending order: places in the feed, in commit order.
-- ``fresh``: complete check-ins of this station that no feed holds yet.
DROP FUNCTION sync.publish(uuid, text[], uuid[]);
CREATE FUNCTION sync.publish(
    station uuid, entities text[], ids uuid[], fresh uuid[] DEFAULT '{}'
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    new_tag uuid := gen_random_uuid();
    scope integer;
    mine integer;
    size bigint;
    extra bigint;
    first_seq bigint;
    es text[];
    rs uuid[];
    names text[];
    row_ids uuid[];
BEGIN
    IF cardinality(ids) > 0 THEN
        SELECT array_agg(l.entity ORDER BY l.n), array_agg(l.row_id ORDER BY l.n)
            INTO names, row_ids FROM sync.living(station, entities, ids) l;
        fresh := ARRAY(SELECT u.id FROM unnest(fresh) WITH ORDINALITY u(id, n)
            WHERE u.id <> ALL (coalesce(row_ids, '{}')) ORDER BY u.n);
    END IF;
    IF names IS NULL AND cardinality(fresh) = 0 THEN
        RETURN;
    END IF;
    SELECT s.scope_id INTO mine FROM sync.station s WHERE s.station_id = station;
    INSERT INTO sync.txn (tag) VALUES (new_tag);
    FOR scope IN SELECT mine UNION SELECT 1 WHERE names IS NOT NULL
        UNION SELECT s.scope_id FROM sync.station s WHERE s.station_id IN (
            SELECT sync.other_station(u.e, u.r, station) FROM unnest(names, row_ids) u(e, r))
        ORDER BY 1 LOOP
        size := 0;
        IF names IS NOT NULL THEN
            SELECT array_agg(u.e ORDER BY u.n), array_agg(u.r ORDER BY u.n), count(*)
                INTO es, rs, size FROM unnest(names, row_ids) WITH ORDINALITY u(e, r, n)
                WHERE scope = ANY (sync.scopes_of(u.e, u.r, station));
        END IF;
        extra := CASE WHEN scope = mine THEN cardinality(fresh) ELSE 0 END;
        CONTINUE WHEN size + extra = 0;
        UPDATE sync.scope c SET seq = c.seq + size + extra WHERE c.scope_id = scope
            RETURNING c.seq - size - extra INTO first_seq;
        IF size > 0 THEN
            INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag)
                SELECT scope, first_seq + u.n, u.e, u.r, new_tag
                FROM unnest(es, rs) WITH ORDINALITY u(e, r, n)
                ON CONFLICT (entity, row_id, scope_id) DO UPDATE
                SET seq = excluded.seq, tag = excluded.tag, deleted = false;
        END IF;
        IF extra > 0 THEN
            INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag)
                SELECT scope, first_seq + size + u.n, 'check_in', u.id, new_tag
                FROM unnest(fresh) WITH ORDINALITY u(id, n);
        END IF;
    END LOOP;
END $$;

-- As before, asking only for what the operations touch.
CREATE OR REPLACE FUNCTION sync.lock_parents(ops jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entities text[] := ARRAY(SELECT DISTINCT o ->> 'e' FROM unnest(ops) o);
BEGIN
    IF entities && '{enrolment,course}' THEN
        PERFORM 1 FROM core.course c WHERE c.course_id IN (
            SELECT (o #>> '{f,course_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'enrolment'
            UNION SELECT (o ->> 'r')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'course'
        ) ORDER BY c.course_id FOR NO KEY UPDATE;
    END IF;
    IF 'check_in' = ANY (entities) THEN
        PERFORM 1 FROM core.class_session s WHERE s.session_id IN (
            SELECT (o #>> '{f,session_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'check_in'
            UNION SELECT k.session_id FROM unnest(ops) o
                JOIN core.check_in k ON k.check_in_id = (o ->> 'r')::uuid
                WHERE o ->> 'e' = 'check_in' AND o #> '{f,session_id}' IS NULL
        ) ORDER BY s.session_id FOR NO KEY UPDATE;
    END IF;
    IF 'booking' = ANY (entities) THEN
        PERFORM 1 FROM core.room r WHERE r.station_id IN (
            SELECT x.station_id FROM core.room x WHERE x.room_id IN (
                SELECT (o #>> '{f,room_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'booking'
                UNION SELECT b.room_id FROM unnest(ops) o
                    JOIN core.booking b ON b.booking_id = (o ->> 'r')::uuid
                    WHERE o ->> 'e' = 'booking')
        ) ORDER BY r.room_id FOR NO KEY UPDATE;
    END IF;
END $$;

-- A run of new check-ins at once: those that meet nobody else's and no refusal. Answers the rows it
-- stored and which of them are complete; the others are for apply, one by one.
-- ``arrivals``: who came when, for all of the run.
CREATE FUNCTION sync.apply_new_check_ins(
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
