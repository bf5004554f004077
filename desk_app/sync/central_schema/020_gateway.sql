-- Desks that call through the gateway: it has one login role, so the token alone says which desk it is.
-- Such a desk has no login of its own; a desk that has one is never let in by its token only.
ALTER TABLE sync.desk ADD by_gateway boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS desk_token ON sync.desk (token_hash);
CREATE INDEX desk_code ON sync.desk (code_hash) WHERE by_gateway;

CREATE FUNCTION sync.is_gateway() RETURNS boolean LANGUAGE sql STABLE
RETURN session_user = left(current_database(), 40) || '_gateway';

CREATE FUNCTION sync.invited_role(code text) RETURNS name LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN sync.is_gateway() THEN (SELECT d.role_name FROM sync.desk d
        WHERE d.by_gateway AND d.code_hash = sha256(convert_to(code, 'UTF8')))
        ELSE session_user END
$$;

-- Who calls is found in one place; the functions that ask keep everything else they check.
DO $body$
DECLARE
    has_next boolean := EXISTS (SELECT FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = 'sync.desk'::regclass AND a.attname = 'next_token_hash');
    text_now text;
    text_new text;
    this record;
BEGIN
    EXECUTE format($f$
        CREATE FUNCTION sync.calling_role(token text) RETURNS name LANGUAGE sql STABLE AS $$
            SELECT CASE WHEN sync.is_gateway() THEN (SELECT d.role_name FROM sync.desk d
                WHERE d.by_gateway AND (d.token_hash = sha256(convert_to(token, 'UTF8')) %s) LIMIT 1)
                ELSE session_user END
        $$ $f$, CASE WHEN has_next
            THEN 'OR d.next_token_hash = sha256(convert_to(token, ''UTF8''))' ELSE '' END);
    FOR this IN VALUES ('sync.caller(text)'::regprocedure, 'sync.calling_role(token)'),
        ('api.enrol(text, text)'::regprocedure, 'sync.invited_role(code)') LOOP
        text_now := pg_get_functiondef(this.column1);
        text_new := regexp_replace(text_now, 'role_name = session_user(?!\w)',
            'role_name = ' || this.column2, 'i');
        IF text_new = text_now THEN
            RAISE EXCEPTION 'cannot extend %', this.column1;
        END IF;
        EXECUTE text_new;
    END LOOP;
END $body$;
