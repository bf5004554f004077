-- Rooms and bookings: the centre decides by arrival who has a room.

CREATE OR REPLACE FUNCTION sync.apply_room(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    r core.room;
    is_new boolean;
BEGIN
    SELECT * INTO r FROM core.room o WHERE o.room_id = id FOR UPDATE;
    is_new := NOT FOUND;
    IF is_new THEN
        r := jsonb_populate_record(NULL::core.room,
            '{"name": "", "capacity": 0, "hours": "[]", "setup_min": 0, "cleanup_min": 0,
              "gap_mode": "max", "at_once": 1, "by_headcount": false, "equipment": "{}",
              "fixtures": "{}", "use": "both", "bookers": "anyone", "needs_approval": false,
              "opens_on_holidays": false, "max_min": 0, "ahead_days": 0, "week_quota_min": 0,
              "month_quota_min": 0, "open_quota": 0, "early_min": 15, "release_min": 15,
              "rules": "", "photo": "", "is_retired": false}');
        r.station_id := station;
    ELSIF r.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    r := jsonb_populate_record(r, f);
    r.room_id := id;
    IF EXISTS (SELECT FROM core.room o WHERE o.room_id = r.part_of AND o.station_id <> station) THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    DELETE FROM core.room o WHERE o.room_id = id;
    INSERT INTO core.room SELECT (r).*;
    IF is_new THEN -- a part that named it before it came, elsewhere
        WITH freed AS (
            UPDATE core.room o SET part_of = NULL WHERE o.part_of = id AND o.station_id <> station
            RETURNING o.room_id
        )
        INSERT INTO sync.to_publish SELECT 1, 'room', o.room_id, false FROM freed o
            ON CONFLICT DO NOTHING;
        PERFORM sync.decide_early_bookings(id);
    END IF;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

-- A room, what it is a part of, and its parts. The floor ends at the station: rooms are known to the
-- whole city, and a part that another station claims to have built into one must not take it.
CREATE OR REPLACE FUNCTION sync.sharing_floor(room uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE here AS MATERIALIZED (
        SELECT o.room_id, o.part_of FROM core.room o
        WHERE o.station_id = (SELECT r.station_id FROM core.room r WHERE r.room_id = room)
    ), above(id) AS (
        SELECT room UNION SELECT r.part_of FROM here r JOIN above a ON r.room_id = a.id
            WHERE r.part_of IS NOT NULL
    ), below(id) AS (
        SELECT room UNION SELECT r.room_id FROM here r JOIN below b ON r.part_of = b.id
    )
    SELECT h.room_id FROM here h WHERE h.room_id IN (TABLE above UNION TABLE below)
$$;

CREATE OR REPLACE FUNCTION sync.gap_of(r core.room) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT make_interval(mins => CASE r.gap_mode
        WHEN 'sum' THEN r.setup_min + r.cleanup_min ELSE greatest(r.setup_min, r.cleanup_min) END)
$$;

-- The booking that leaves no place for this one, or NULL. A parent or a part admits nobody beside;
-- the room itself as many as it says, counted at the starts within the booking.
CREATE OR REPLACE FUNCTION sync.room_taken_by(b core.booking, r core.room) RETURNS uuid
LANGUAGE sql STABLE AS $$
    WITH near AS (
        SELECT k.booking_id, k.room_id, k.starts_at, k.booked_at, greatest(1, k.headcount) AS heads,
            coalesce(k.freed_at, k.ends_at) + g.gap AS until_at
        FROM core.booking k JOIN core.room o ON o.room_id = k.room_id
        CROSS JOIN LATERAL (SELECT greatest(sync.gap_of(o), sync.gap_of(r)) AS gap) g
        WHERE k.room_id IN (SELECT sync.sharing_floor(b.room_id)) AND k.booking_id <> b.booking_id
        AND k.status IN ('confirmed', 'pending', 'offered', 'released')
        AND k.starts_at > b.starts_at - interval '17 days' AND k.starts_at < b.ends_at + g.gap
        AND coalesce(k.freed_at, k.ends_at) + g.gap > b.starts_at
    ), crowd AS (
        SELECT count(*) AS uses, sum(n.heads) AS heads
        FROM near t JOIN near n ON n.starts_at <= t.starts_at AND t.starts_at < n.until_at
        WHERE t.room_id = b.room_id AND n.room_id = b.room_id GROUP BY t.booking_id
    )
    SELECT n.booking_id FROM near n
    WHERE n.room_id <> b.room_id OR EXISTS (SELECT FROM crowd c WHERE CASE WHEN r.by_headcount
        THEN r.capacity > 0 AND c.heads + greatest(1, b.headcount) > r.capacity
        ELSE c.uses >= r.at_once END)
    ORDER BY n.room_id = b.room_id, n.starts_at, n.booking_id LIMIT 1
$$;

-- What a booking needs that is not built into its room.
CREATE OR REPLACE FUNCTION sync.lacking(needs text, fixtures text) RETURNS TABLE (name text, wanted integer)
LANGUAGE sql IMMUTABLE AS $$
    SELECT * FROM (
        SELECT e.key, e.value::integer - coalesce((fixtures::jsonb ->> e.key)::integer, 0) AS n
        FROM jsonb_each_text(needs::jsonb) e
    ) l WHERE l.n > 0
$$;

-- A booking that holds what this one needs too, where the station's stock does not reach, or NULL.
CREATE OR REPLACE FUNCTION sync.equipment_taken_by(b core.booking, r core.room) RETURNS uuid
LANGUAGE sql STABLE AS $$
    WITH holder AS (
        SELECT k.booking_id, k.starts_at, coalesce(k.freed_at, k.ends_at) AS until_at, l.name, l.wanted
        FROM core.booking k JOIN core.room o ON o.room_id = k.room_id
        CROSS JOIN LATERAL sync.lacking(k.needs, o.fixtures) l
        WHERE o.station_id = r.station_id AND k.booking_id <> b.booking_id AND k.needs <> '{}'
        AND k.status IN ('confirmed', 'pending', 'offered', 'released')
        AND k.starts_at > b.starts_at - interval '17 days' AND k.starts_at < b.ends_at
        AND coalesce(k.freed_at, k.ends_at) > b.starts_at
    ), load AS (
        SELECT t.name, sum(h.wanted) AS held
        FROM holder t JOIN holder h ON h.name = t.name
            AND h.starts_at <= t.starts_at AND t.starts_at < h.until_at
        GROUP BY t.name, t.booking_id
    ), stock AS (
        SELECT e.key AS name, max(e.value::integer) AS n
        FROM core.room o CROSS JOIN LATERAL jsonb_each_text(o.equipment::jsonb) e
        WHERE o.station_id = r.station_id GROUP BY e.key
    )
    SELECT h.booking_id FROM sync.lacking(b.needs, r.fixtures) w JOIN holder h USING (name)
    WHERE w.wanted + (SELECT max(l.held) FROM load l WHERE l.name = w.name)
        > coalesce((SELECT s.n FROM stock s WHERE s.name = w.name), 0)
    ORDER BY h.starts_at, h.booking_id LIMIT 1
$$;

-- Closures are known at their station alone: what another station asks of a room while it is closed
-- waits for whose room it is.
CREATE OR REPLACE FUNCTION sync.is_closed(b core.booking, station uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM core.closure c WHERE c.station_id = station AND NOT c.is_lifted
        AND c.starts_at < b.ends_at AND c.ends_at > b.starts_at
        AND (c.room_id IS NULL OR c.room_id IN (SELECT sync.sharing_floor(b.room_id))))
$$;

-- A booking is a request: the room goes by arrival, under a lock on the station's rooms. The loser
-- stays as displaced, for a person. No way into a room goes past who has it: a booking that begins to
-- hold one, holds more of it, or holds it longer is decided by arrival, whatever state it is sent in.
-- Another station asks: what it calls confirmed is confirmed here, or waits for approval.
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
            WHEN r.needs_approval OR sync.is_closed(b, r.station_id) THEN 'pending'
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
CREATE OR REPLACE FUNCTION sync.decide_early_bookings(room uuid) RETURNS void LANGUAGE plpgsql AS $$
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
