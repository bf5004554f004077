-- A desk calls and is done; whoever sits in a transaction of a desk's role, or computes for a minute,
-- is at its SQL prompt, where every time limit can be switched off. Others hang up on them: at each
-- hello, and whenever they had to wait for a lock. Answers how many sessions ended.
-- The owner role is a member of every desk's role, so it sees what they do and may end it.
CREATE FUNCTION sync.hang_up(idle_for interval DEFAULT '2 seconds') RETURNS integer
LANGUAGE sql AS $$
    SELECT count(*) FILTER (WHERE pg_terminate_backend(a.pid))::integer
    FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND a.usename IN (SELECT d.role_name FROM sync.desk d WHERE NOT d.by_gateway)
    AND (a.state LIKE 'idle in transaction%' AND a.state_change < clock_timestamp() - idle_for
        OR a.state = 'active' AND a.xact_start < clock_timestamp() - 30 * idle_for)
$$;

ALTER FUNCTION api.push(text, jsonb, uuid[], text[]) SET SCHEMA sync;
ALTER FUNCTION sync.push(text, jsonb, uuid[], text[]) SECURITY INVOKER;
ALTER FUNCTION sync.push(text, jsonb, uuid[], text[]) RESET ALL;

-- As before. What a batch was refused for is told by its code alone: PostgreSQL's own words quote
-- the row, and go to the server's log.
CREATE FUNCTION api.push(token text, call jsonb, ids uuid[], ops text[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
SET lock_timeout = '5s' SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $$
DECLARE
    broken text;
BEGIN
    IF call ->> 'schema' IS NULL OR coalesce(call ->> 'proto', '1') <> '1' THEN
        RETURN sync.refusal('SCHEMA', NULL);
    END IF;
    RETURN sync.push(token, call, ids, ops);
EXCEPTION
    WHEN lock_not_available THEN
        PERFORM sync.hang_up();
        RETURN jsonb_build_object('code', 'BUSY', 'now', clock_timestamp());
    WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded
        OR raise_exception THEN
        GET STACKED DIAGNOSTICS broken = CONSTRAINT_NAME;
        RAISE EXCEPTION '%', CASE SQLERRM WHEN 'batch out of bounds' THEN SQLERRM
            ELSE 'operation refused' END USING ERRCODE = SQLSTATE, CONSTRAINT = broken;
END $$;

DO $body$
DECLARE
    text_now text := pg_get_functiondef('api.hello(text, jsonb)'::regprocedure);
    text_new text := replace(text_now, '    UPDATE sync.desk d SET last_seen_at',
        E'    PERFORM sync.hang_up();\n    UPDATE sync.desk d SET last_seen_at');
BEGIN
    IF text_new = text_now THEN
        RAISE EXCEPTION 'cannot extend api.hello';
    END IF;
    EXECUTE text_new;
END $body$;
