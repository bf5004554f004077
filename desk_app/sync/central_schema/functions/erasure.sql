-- Erasure on request.

-- Fields that say something of a person.
CREATE OR REPLACE FUNCTION sync.personal() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT '{name,phone,company,workplace,attention,blocked_reason,merged_rows,digest,hint,contact,
        purpose,wording,reason,force_reason,override_reason}'::text[]
$$;

-- Whether a row of this entity is about somebody erased; asked only where anybody was. A later
-- operation says whom its row is about only where that changes: so the row is asked too.
CREATE OR REPLACE FUNCTION sync.is_about_erased(entity text, id uuid, f jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM sync.erased e WHERE e.visitor_id IN (
        CASE WHEN f ? 'visitor_id' AND entity <> 'visitor' THEN (f ->> 'visitor_id')::uuid END,
        CASE entity
        WHEN 'visitor' THEN id
        WHEN 'pass' THEN (SELECT r.visitor_id FROM core.pass r WHERE r.pass_id = id)
        WHEN 'booking' THEN (SELECT r.visitor_id FROM core.booking r WHERE r.booking_id = id)
        WHEN 'check_in' THEN (SELECT r.visitor_id FROM core.check_in r WHERE r.check_in_id = id)
        WHEN 'answer' THEN (SELECT r.visitor_id FROM core.answer r WHERE r.answer_id = id)
        WHEN 'visitor_note' THEN (SELECT r.visitor_id FROM core.visitor_note r
            WHERE r.visitor_note_id = id)
        WHEN 'attendance_mark' THEN (SELECT r.visitor_id FROM core.attendance_mark r
            WHERE r.attendance_mark_id = id)
        WHEN 'booker_block' THEN (SELECT r.visitor_id FROM core.booker_block r
            WHERE r.booker_block_id = id)
        END))
$$;

-- Personal data goes from rows, logs, history and items; the bare id stays. Also of those that were
-- found to be the same person, everywhere they are known. What is gone is gone: a stolen desk gets no
-- further than thirty a day. Called by apply.
CREATE OR REPLACE FUNCTION sync.erase(station uuid, visitor uuid, desk uuid, operator text)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    all_ids uuid[];
    stations uuid[];
    r record;
BEGIN
    IF EXISTS (SELECT FROM core.visitor v WHERE v.visitor_id = visitor AND v.station_id <> station) THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    IF (SELECT count(*) FROM sync.erased e WHERE e.desk_id = desk
        AND e.at > clock_timestamp() - interval '1 day') >= 30 THEN
        RETURN ('forbidden', '{"why": "too_many_erased"}', NULL)::sync.answer;
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

-- What staff noted about somebody goes with them.
CREATE OR REPLACE FUNCTION sync.forget_notes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    r record;
BEGIN
    FOR r IN UPDATE core.visitor_note n SET wording = '' WHERE n.visitor_id = NEW.visitor_id
        AND n.wording <> '' RETURNING n.station_id, n.visitor_note_id LOOP
        PERFORM sync.queue(ARRAY[r.station_id], 'visitor_note', ARRAY[r.visitor_note_id]);
    END LOOP;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER forget_notes AFTER INSERT ON sync.erased
    FOR EACH ROW EXECUTE FUNCTION sync.forget_notes();

-- What was erased never comes back into operations kept aside.
CREATE OR REPLACE FUNCTION sync.forget_payload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM sync.erased e WHERE strpos(lower(NEW.payload), e.visitor_id::text) > 0) THEN
        NEW.payload := '';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER forget_payload BEFORE INSERT ON sync.dead_op
    FOR EACH ROW EXECUTE FUNCTION sync.forget_payload();
