-- Of an operation that could not be applied a careful batch needs which row it named and which
-- fields it had, no more: what is nested too deep to be applied may be too deep to be told as well.
CREATE FUNCTION sync.outline(op text, code text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    o jsonb;
BEGIN
    o := op::jsonb;
    IF o ->> 'e' IS NULL OR (o ->> 'r')::uuid IS NULL THEN
        RETURN NULL;
    ELSIF code <> 'dead_op' THEN
        RETURN sync.upcast(o);
    END IF;
    RETURN jsonb_build_object('e', left(o ->> 'e', 200), 'r', o ->> 'r', 'k', left(o ->> 'k', 200),
        'a', left(o ->> 'a', 200), 'f', CASE WHEN jsonb_typeof(o -> 'f') = 'object' THEN (
            SELECT jsonb_object_agg(left(k, 60), NULL)
            FROM (SELECT k FROM jsonb_object_keys(o -> 'f') k LIMIT 40) few) END);
EXCEPTION WHEN OTHERS THEN
    RETURN NULL;
END $$;

DO $body$
DECLARE
    text_now text := pg_get_functiondef('sync.push(text, jsonb, uuid[], text[])'::regprocedure);
    text_new text := regexp_replace(text_now,
        'IF o IS NULL AND sync\.names_row\(ops\[p\]\) THEN\s+o := sync\.upcast\(ops\[p\]::jsonb\);',
        E'IF o IS NULL THEN\n                    o := sync.outline(ops[p], a.code);');
BEGIN
    IF text_new = text_now THEN
        RAISE EXCEPTION 'cannot extend sync.push';
    END IF;
    EXECUTE text_new;
END $body$;
