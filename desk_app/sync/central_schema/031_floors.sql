-- A room's floor ends at its station: rooms are known to the whole city, and a part that another
-- station claims to have built into one must not take it.
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
