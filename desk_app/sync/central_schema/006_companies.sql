-- Companies, buildings, and visitors that turned out to be one.
UPDATE sync.epoch SET schema_max = 3;

CREATE TABLE core.company (
    company_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    short_name core.line NOT NULL,
    building core.line NOT NULL,
    floor core.line NOT NULL,
    contact core.line NOT NULL,
    phone core.line NOT NULL,
    note core.note NOT NULL
);

CREATE TABLE core.building (
    building_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    address core.line NOT NULL
);

INSERT INTO sync.plain_entity VALUES
    ('company', '{}', '{"name": "", "short_name": "", "building": "", "floor": "",
        "contact": "", "phone": "", "note": ""}'),
    ('building', '{}', '{"name": "", "address": ""}');

ALTER TABLE core.visitor
    ADD merged_into uuid,
    ADD merged_rows text NOT NULL DEFAULT '' CHECK (length(merged_rows) <= 200000);

-- As before, with the fields of a merge.
CREATE OR REPLACE FUNCTION sync.apply_visitor(
    station uuid, stream uuid, op_id uuid, id uuid, f jsonb, base jsonb, hlc bigint
) RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    v core.visitor;
    now_has jsonb;
    field text;
    value jsonb;
    was jsonb;
    is_concurrent boolean;
    accepted jsonb := '{}';
    new_revisions jsonb;
    kept jsonb := '[]';
BEGIN
    SELECT * INTO v FROM core.visitor r WHERE r.visitor_id = id FOR UPDATE;
    IF NOT FOUND THEN
        SELECT coalesce(jsonb_object_agg(k, jsonb_build_object('r', 1, 'h', hlc, 's', stream)), '{}')
            INTO new_revisions FROM jsonb_object_keys(f) k;
        v := jsonb_populate_record(NULL::core.visitor,
            '{"name": "", "phone": "", "company": "", "workplace": "", "attention": "",
              "is_blocked": false, "blocked_reason": "", "merged_rows": ""}' || f);
        v.visitor_id := id;
        v.station_id := station;
        v.revisions := new_revisions;
        INSERT INTO core.visitor SELECT (v).*;
        RETURN ('ok', NULL, NULL)::sync.answer;
    ELSIF v.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    now_has := to_jsonb(v) - '{visitor_id,station_id,revisions}'::text[];
    new_revisions := v.revisions;
    FOR field, value IN SELECT e.key, e.value FROM jsonb_each(f) e LOOP
        CONTINUE WHEN NOT now_has ? field OR now_has -> field = value;
        was := coalesce(new_revisions -> field, '{"r": 0, "h": 0}');
        is_concurrent := was ->> 's' IS DISTINCT FROM stream::text
            AND (was ->> 'r')::integer <> coalesce((base ->> field)::integer, 0);
        IF is_concurrent AND (field = 'name' OR hlc <= (was ->> 'h')::bigint) THEN
            INSERT INTO sync.field_history VALUES (op_id, 'visitor', id, field, value, hlc);
            kept := kept || to_jsonb(field);
            CONTINUE;
        ELSIF is_concurrent THEN
            INSERT INTO sync.field_history
                VALUES (op_id, 'visitor', id, field, now_has -> field, (was ->> 'h')::bigint);
        END IF;
        accepted := accepted || jsonb_build_object(field, value);
        new_revisions := new_revisions || jsonb_build_object(field,
            jsonb_build_object('r', (was ->> 'r')::integer + 1, 'h', hlc, 's', stream));
    END LOOP;
    v := jsonb_populate_record(v, accepted);
    UPDATE core.visitor r SET name = v.name, phone = v.phone, company = v.company,
        workplace = v.workplace, attention = v.attention, is_blocked = v.is_blocked,
        blocked_reason = v.blocked_reason, merged_into = v.merged_into,
        merged_rows = v.merged_rows, revisions = new_revisions
        WHERE r.visitor_id = id;
    RETURN (CASE WHEN kept ? 'name' THEN 'conflict' ELSE 'ok' END,
        CASE WHEN kept <> '[]' THEN jsonb_build_object('kept', kept) END, NULL)::sync.answer;
END $$;
