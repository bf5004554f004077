-- Closures are known at their station alone: what another station asks of a room while it is closed
-- waits for whose room it is.
CREATE FUNCTION sync.is_closed(b core.booking, station uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM core.closure c WHERE c.station_id = station AND NOT c.is_lifted
        AND c.starts_at < b.ends_at AND c.ends_at > b.starts_at
        AND (c.room_id IS NULL OR c.room_id IN (SELECT sync.sharing_floor(b.room_id))))
$$;

DO $body$
DECLARE
    text_now text := pg_get_functiondef('sync.apply_booking(uuid, uuid, jsonb)'::regprocedure);
    text_new text := replace(text_now, 'WHEN r.needs_approval THEN ''pending''',
        'WHEN r.needs_approval OR sync.is_closed(b, r.station_id) THEN ''pending''');
BEGIN
    IF text_new = text_now THEN
        RAISE EXCEPTION 'cannot extend sync.apply_booking';
    END IF;
    EXECUTE text_new;
END $body$;
