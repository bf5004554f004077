-- What every desk parses must make sense before it reaches them: a room is read by the whole city.
CREATE FUNCTION sync.is_counts(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN jsonb_typeof(given::jsonb) = 'object' AND NOT EXISTS (
        SELECT FROM jsonb_each(given::jsonb) e WHERE jsonb_typeof(e.value) <> 'number'
        OR e.value::text !~ '^[0-9]{1,6}$');
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN false;
END $$;

-- Opening hours: 09:00-21:00, or days before it: mo-fr,su 09:00-12:00.
CREATE FUNCTION sync.is_hours(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    day text := '(mo|tu|we|th|fr|sa|su)';
    clock text := '(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)';
BEGIN
    RETURN jsonb_typeof(given::jsonb) = 'array' AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(given::jsonb) e WHERE jsonb_typeof(e) <> 'string'
        OR (e #>> '{}') !~ format('^(%1$s(-%1$s)?(,%1$s(-%1$s)?)* )?%2$s-%2$s$', day, clock)
        OR left(right(e #>> '{}', 11), 5) >= right(e #>> '{}', 5));
EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
    RETURN false;
END $$;

ALTER TABLE core.room
    ADD CONSTRAINT room_hours CHECK (sync.is_hours(hours)) NOT VALID,
    ADD CONSTRAINT room_equipment CHECK (sync.is_counts(equipment)) NOT VALID,
    ADD CONSTRAINT room_fixtures CHECK (sync.is_counts(fixtures)) NOT VALID,
    ADD CONSTRAINT room_gap CHECK (setup_min + cleanup_min <= 1440) NOT VALID;
-- Fourteen days, and what staff extended.
ALTER TABLE core.booking
    ADD CONSTRAINT booking_needs CHECK (sync.is_counts(needs)) NOT VALID,
    ADD CONSTRAINT booking_period CHECK (
        ends_at > starts_at AND ends_at <= starts_at + interval '15 days') NOT VALID;
ALTER TABLE core.closure ADD CONSTRAINT closure_period CHECK (ends_at > starts_at) NOT VALID;
ALTER TABLE core.class_session
    ADD CONSTRAINT class_session_period CHECK (ends_at > starts_at) NOT VALID;

-- Whoever looks for what is under way looks back as far as that reaches, gaps included.
DO $body$
DECLARE
    this regprocedure;
    text_new text;
BEGIN
    FOREACH this IN ARRAY ARRAY['sync.room_taken_by(core.booking, core.room)'::regprocedure,
        'sync.equipment_taken_by(core.booking, core.room)'::regprocedure] LOOP
        text_new := replace(pg_get_functiondef(this), 'interval ''15 days''', 'interval ''17 days''');
        IF text_new = pg_get_functiondef(this) THEN
            RAISE EXCEPTION 'cannot extend %', this;
        END IF;
        EXECUTE text_new;
    END LOOP;
END $body$;
