-- What staff note about visitors; blanked when the visitor is erased.
UPDATE sync.epoch SET schema_max = 5;

CREATE TABLE core.visitor_note (
    visitor_note_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    visitor_id uuid,
    wording core.note NOT NULL,
    written_at core.moment,
    written_by core.line NOT NULL,
    is_withdrawn boolean NOT NULL
);
CREATE INDEX visitor_note_visitor ON core.visitor_note (visitor_id);

INSERT INTO sync.plain_entity VALUES
    ('visitor_note', '{visitor_id,written_at}',
        '{"wording": "", "written_by": "", "is_withdrawn": false}');

CREATE FUNCTION sync.forget_notes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    r record;
BEGIN
    FOR r IN UPDATE core.visitor_note n SET wording = '' WHERE n.visitor_id = NEW.visitor_id
        AND n.wording <> '' RETURNING n.station_id, n.visitor_note_id LOOP
        PERFORM sync.queue(ARRAY[r.station_id], 'visitor_note', ARRAY[r.visitor_note_id]);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_notes AFTER INSERT ON sync.erased
    FOR EACH ROW EXECUTE FUNCTION sync.forget_notes();
