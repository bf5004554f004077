-- What a person must decide: one row a collision, raised in the transaction that decided against an
-- operation, in the feed of the station whose desk lost. Facts hold what that station may see.

CREATE OR REPLACE FUNCTION sync.is_similar(one text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT a = b OR least(length(a), length(b)) >= 2 AND (strpos(a, b) > 0 OR strpos(b, a) > 0
        OR length(a) = length(b) AND (SELECT count(*) FROM generate_series(1, length(a)) i
            WHERE substr(a, i, 1) <> substr(b, i, 1)) <= 1)
    FROM (SELECT lower(regexp_replace(one, '\s', '', 'g')),
        lower(regexp_replace(other, '\s', '', 'g'))) n(a, b)
    WHERE a <> '' AND b <> ''
$$;

CREATE OR REPLACE FUNCTION sync.item_id(kind text, about uuid) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(kind || about::text)::uuid;

-- One side of a collision in words; of another station's rows neither names nor companies.
CREATE OR REPLACE FUNCTION sync.side(entity text, id uuid, station uuid) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_strip_nulls(
        coalesce((SELECT jsonb_build_object('desk', d.name, 'operator',
                CASE WHEN d.station_id = station THEN nullif(a.operator, '') END)
            FROM sync.author a JOIN sync.desk d USING (desk_id) WHERE a.row_id = id), '{}')
        || coalesce(CASE entity
        WHEN 'booking' THEN (SELECT jsonb_build_object('room_id', b.room_id, 'room', r.name,
                'starts_at', b.starts_at, 'ends_at', b.ends_at, 'at', b.booked_at)
            || CASE WHEN station IN (b.station_id, b.asked_by) THEN jsonb_build_object(
                'visitor_id', v.visitor_id, 'who', coalesce(nullif(b.company, ''), v.name),
                'purpose', nullif(left(b.purpose, 200), ''), 'headcount', b.headcount)
                ELSE '{}' END
            FROM core.booking b LEFT JOIN core.room r USING (room_id)
            LEFT JOIN core.visitor v ON v.visitor_id = b.visitor_id AND v.station_id = station
            WHERE b.booking_id = id)
        WHEN 'check_in' THEN (SELECT jsonb_build_object('session_id', k.session_id,
                'course_id', s.course_id, 'course', c.name, 'visitor_id', k.visitor_id,
                'who', v.name, 'at', k.at, 'starts_at', s.starts_at, 'ends_at', s.ends_at,
                'desk', coalesce(nullif(k.desk_name, ''), d.name),
                'operator', nullif(k.operator, ''))
            FROM core.check_in k LEFT JOIN core.class_session s USING (session_id)
            LEFT JOIN core.course c USING (course_id) LEFT JOIN sync.desk d ON d.desk_id = k.desk_id
            LEFT JOIN core.visitor v ON v.visitor_id = k.visitor_id AND v.station_id = station
            WHERE k.check_in_id = id AND k.station_id = station)
        WHEN 'enrolment' THEN (SELECT jsonb_build_object('course_id', e.course_id,
                'course', c.name, 'capacity', c.capacity, 'visitor_id', e.visitor_id,
                'who', v.name, 'at', e.enrolled_at)
            FROM core.enrolment e LEFT JOIN core.course c USING (course_id)
            LEFT JOIN core.visitor v ON v.visitor_id = e.visitor_id AND v.station_id = station
            WHERE e.enrolment_id = id AND e.station_id = station)
        WHEN 'visitor' THEN (SELECT jsonb_build_object('visitor_id', v.visitor_id, 'who', v.name)
            FROM core.visitor v WHERE v.visitor_id = id AND v.station_id = station)
        END, '{}'))
$$;

-- Raises an item once; answers its id if it is new. A broken or stolen desk must not bury what else
-- its station has to decide: of its refused or dead operations two hundred stand open at once; the rest
-- are in sync.dead_op, in its own outbox, and in the owner's status.
CREATE OR REPLACE FUNCTION sync.raise_item(
    station uuid, desk uuid, id uuid, kind text, about_entity text, about_id uuid, other_id uuid,
    facts jsonb
) RETURNS uuid LANGUAGE sql AS $$
    INSERT INTO core.review_item AS i (review_item_id, station_id, kind, raised_at, about_entity,
        about_id, other_id, facts, for_desk, status, resolution, resolved_by)
    SELECT id, station, kind, clock_timestamp(), left(coalesce(about_entity, ''), 200), about_id,
        other_id, facts::text, desk, 'open', '', ''
    WHERE kind NOT IN ('forbidden', 'dead_operation') OR 200 > (
        SELECT count(*) FROM (SELECT FROM core.review_item o WHERE o.station_id = station
            AND o.status = 'open' AND o.for_desk = desk
            AND o.kind IN ('forbidden', 'dead_operation') LIMIT 200) few)
    ON CONFLICT (review_item_id) DO UPDATE SET station_id = excluded.station_id,
        kind = excluded.kind, raised_at = excluded.raised_at,
        about_entity = excluded.about_entity, about_id = excluded.about_id,
        other_id = excluded.other_id, facts = excluded.facts, for_desk = excluded.for_desk
        WHERE i.kind IS NULL
    RETURNING review_item_id
$$;

-- Nothing is left to decide: answers the open items of a kind about a row that are closed by it. They
-- may stand in the tray of another station, which hears of it too.
CREATE OR REPLACE FUNCTION sync.close_items(kinds text[], about uuid, how text) RETURNS SETOF uuid
LANGUAGE sql AS $$
    WITH closed AS (
        UPDATE core.review_item i SET status = 'resolved', resolution = how,
            resolved_at = clock_timestamp()
        WHERE (i.about_id = about OR i.other_id = about AND i.kind = 'same_person')
        AND i.kind = ANY (kinds) AND i.status = 'open'
        RETURNING i.review_item_id, i.station_id
    ), told AS (
        INSERT INTO sync.to_publish
            SELECT s.scope_id, 'review_item', c.review_item_id, false
            FROM closed c JOIN sync.station s USING (station_id) ON CONFLICT DO NOTHING
    )
    SELECT c.review_item_id FROM closed c
$$;

-- The same desk lost the same row again: the newer item tells it all.
CREATE OR REPLACE FUNCTION sync.replace_items(wanted text, about uuid, desk uuid, newer uuid)
RETURNS SETOF uuid LANGUAGE sql AS $$
    UPDATE core.review_item i SET status = 'resolved', resolution = 'replaced',
        resolved_at = clock_timestamp()
    WHERE i.about_id = about AND i.kind = wanted AND i.for_desk = desk AND i.status = 'open'
    AND i.review_item_id <> newer AND EXISTS (
        SELECT FROM core.review_item n WHERE n.review_item_id = newer AND n.status = 'open')
    RETURNING i.review_item_id
$$;

-- Check-ins that lost to another desk's in a single-entry session; those that no longer do.
CREATE OR REPLACE FUNCTION sync.review_check_ins(
    me sync.desk, ids uuid[], op_id uuid, op_row uuid, op_kind text
) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    k record;
    item uuid;
    changed uuid[] := '{}';
BEGIN
    FOR k IN SELECT r.check_in_id, r.dup_of, r.undone_at, w.desk_id IS DISTINCT FROM r.desk_id
            AND r.dup_of IS NOT NULL AS lost, coalesce(d.desk_id, me.desk_id) AS desk
        FROM core.check_in r LEFT JOIN core.check_in w ON w.check_in_id = r.dup_of
        LEFT JOIN sync.desk d ON d.desk_id = r.desk_id AND d.station_id = r.station_id
        WHERE r.check_in_id = ANY (ids) AND r.station_id = me.station_id ORDER BY r.arrival LOOP
        item := sync.item_id('duplicate_check_in', k.check_in_id);
        IF k.lost THEN
            INSERT INTO core.review_item AS i (review_item_id, station_id, kind, raised_at,
                about_entity, about_id, other_id, facts, for_desk, status, resolution, resolved_by)
            VALUES (item, me.station_id, 'duplicate_check_in', clock_timestamp(), 'check_in',
                k.check_in_id, k.dup_of, (jsonb_build_object(
                    'mine', sync.side('check_in', k.check_in_id, me.station_id),
                    'theirs', sync.side('check_in', k.dup_of, me.station_id))
                || CASE WHEN k.check_in_id = op_row THEN
                    jsonb_build_object('op_id', op_id, 'op_kind', op_kind) ELSE '{}' END)::text,
                k.desk, 'open', '', '')
            ON CONFLICT (review_item_id) DO UPDATE SET kind = excluded.kind,
                station_id = excluded.station_id, about_entity = excluded.about_entity,
                about_id = excluded.about_id, for_desk = coalesce(i.for_desk, excluded.for_desk),
                raised_at = coalesce(i.raised_at, excluded.raised_at), other_id = excluded.other_id,
                facts = (i.facts::jsonb || excluded.facts::jsonb)::text,
                status = CASE WHEN i.resolution IN ('promoted', 'undone') THEN 'open'
                    ELSE i.status END,
                resolution = CASE WHEN i.resolution IN ('promoted', 'undone') THEN ''
                    ELSE i.resolution END
                WHERE i.kind IS NULL OR i.other_id IS DISTINCT FROM excluded.other_id
                OR i.resolution IN ('promoted', 'undone')
            RETURNING i.review_item_id INTO item;
        ELSE
            UPDATE core.review_item i SET status = 'resolved', resolved_at = clock_timestamp(),
                resolution = CASE WHEN k.undone_at IS NULL THEN 'promoted' ELSE 'undone' END
                WHERE i.review_item_id = item AND i.status = 'open'
                RETURNING i.review_item_id INTO item;
        END IF;
        IF FOUND THEN
            changed := changed || item;
        END IF;
    END LOOP;
    RETURN changed;
END $$;

-- The same person entered at two desks: one phone, one name or nearly. Suggested, never joined; one
-- sheet brought in at two desks must not bury what else is to decide.
CREATE OR REPLACE FUNCTION sync.review_visitor(me sync.desk, id uuid, op_id uuid, op_kind text)
RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    v core.visitor;
    other uuid;
    item uuid;
    changed uuid[] := '{}';
BEGIN
    SELECT * INTO v FROM core.visitor r WHERE r.visitor_id = id AND r.station_id = me.station_id;
    IF v.merged_into IS NOT NULL THEN
        RETURN ARRAY(SELECT sync.close_items('{same_person}', id, 'merged'));
    END IF;
    FOR other IN SELECT r.visitor_id FROM core.visitor r
        JOIN sync.author theirs ON theirs.row_id = r.visitor_id
        JOIN sync.author mine ON mine.row_id = id
        WHERE sync.phone_key(r.phone) = sync.phone_key(v.phone) AND r.phone <> ''
        AND length(sync.phone_key(v.phone)) >= 7 AND r.station_id = v.station_id
        AND r.visitor_id <> id AND r.merged_into IS NULL AND theirs.desk_id <> mine.desk_id
        AND sync.is_similar(r.name, v.name) ORDER BY r.visitor_id LIMIT 5 LOOP
        EXIT WHEN (SELECT count(*) FROM (SELECT FROM core.review_item i
            WHERE i.station_id = me.station_id AND i.status = 'open' AND i.kind = 'same_person'
            LIMIT 200) open) = 200;
        item := sync.raise_item(me.station_id, me.desk_id,
            md5('same_person' || least(id, other)::text || greatest(id, other)::text)::uuid,
            'same_person', 'visitor', id, other, jsonb_build_object('op_id', op_id,
                'op_kind', op_kind, 'mine', sync.side('visitor', id, me.station_id),
                'theirs', sync.side('visitor', other, me.station_id)));
        IF item IS NOT NULL THEN
            changed := changed || item;
        END IF;
    END LOOP;
    RETURN changed;
END $$;

-- After an operation was answered: what a person must decide now, and what nobody must any more.
-- Answers the items that changed. ``o`` is NULL where the operation could not be read.
CREATE OR REPLACE FUNCTION sync.review(
    me sync.desk, stream uuid, op_id uuid, o jsonb, op text, a sync.answer
) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    entity text := left(o ->> 'e', 200);
    id uuid := (o ->> 'r')::uuid;
    op_kind text := left(o ->> 'k', 200);
    who text := left(o ->> 'a', 200);
    mine jsonb := jsonb_build_object('desk', me.name, 'operator', who);
    facts jsonb := jsonb_build_object('op_id', op_id, 'op_kind', op_kind);
    kind text;
    other uuid;
    changed uuid[] := '{}';
BEGIN
    IF a.code IN ('forbidden', 'dead_op') THEN
        IF a.code = 'forbidden' THEN
            INSERT INTO sync.dead_op (op_id, stream, desk_id, payload, why)
                VALUES (op_id, stream, me.desk_id, op, 'forbidden') ON CONFLICT DO NOTHING;
            -- A row of another station that this one has in its scope is shown as it was.
            INSERT INTO sync.to_publish
                SELECT f.scope_id, f.entity, f.row_id, f.deleted FROM sync.feed f
                JOIN sync.station s USING (scope_id) WHERE s.station_id = me.station_id
                AND f.entity = o ->> 'e' AND f.row_id = id ON CONFLICT DO NOTHING;
        END IF;
        kind := CASE a.code WHEN 'dead_op' THEN 'dead_operation' ELSE a.code END;
        RETURN array_remove(ARRAY[sync.raise_item(me.station_id, me.desk_id,
            sync.item_id(kind, op_id), kind, entity, coalesce(id, op_id), NULL,
            facts || jsonb_strip_nulls(jsonb_build_object('why', a.detail -> 'why', 'mine', mine,
                'fields', CASE WHEN jsonb_typeof(o -> 'f') = 'object' THEN (
                    SELECT jsonb_agg(left(k, 60)) FROM (
                        SELECT k FROM jsonb_object_keys(o -> 'f') k LIMIT 40) few) END)))], NULL);
    END IF;
    IF entity IN ('visitor', 'booking', 'enrolment', 'pass_key') THEN
        INSERT INTO sync.author VALUES (id, me.desk_id, coalesce(who, '')) ON CONFLICT DO NOTHING;
    END IF;
    CASE entity
    WHEN 'check_in' THEN
        RETURN sync.review_check_ins(me, id || a.check_ins, op_id, id, op_kind);
    WHEN 'pass', 'course' THEN
        RETURN sync.review_check_ins(me, a.check_ins, NULL, NULL, NULL);
    WHEN 'booking' THEN
        IF a.code = 'conflict' THEN
            kind := 'displaced_booking';
            other := (a.detail ->> 'displaced_by')::uuid;
        ELSIF EXISTS (SELECT FROM core.booking b WHERE b.booking_id = id AND b.status <> 'displaced') THEN
            RETURN ARRAY(SELECT sync.close_items('{displaced_booking}', id, 'settled'));
        END IF;
    WHEN 'enrolment' THEN
        IF a.code = 'waitlisted' THEN
            kind := 'over_capacity';
            facts := facts || a.detail;
        ELSIF EXISTS (SELECT FROM core.enrolment e
            WHERE e.enrolment_id = id AND e.status <> 'waitlisted') THEN
            RETURN ARRAY(SELECT sync.close_items('{over_capacity}', id, 'settled'));
        END IF;
    WHEN 'visitor' THEN
        IF o -> 'f' ?| '{name,phone,merged_into}' THEN
            changed := sync.review_visitor(me, id, op_id, op_kind);
        END IF;
        IF a.code = 'conflict' THEN
            kind := 'profile_conflict';
            facts := facts || jsonb_build_object('field', 'name',
                'mine', mine || jsonb_build_object('visitor_id', id, 'value', o #> '{f,name}'),
                'theirs', (SELECT jsonb_strip_nulls(jsonb_build_object(
                        'visitor_id', id, 'value', v.name, 'desk', d.name))
                    FROM core.visitor v
                    LEFT JOIN sync.stream s ON s.stream = (v.revisions #>> '{name,s}')::uuid
                    LEFT JOIN sync.desk d USING (desk_id) WHERE v.visitor_id = id));
        END IF;
    ELSE
    END CASE;
    IF kind IS NOT NULL THEN
        IF kind <> 'profile_conflict' THEN
            facts := facts || jsonb_build_object('mine',
                sync.side(entity, id, me.station_id) || jsonb_strip_nulls(mine))
                || CASE WHEN other IS NULL THEN '{}' ELSE jsonb_build_object(
                    'theirs', sync.side(entity, other, me.station_id)) END;
        END IF;
        changed := changed || sync.raise_item(me.station_id, me.desk_id, sync.item_id(kind, op_id),
            kind, entity, id, other, facts);
        changed := changed || ARRAY(
            SELECT sync.replace_items(kind, id, me.desk_id, sync.item_id(kind, op_id)));
    END IF;
    RETURN array_remove(changed, NULL);
END $$;

-- Facts that cannot be told must not stop a careful batch: then the item says only which operation.
CREATE OR REPLACE FUNCTION sync.review_careful(
    me sync.desk, stream uuid, op_id uuid, o jsonb, op text, a sync.answer
) RETURNS uuid[] LANGUAGE plpgsql AS $$
BEGIN
    RETURN sync.review(me, stream, op_id, o, op, a);
EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
    RETURN array_remove(ARRAY[sync.raise_item(me.station_id, me.desk_id,
        sync.item_id('dead_operation', op_id), 'dead_operation', '', op_id, NULL,
        jsonb_build_object('op_id', op_id, 'why', SQLSTATE))], NULL);
END $$;

-- Desks say what was decided, and nothing else.
CREATE OR REPLACE FUNCTION sync.apply_review_item(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    i core.review_item;
BEGIN
    SELECT * INTO i FROM core.review_item r WHERE r.review_item_id = id FOR UPDATE;
    IF NOT FOUND THEN
        i := jsonb_populate_record(NULL::core.review_item, '{"about_entity": "", "facts": "{}",
            "status": "open", "resolution": "", "resolved_by": ""}');
        i.review_item_id := id;
        i.station_id := station;
        INSERT INTO core.review_item SELECT (i).*;
    ELSIF i.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    i := jsonb_populate_record(i, f);
    UPDATE core.review_item r SET status = i.status, resolution = i.resolution,
        resolved_by = i.resolved_by, resolved_at = i.resolved_at WHERE r.review_item_id = id;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;
