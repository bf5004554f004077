-- A desk learns whose a visitor of another station is: only that station may erase them.
DO $body$
DECLARE
    text_now text := pg_get_functiondef('sync.images(text, uuid[], uuid)'::regprocedure);
    text_new text := replace(text_now, '''company'', r.company)', '''company'', r.company,
                    ''station'', (SELECT s.name FROM sync.station s WHERE s.station_id = r.station_id))');
BEGIN
    IF text_new = text_now THEN
        RAISE EXCEPTION 'cannot extend sync.images';
    END IF;
    EXECUTE text_new;
END $body$;
