-- No way into a room goes past who has it: a booking that begins to hold one, holds more of it, or
-- holds it longer is decided by arrival, whatever state it is sent in. Another station asks: what it
-- calls confirmed is confirmed here, or waits for approval.
CREATE OR REPLACE FUNCTION sync.apply_booking(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    b core.booking;
    was core.booking;
    asked core.booking;
    r core.room;
    winner uuid;
    held text[] := '{confirmed,pending,offered,released}';
    is_held boolean;
    is_more boolean;
BEGIN
    SELECT * INTO was FROM core.booking o WHERE o.booking_id = id;
    PERFORM 1 FROM core.room o WHERE o.station_id = (SELECT x.station_id FROM core.room x
        WHERE x.room_id = coalesce((f ->> 'room_id')::uuid, was.room_id))
        ORDER BY o.room_id FOR NO KEY UPDATE;
    SELECT * INTO was FROM core.booking o WHERE o.booking_id = id FOR UPDATE;
    IF NOT FOUND THEN
        b := jsonb_populate_record(NULL::core.booking,
            '{"status": "confirmed", "company": "", "contact": "", "purpose": "", "headcount": 0,
              "needs": "{}", "occurrence": "", "override_reason": "", "is_walk_in": false}');
        b.asked_by := station;
    ELSIF station NOT IN (was.station_id, was.asked_by) THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    ELSE
        b := was;
    END IF;
    b := jsonb_populate_record(b, f - 'asked_by');
    b.booking_id := id;
    SELECT * INTO r FROM core.room o WHERE o.room_id = b.room_id;
    b.station_id := coalesce(r.station_id, b.asked_by);
    is_held := coalesce(was.status = ANY (held), false);
    is_more := NOT is_held OR (b.room_id, b.starts_at) IS DISTINCT FROM (was.room_id, was.starts_at)
        OR coalesce(b.freed_at, b.ends_at) > coalesce(was.freed_at, was.ends_at)
        OR b.needs <> was.needs OR r.by_headcount AND b.headcount > was.headcount;
    IF r.room_id IS NOT NULL AND (b.status = 'tentative' OR b.status = ANY (held)
        AND (is_more OR b.status <> was.status AND b.status <> 'released')) THEN
        asked := b;
        asked.ends_at := coalesce(b.freed_at, b.ends_at);
        IF asked.ends_at > asked.starts_at THEN -- else it was freed before it began
            winner := coalesce(sync.room_taken_by(asked, r), sync.equipment_taken_by(asked, r));
        END IF;
        b.status := CASE WHEN winner IS NOT NULL THEN 'displaced'
            WHEN b.status <> 'tentative' AND (station = r.station_id
                OR was.status = 'confirmed' AND NOT is_more) THEN b.status
            WHEN r.needs_approval THEN 'pending'
            WHEN b.status IN ('tentative', 'pending', 'offered') THEN 'confirmed'
            ELSE b.status END;
    END IF;
    DELETE FROM core.booking o WHERE o.booking_id = id;
    INSERT INTO core.booking SELECT (b).*;
    RETURN (CASE WHEN winner IS NULL THEN 'ok' ELSE 'conflict' END,
        CASE WHEN winner IS NOT NULL THEN jsonb_build_object('displaced_by', winner) END,
        NULL)::sync.answer;
END $$;

-- After a restore bookings may arrive before their room. Once it is there they are decided as if they
-- came now, in the order in which they were made; whose room it is hears of them too.
CREATE FUNCTION sync.decide_early_bookings(room uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    early core.booking[] := ARRAY(SELECT b FROM core.booking b WHERE b.room_id = room
        ORDER BY b.booked_at, b.booking_id FOR UPDATE);
    b core.booking;
    a sync.answer;
    item uuid;
BEGIN
    UPDATE core.booking k SET status = 'displaced' WHERE k.room_id = room
        AND k.status IN ('confirmed', 'pending', 'offered', 'released', 'tentative');
    FOREACH b IN ARRAY early LOOP
        a := sync.apply_booking(b.asked_by, b.booking_id, jsonb_build_object('status', b.status));
        IF a.code = 'conflict' THEN
            item := sync.raise_item(b.asked_by,
                (SELECT w.desk_id FROM sync.author w WHERE w.row_id = b.booking_id),
                sync.item_id('displaced_booking', b.booking_id), 'displaced_booking', 'booking',
                b.booking_id, (a.detail ->> 'displaced_by')::uuid, jsonb_build_object(
                    'mine', sync.side('booking', b.booking_id, b.asked_by),
                    'theirs', sync.side('booking', (a.detail ->> 'displaced_by')::uuid, b.asked_by)));
            PERFORM sync.queue(ARRAY[b.asked_by], 'review_item', ARRAY[item]);
        END IF;
        PERFORM sync.queue(ARRAY(SELECT unnest(ARRAY[k.station_id, k.asked_by])
            FROM core.booking k WHERE k.booking_id = b.booking_id AND k.starts_at IS NOT NULL
            AND k.ends_at IS NOT NULL AND k.booked_at IS NOT NULL), 'booking', ARRAY[b.booking_id]);
    END LOOP;
END $$;
