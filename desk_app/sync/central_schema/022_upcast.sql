-- Older apps: what they send is brought to today's fields, version by version, so that nothing an
-- old desk noted is stranded. An operation tells by ``v`` which version's fields it has; it keeps
-- them when the app is updated before it could be sent. Rows here stay for ever.
--
-- A migration that renames or recodes adds a row for its version and raises schema_pull_min to it,
-- as older apps would not understand the feed. One that only adds fields needs neither.
CREATE TABLE sync.upcast (
    to_schema integer NOT NULL,
    entity text NOT NULL, -- as the version before called it
    became text, -- its name from this version on, where that changed
    fields jsonb NOT NULL DEFAULT '{}', -- {old field: new field, or null where it is gone}
    vals jsonb NOT NULL DEFAULT '{}', -- {new field: {old value as text: new value}}
    PRIMARY KEY (to_schema, entity)
);

CREATE FUNCTION sync.renamed(given jsonb, names jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(coalesce(names ->> g.key, g.key), g.value), '{}')
    FROM jsonb_each(given) g WHERE NOT names ? g.key OR names -> g.key <> 'null'
$$;

-- What cannot be read is left as it is: apply says what is wrong with it.
CREATE FUNCTION sync.upcast(o jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
    u sync.upcast;
    done integer := 0;
    f jsonb;
BEGIN
    IF jsonb_typeof(o -> 'f') IS DISTINCT FROM 'object' OR o ->> 'v' !~ '^[0-9]{1,6}$' THEN
        RETURN o;
    END IF;
    FOR u IN SELECT * FROM sync.upcast x WHERE x.to_schema > (o ->> 'v')::integer
        ORDER BY x.to_schema, x.entity LOOP
        CONTINUE WHEN u.entity IS DISTINCT FROM o ->> 'e' OR u.to_schema = done;
        done := u.to_schema;
        f := sync.renamed(o -> 'f', u.fields);
        SELECT f || coalesce(jsonb_object_agg(k.key, k.value -> (f ->> k.key)), '{}') INTO f
            FROM jsonb_each(u.vals) k WHERE k.value ? (f ->> k.key);
        o := o || jsonb_build_object('e', coalesce(u.became, u.entity), 'f', f);
        IF jsonb_typeof(o -> 'b') = 'object' THEN
            o := o || jsonb_build_object('b', sync.renamed(o -> 'b', u.fields));
        END IF;
    END LOOP;
    RETURN o;
END $$;

-- As before, in today's fields.
CREATE OR REPLACE FUNCTION sync.apply_careful(me sync.desk, stream uuid, op_id uuid, op text)
RETURNS sync.answer LANGUAGE plpgsql AS $$
BEGIN
    IF octet_length(op) > 2000000 THEN
        RAISE EXCEPTION 'operation too large' USING ERRCODE = '54000';
    END IF;
    RETURN sync.apply(me.station_id, stream, op_id, sync.upcast(op::jsonb));
EXCEPTION WHEN OTHERS THEN
    IF left(SQLSTATE, 2) NOT IN ('22', '23', '54', 'P0') OR SQLERRM LIKE '%"check_in_canonical"%' THEN
        RAISE;
    END IF;
    INSERT INTO sync.dead_op (op_id, stream, desk_id, payload, why)
        VALUES (op_id, stream, me.desk_id, left(op, 1000000), SQLSTATE) ON CONFLICT DO NOTHING;
    RETURN ('dead_op', jsonb_build_object('why', SQLSTATE), NULL)::sync.answer;
END $$;
