-- As before, but nobody escapes who keeps a transaction open by small questions, or commits in a loop
-- within one statement. An honest call is one statement and one transaction, of 20 s at most.
CREATE OR REPLACE FUNCTION sync.hang_up(idle_for interval DEFAULT '2 seconds') RETURNS integer
LANGUAGE sql AS $$
    SELECT count(*) FILTER (WHERE pg_terminate_backend(a.pid))::integer
    FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.state <> 'idle'
    AND a.usename IN (SELECT d.role_name FROM sync.desk d WHERE NOT d.by_gateway)
    AND (a.state LIKE 'idle in transaction%' AND a.state_change < clock_timestamp() - idle_for
        OR least(a.xact_start, a.query_start) < clock_timestamp() - 11 * idle_for)
$$;
