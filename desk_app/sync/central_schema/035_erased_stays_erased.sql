-- A later operation says whom its row is about only where that changes: so ask the row too, of every
-- entity with words about a person. What was erased never comes back into operations kept aside.
CREATE OR REPLACE FUNCTION sync.is_about_erased(entity text, id uuid, f jsonb) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM sync.erased e WHERE e.visitor_id IN (
        CASE WHEN f ? 'visitor_id' AND entity <> 'visitor' THEN (f ->> 'visitor_id')::uuid END,
        CASE entity
        WHEN 'visitor' THEN id
        WHEN 'pass' THEN (SELECT r.visitor_id FROM core.pass r WHERE r.pass_id = id)
        WHEN 'booking' THEN (SELECT r.visitor_id FROM core.booking r WHERE r.booking_id = id)
        WHEN 'check_in' THEN (SELECT r.visitor_id FROM core.check_in r WHERE r.check_in_id = id)
        WHEN 'answer' THEN (SELECT r.visitor_id FROM core.answer r WHERE r.answer_id = id)
        WHEN 'visitor_note' THEN (SELECT r.visitor_id FROM core.visitor_note r
            WHERE r.visitor_note_id = id)
        WHEN 'attendance_mark' THEN (SELECT r.visitor_id FROM core.attendance_mark r
            WHERE r.attendance_mark_id = id)
        WHEN 'booker_block' THEN (SELECT r.visitor_id FROM core.booker_block r
            WHERE r.booker_block_id = id)
        END))
$$;

CREATE FUNCTION sync.forget_payload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM sync.erased e WHERE strpos(lower(NEW.payload), e.visitor_id::text) > 0) THEN
        NEW.payload := '';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER forget_payload BEFORE INSERT ON sync.dead_op
    FOR EACH ROW EXECUTE FUNCTION sync.forget_payload();
