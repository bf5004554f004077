-- Erasure on request: personal data goes from rows, logs, history and items; the bare id stays.

CREATE FUNCTION sync.personal() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT '{name,phone,company,workplace,attention,blocked_reason,merged_rows,digest,hint,contact,
        purpose,wording,reason,force_reason,override_reason}'::text[]
$$;

-- Whether a row of this entity is about somebody erased; asked only where anybody was.
CREATE FUNCTION sync.is_about_erased(entity text, id uuid, f jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM sync.erased e WHERE e.visitor_id = CASE
        WHEN entity = 'visitor' THEN id
        WHEN f ? 'visitor_id' THEN (f ->> 'visitor_id')::uuid
        WHEN entity = 'pass' THEN (SELECT r.visitor_id FROM core.pass r WHERE r.pass_id = id)
        WHEN entity = 'booking' THEN (SELECT r.visitor_id FROM core.booking r WHERE r.booking_id = id)
        WHEN entity = 'answer' THEN (SELECT r.visitor_id FROM core.answer r WHERE r.answer_id = id)
        WHEN entity = 'attendance_mark' THEN (SELECT r.visitor_id FROM core.attendance_mark r
            WHERE r.attendance_mark_id = id)
        WHEN entity = 'booker_block' THEN (SELECT r.visitor_id FROM core.booker_block r
            WHERE r.booker_block_id = id)
        END)
$$;

-- Also of those that were found to be the same person. Everywhere they are known.
CREATE FUNCTION sync.erase(station uuid, visitor uuid, desk uuid, operator text)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    all_ids uuid[];
    stations uuid[];
    r record;
BEGIN
    IF EXISTS (SELECT FROM core.visitor v WHERE v.visitor_id = visitor AND v.station_id <> station) THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    WITH RECURSIVE same(id) AS (
        SELECT visitor UNION SELECT v.visitor_id FROM core.visitor v JOIN same s
            ON v.merged_into = s.id WHERE v.station_id = station
    ) SELECT array_agg(id) INTO all_ids FROM same;
    INSERT INTO sync.erased SELECT id, station, desk, coalesce(left(operator, 200), '')
        FROM unnest(all_ids) id ON CONFLICT DO NOTHING;
    stations := ARRAY(SELECT station UNION SELECT a.station_id FROM sync.attachment a
        WHERE a.visitor_id = ANY (all_ids));
    UPDATE core.visitor v SET name = '', phone = '', company = '', workplace = '', attention = '',
        is_blocked = false, blocked_reason = '', merged_rows = '', revisions = '{}'
        WHERE v.visitor_id = ANY (all_ids);
    PERFORM sync.queue(stations, 'visitor', all_ids, true);
    DELETE FROM sync.attachment a WHERE a.visitor_id = ANY (all_ids);
    WITH p AS (
        UPDATE core.pass p SET digest = NULL, hint = '',
            revoked_at = coalesce(p.revoked_at, clock_timestamp())
            WHERE p.visitor_id = ANY (all_ids) RETURNING p.pass_id
    ) SELECT array_agg(p.pass_id) AS ids INTO r FROM p;
    PERFORM sync.queue(ARRAY[station], 'pass', r.ids);
    PERFORM sync.queue(array_remove(stations, station), 'pass', r.ids, true);
    FOR r IN UPDATE core.booking b SET contact = '', purpose = '', override_reason = '',
            company = '' WHERE b.visitor_id = ANY (all_ids)
            RETURNING b.booking_id AS id, ARRAY[b.station_id, b.asked_by] AS at LOOP
        PERFORM sync.queue(r.at, 'booking', ARRAY[r.id]);
    END LOOP;
    FOR r IN WITH a AS (
            UPDATE core.answer x SET wording = '' WHERE x.visitor_id = ANY (all_ids)
            AND x.wording <> '' RETURNING 'answer' AS entity, x.station_id, x.answer_id AS id
        ), m AS (
            UPDATE core.attendance_mark x SET reason = '' WHERE x.visitor_id = ANY (all_ids)
            AND x.reason <> '' RETURNING 'attendance_mark', x.station_id, x.attendance_mark_id
        ), b AS (
            UPDATE core.booker_block x SET reason = '', company = ''
            WHERE x.visitor_id = ANY (all_ids)
            RETURNING 'booker_block', x.station_id, x.booker_block_id
        ), k AS (
            UPDATE core.check_in x SET force_reason = '' WHERE x.visitor_id = ANY (all_ids)
            AND x.force_reason <> '' RETURNING 'check_in', x.station_id, x.check_in_id
        ), i AS (
            UPDATE core.review_item x SET facts = '{"erased": true}'
            WHERE x.about_id = ANY (all_ids) OR x.other_id = ANY (all_ids) OR EXISTS (
                SELECT FROM unnest(all_ids) id WHERE strpos(x.facts, id::text) > 0)
            RETURNING 'review_item', x.station_id, x.review_item_id
        )
        TABLE a UNION ALL TABLE m UNION ALL TABLE b UNION ALL TABLE k UNION ALL TABLE i LOOP
        PERFORM sync.queue(ARRAY[r.station_id], r.entity, ARRAY[r.id]);
    END LOOP;
    DELETE FROM sync.field_history h WHERE h.row_id = ANY (all_ids);
    UPDATE sync.dead_op d SET payload = '' WHERE EXISTS (
        SELECT FROM unnest(all_ids) id WHERE strpos(lower(d.payload), id::text) > 0);
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

