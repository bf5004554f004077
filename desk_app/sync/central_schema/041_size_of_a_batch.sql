-- A batch of a hundred megabytes is measured before anything takes it apart (and puts it on disk).
DO $body$
DECLARE
    text_now text := pg_get_functiondef('api.push(text, jsonb, uuid[], text[])'::regprocedure);
    text_new text := replace(text_now, '    RETURN sync.push(token, call, ids, ops);', $new$
    IF pg_column_size(ops) > 16777216 THEN
        RAISE EXCEPTION 'batch out of bounds' USING ERRCODE = '22023';
    END IF;
    RETURN sync.push(token, call, ids, ops);$new$);
BEGIN
    IF text_new = text_now THEN
        RAISE EXCEPTION 'cannot extend api.push';
    END IF;
    EXECUTE text_new;
END $body$;
