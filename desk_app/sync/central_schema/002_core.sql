-- What the stations know.

-- What constraints and indexes ask. These never change: the rows stored were judged by them.

-- A phone as people compare it: its last eleven digits.
CREATE FUNCTION sync.phone_key(phone text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN right(regexp_replace(phone, '[^0-9]', '', 'g'), 11);

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

-- Rows may be incomplete: after a restore an edit can arrive before the operation that made the row.
-- Such a row waits here and reaches the feed once its required fields are there.
CREATE TABLE core.visitor (
    visitor_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    phone core.line NOT NULL,
    company core.line NOT NULL,
    workplace core.line NOT NULL,
    attention core.note NOT NULL,
    is_blocked boolean NOT NULL,
    blocked_reason core.note NOT NULL,
    revisions jsonb NOT NULL, -- {field: {"r": revision, "h": hybrid logical time, "s": stream}}
    merged_into uuid,
    merged_rows text NOT NULL CHECK (length(merged_rows) <= 200000)
);
CREATE INDEX visitor_phone ON core.visitor (sync.phone_key(phone)) WHERE phone <> '';

CREATE TABLE core.pass (
    pass_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    visitor_id uuid,
    kind text CHECK (kind IN ('signed', 'linked')),
    key_id integer CHECK (key_id BETWEEN 0 AND 65535),
    digest bytea CHECK (length(digest) <= 64),
    hint core.line NOT NULL,
    first_day core.day,
    last_day core.day,
    issued_at core.moment,
    revoked_at core.moment
);
CREATE INDEX pass_visitor ON core.pass (visitor_id);
CREATE INDEX pass_digest ON core.pass (digest) WHERE digest IS NOT NULL;

CREATE TABLE core.pass_key (
    pass_key_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    key_id integer CHECK (key_id BETWEEN 0 AND 65535),
    public bytea CHECK (length(public) BETWEEN 1 AND 128),
    desk_id uuid,
    status text NOT NULL CHECK (status IN ('active', 'retired', 'compromised')),
    retired_at core.moment
);

CREATE TABLE core.link_key (
    link_key_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    secret bytea NOT NULL CHECK (length(secret) BETWEEN 16 AND 128)
);

CREATE TABLE core.course (
    course_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    kind text NOT NULL CHECK (kind IN ('course', 'lecture')),
    room core.line NOT NULL,
    room_hint core.line NOT NULL,
    capacity core.small NOT NULL,
    lessons core.small NOT NULL,
    opens_before_min core.small NOT NULL,
    tolerance_min core.small NOT NULL,
    late_after_min core.small NOT NULL,
    very_late_after_min core.small NOT NULL,
    award_absences core.small NOT NULL,
    several_entries boolean NOT NULL,
    walk_ins boolean NOT NULL,
    is_cancelled boolean NOT NULL,
    term_id uuid,
    category core.line NOT NULL,
    teacher core.line NOT NULL,
    series core.line NOT NULL,
    fee_note core.note NOT NULL,
    bring core.note NOT NULL,
    hand_outs core.note NOT NULL,
    max_entries core.small NOT NULL,
    daily_entries core.small NOT NULL,
    reentry boolean NOT NULL,
    late_weight_pct core.small NOT NULL,
    counts_excused boolean NOT NULL,
    warn_after_lessons core.small NOT NULL,
    warn_below_pct core.small NOT NULL,
    certificate_pct core.small NOT NULL,
    hold_min core.small NOT NULL,
    cut_off_min core.small NOT NULL,
    release_after_min core.small NOT NULL
);

CREATE TABLE core.class_session (
    session_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    course_id uuid,
    number core.small NOT NULL,
    starts_at core.moment,
    ends_at core.moment,
    room core.line NOT NULL,
    is_cancelled boolean NOT NULL,
    speaker core.line NOT NULL,
    makes_up uuid,
    CONSTRAINT class_session_period CHECK (ends_at > starts_at)
);
CREATE INDEX class_session_course ON core.class_session (course_id);

CREATE TABLE core.enrolment (
    enrolment_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    course_id uuid,
    visitor_id uuid,
    status text NOT NULL CHECK (status IN ('confirmed', 'waitlisted', 'dropped')),
    enrolled_at core.moment,
    priority core.small NOT NULL
);
CREATE INDEX enrolment_course ON core.enrolment (course_id, status);

CREATE TABLE core.check_in (
    check_in_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    session_id uuid,
    visitor_id uuid,
    pass_id uuid,
    direction text NOT NULL CHECK (direction IN ('in', 'out')),
    at core.moment,
    offset_ms integer NOT NULL,
    desk_id uuid,
    desk_name core.line NOT NULL,
    operator core.line NOT NULL,
    nonce uuid,
    force_reason core.note NOT NULL,
    overrode boolean NOT NULL,
    is_walk_in boolean NOT NULL,
    undone_at core.moment,
    undone_by core.line NOT NULL,
    dup_of uuid,
    arrival bigint NOT NULL,
    canonical uuid -- the visitor (or provisional pass) this row speaks for in a single-entry session
);
-- A desk keeps one row per nonce, so two with one nonce must never reach the feed.
CREATE UNIQUE INDEX check_in_nonce ON core.check_in (station_id, nonce);
CREATE UNIQUE INDEX check_in_canonical ON core.check_in (session_id, canonical);
CREATE INDEX check_in_person ON core.check_in (session_id, (coalesce(visitor_id, pass_id)));
CREATE INDEX check_in_provisional ON core.check_in (pass_id) WHERE visitor_id IS NULL;

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

CREATE TABLE core.term (
    term_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    first_day core.day,
    last_day core.day
);

CREATE TABLE core.calendar_day (
    calendar_day_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    day core.day,
    kind text NOT NULL CHECK (kind IN ('holiday', 'makeup_workday', 'ordinary')),
    name core.line NOT NULL
);

CREATE TABLE core.seat_offer (
    seat_offer_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    enrolment_id uuid,
    offered_at core.moment,
    expires_at core.moment,
    status text NOT NULL CHECK (status IN ('open', 'accepted', 'declined', 'expired')),
    settled_at core.moment
);
CREATE INDEX seat_offer_enrolment ON core.seat_offer (enrolment_id);

CREATE TABLE core.seat_release (
    seat_release_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    session_id uuid,
    given_up_by uuid,
    given_to uuid,
    place core.small NOT NULL,
    released_at core.moment,
    operator core.line NOT NULL,
    undone_at core.moment
);

CREATE TABLE core.attendance_mark (
    attendance_mark_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    session_id uuid,
    visitor_id uuid,
    status text NOT NULL CHECK (status IN
        ('', 'present', 'late', 'very_late', 'absent', 'excused', 'made_up')),
    is_automatic boolean NOT NULL,
    made_up_in uuid,
    reason core.note NOT NULL,
    marked_at core.moment,
    marked_by core.line NOT NULL
);

CREATE TABLE core.question (
    question_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    course_id uuid,
    place core.small NOT NULL,
    wording core.note NOT NULL,
    is_required boolean NOT NULL,
    is_withdrawn boolean NOT NULL
);

CREATE TABLE core.answer (
    answer_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    question_id uuid,
    visitor_id uuid,
    wording core.note NOT NULL,
    answered_at core.moment
);

-- Rooms, closures, bookings: the centre decides by arrival who has a room.
-- Rooms and who they belong to are known to the whole city; bookings to the room's station and to
-- the station that asked.
-- Rooms and who they belong to are known to the whole city; bookings to the room's station and to
-- the station that asked.
CREATE TABLE core.room (
    room_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    name core.line NOT NULL,
    capacity core.small NOT NULL,
    hours core.note NOT NULL,
    setup_min core.small NOT NULL,
    cleanup_min core.small NOT NULL,
    gap_mode text NOT NULL CHECK (gap_mode IN ('max', 'sum')),
    at_once core.small NOT NULL CHECK (at_once >= 1),
    by_headcount boolean NOT NULL,
    equipment core.note NOT NULL,
    fixtures core.note NOT NULL,
    part_of uuid,
    use text NOT NULL CHECK (use IN ('both', 'walk_in', 'reservation')),
    bookers text NOT NULL CHECK (bookers IN ('anyone', 'companies', 'staff')),
    needs_approval boolean NOT NULL,
    opens_on_holidays boolean NOT NULL,
    max_min core.small NOT NULL,
    ahead_days core.small NOT NULL,
    week_quota_min core.small NOT NULL,
    month_quota_min core.small NOT NULL,
    open_quota core.small NOT NULL,
    early_min core.small NOT NULL,
    release_min core.small NOT NULL,
    rules core.note NOT NULL,
    photo core.line NOT NULL,
    is_retired boolean NOT NULL,
    CONSTRAINT room_hours CHECK (sync.is_hours(hours)),
    CONSTRAINT room_equipment CHECK (sync.is_counts(equipment)),
    CONSTRAINT room_fixtures CHECK (sync.is_counts(fixtures)),
    CONSTRAINT room_gap CHECK (setup_min + cleanup_min <= 1440)
);
CREATE INDEX room_station ON core.room (station_id);

CREATE TABLE core.closure (
    closure_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    starts_at core.moment,
    ends_at core.moment,
    room_id uuid,
    reason core.note NOT NULL,
    is_lifted boolean NOT NULL,
    CONSTRAINT closure_period CHECK (ends_at > starts_at)
);

CREATE TABLE core.booking_series (
    booking_series_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    room_id uuid,
    rule core.note NOT NULL
);

CREATE TABLE core.booking (
    booking_id uuid PRIMARY KEY,
    station_id uuid NOT NULL, -- the room's
    asked_by uuid NOT NULL,   -- the station whose desk booked it
    room_id uuid,
    starts_at core.moment,
    ends_at core.moment,
    status text NOT NULL CHECK (status IN ('confirmed', 'pending', 'tentative', 'waiting',
        'offered', 'cancelled', 'released', 'displaced', 'skipped')),
    visitor_id uuid,
    company core.line NOT NULL,
    contact core.line NOT NULL,
    purpose core.note NOT NULL,
    headcount core.small NOT NULL,
    needs core.note NOT NULL,
    series_id uuid,
    occurrence core.line NOT NULL,
    booked_at core.moment,
    checked_in_at core.moment,
    freed_at core.moment,
    held_until core.moment,
    override_reason core.note NOT NULL,
    is_walk_in boolean NOT NULL,
    CONSTRAINT booking_needs CHECK (sync.is_counts(needs)),
    -- Fourteen days, and what staff extended.
    CONSTRAINT booking_period CHECK (
        ends_at > starts_at AND ends_at <= starts_at + interval '15 days')
);
CREATE INDEX booking_room ON core.booking (room_id, starts_at);

CREATE TABLE core.booker_block (
    booker_block_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    visitor_id uuid,
    company core.line NOT NULL,
    last_day core.day,
    reason core.note NOT NULL,
    is_lifted boolean NOT NULL
);

-- kind is NULL only while a decision arrived (after a restore) before what it decides about.
CREATE TABLE core.review_item (
    review_item_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    kind text CHECK (kind IN ('displaced_booking', 'duplicate_check_in', 'over_capacity',
        'profile_conflict', 'same_person', 'forbidden', 'dead_operation')),
    raised_at core.moment,
    about_entity core.line NOT NULL,
    about_id uuid,
    other_id uuid,
    facts text NOT NULL CHECK (length(facts) <= 20000),
    for_desk uuid,
    status text NOT NULL CHECK (status IN ('open', 'resolved', 'dismissed')),
    resolution core.note NOT NULL,
    resolved_by core.line NOT NULL,
    resolved_at core.moment
);
CREATE INDEX review_item_about ON core.review_item (about_id);
CREATE INDEX review_item_other ON core.review_item (other_id);
CREATE INDEX review_item_open ON core.review_item (station_id) WHERE status = 'open';

-- What staff note about visitors; blanked when the visitor is erased.
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