-- As before; what is said of somebody erased is left out.
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
    IF o ->> 'e' = 'visitor' AND o ->> 'k' = 'visitor.erased' THEN
        RETURN sync.erase(station, id, (SELECT s.desk_id FROM sync.stream s
            WHERE s.stream = apply.stream), o ->> 'a');
    ELSIF EXISTS (SELECT FROM sync.erased) AND sync.is_about_erased(o ->> 'e', id, f) THEN
        IF o ->> 'e' = 'visitor' THEN -- whoever shows it again hears once more that it is gone
            PERFORM sync.queue(ARRAY[station], 'visitor', ARRAY[id], true);
            RETURN ('ok', '{"erased": true}', NULL)::sync.answer;
        END IF;
        f := f - sync.personal();
    END IF;
    CASE o ->> 'e'
        WHEN 'visitor' THEN RETURN sync.apply_visitor(station, stream, op_id, id, f - 'revisions',
            coalesce(o -> 'b', '{}'), least((o ->> 'h')::bigint, latest_hlc));
        WHEN 'check_in' THEN
            IF NOT f ? 'desk_id' AND NOT EXISTS (SELECT FROM core.check_in k WHERE k.check_in_id = id) THEN
                f := f || (SELECT jsonb_build_object('desk_id', s.desk_id)
                    FROM sync.stream s WHERE s.stream = apply.stream);
            END IF;
            RETURN sync.apply_check_in(station, id, f);
        WHEN 'pass' THEN RETURN sync.apply_pass(station, id, f);
        WHEN 'enrolment' THEN RETURN sync.apply_enrolment(station, id, f);
        WHEN 'course' THEN RETURN sync.apply_course(station, id, f - 'course_id');
        WHEN 'class_session' THEN RETURN sync.apply_class_session(station, id, f);
        WHEN 'pass_key' THEN RETURN sync.apply_pass_key(station, id, f - 'pass_key_id');
        WHEN 'link_key' THEN RETURN sync.apply_link_key(station, id, f);
        WHEN 'room' THEN RETURN sync.apply_room(station, id, f);
        WHEN 'closure' THEN RETURN sync.apply_closure(station, id, f);
        WHEN 'booking_series' THEN RETURN sync.apply_booking_series(station, id, f);
        WHEN 'booking' THEN RETURN sync.apply_booking(station, id, f);
        WHEN 'booker_block' THEN RETURN sync.apply_booker_block(station, id, f);
        WHEN 'review_item' THEN RETURN sync.apply_review_item(station, id, f);
        ELSE RETURN sync.apply_plain(station, o ->> 'e', id, f);
    END CASE;
END $$;
