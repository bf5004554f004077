-- Rooms, closures, bookings: the centre decides by arrival who has a room.
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
    is_retired boolean NOT NULL
);
CREATE INDEX room_station ON core.room (station_id);

CREATE TABLE core.closure (
    closure_id uuid PRIMARY KEY,
    station_id uuid NOT NULL,
    starts_at core.moment,
    ends_at core.moment,
    room_id uuid,
    reason core.note NOT NULL,
    is_lifted boolean NOT NULL
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
    is_walk_in boolean NOT NULL
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

CREATE FUNCTION sync.apply_room(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    r core.room;
BEGIN
    SELECT * INTO r FROM core.room o WHERE o.room_id = id FOR UPDATE;
    IF NOT FOUND THEN
        r := jsonb_populate_record(NULL::core.room,
            '{"name": "", "capacity": 0, "hours": "[]", "setup_min": 0, "cleanup_min": 0,
              "gap_mode": "max", "at_once": 1, "by_headcount": false, "equipment": "{}",
              "fixtures": "{}", "use": "both", "bookers": "anyone", "needs_approval": false,
              "opens_on_holidays": false, "max_min": 0, "ahead_days": 0, "week_quota_min": 0,
              "month_quota_min": 0, "open_quota": 0, "early_min": 15, "release_min": 15,
              "rules": "", "photo": "", "is_retired": false}');
        r.station_id := station;
    ELSIF r.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    r := jsonb_populate_record(r, f);
    r.room_id := id;
    DELETE FROM core.room o WHERE o.room_id = id;
    INSERT INTO core.room SELECT (r).*;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

CREATE FUNCTION sync.apply_closure(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    c core.closure;
BEGIN
    SELECT * INTO c FROM core.closure o WHERE o.closure_id = id FOR UPDATE;
    IF NOT FOUND THEN
        c := jsonb_populate_record(NULL::core.closure, '{"reason": "", "is_lifted": false}');
        c.station_id := station;
    ELSIF c.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    c := jsonb_populate_record(c, f);
    c.closure_id := id;
    DELETE FROM core.closure o WHERE o.closure_id = id;
    INSERT INTO core.closure SELECT (c).*;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

CREATE FUNCTION sync.apply_booking_series(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    s core.booking_series;
BEGIN
    SELECT * INTO s FROM core.booking_series o WHERE o.booking_series_id = id FOR UPDATE;
    IF NOT FOUND THEN
        s := jsonb_populate_record(NULL::core.booking_series, '{"rule": ""}');
        s.station_id := station;
    ELSIF s.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    s := jsonb_populate_record(s, f);
    s.booking_series_id := id;
    DELETE FROM core.booking_series o WHERE o.booking_series_id = id;
    INSERT INTO core.booking_series SELECT (s).*;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

CREATE FUNCTION sync.apply_booker_block(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    b core.booker_block;
BEGIN
    SELECT * INTO b FROM core.booker_block o WHERE o.booker_block_id = id FOR UPDATE;
    IF NOT FOUND THEN
        b := jsonb_populate_record(NULL::core.booker_block,
            '{"company": "", "reason": "", "is_lifted": false}');
        b.station_id := station;
    ELSIF b.station_id <> station THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    END IF;
    b := jsonb_populate_record(b, f);
    b.booker_block_id := id;
    DELETE FROM core.booker_block o WHERE o.booker_block_id = id;
    INSERT INTO core.booker_block SELECT (b).*;
    RETURN ('ok', NULL, NULL)::sync.answer;
END $$;

-- A room, what it is a part of, and its parts.
CREATE FUNCTION sync.sharing_floor(room uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE above(id) AS (
        SELECT room UNION SELECT r.part_of FROM core.room r JOIN above a ON r.room_id = a.id
            WHERE r.part_of IS NOT NULL
    ), below(id) AS (
        SELECT room UNION SELECT r.room_id FROM core.room r JOIN below b ON r.part_of = b.id
    )
    SELECT id FROM above UNION SELECT id FROM below
$$;

CREATE FUNCTION sync.gap_of(r core.room) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT make_interval(mins => CASE r.gap_mode
        WHEN 'sum' THEN r.setup_min + r.cleanup_min ELSE greatest(r.setup_min, r.cleanup_min) END)
$$;

-- The booking that leaves no place for this one, or NULL. A parent or a part admits nobody beside;
-- the room itself as many as it says, counted at the starts within the booking.
CREATE FUNCTION sync.room_taken_by(b core.booking, r core.room) RETURNS uuid LANGUAGE sql STABLE AS $$
    WITH near AS (
        SELECT k.booking_id, k.room_id, k.starts_at, k.booked_at, greatest(1, k.headcount) AS heads,
            coalesce(k.freed_at, k.ends_at) + g.gap AS until_at
        FROM core.booking k JOIN core.room o ON o.room_id = k.room_id
        CROSS JOIN LATERAL (SELECT greatest(sync.gap_of(o), sync.gap_of(r)) AS gap) g
        WHERE k.room_id IN (SELECT sync.sharing_floor(b.room_id)) AND k.booking_id <> b.booking_id
        AND k.status IN ('confirmed', 'pending', 'offered', 'released')
        AND k.starts_at > b.starts_at - interval '15 days' AND k.starts_at < b.ends_at + g.gap
        AND coalesce(k.freed_at, k.ends_at) + g.gap > b.starts_at
    ), crowd AS (
        SELECT count(*) AS uses, sum(n.heads) AS heads
        FROM near t JOIN near n ON n.starts_at <= t.starts_at AND t.starts_at < n.until_at
        WHERE t.room_id = b.room_id AND n.room_id = b.room_id GROUP BY t.booking_id
    )
    SELECT n.booking_id FROM near n
    WHERE n.room_id <> b.room_id OR EXISTS (SELECT FROM crowd c WHERE CASE WHEN r.by_headcount
        THEN r.capacity > 0 AND c.heads + greatest(1, b.headcount) > r.capacity
        ELSE c.uses >= r.at_once END)
    ORDER BY n.room_id = b.room_id, n.starts_at, n.booking_id LIMIT 1
$$;

-- What a booking needs that is not built into its room.
CREATE FUNCTION sync.lacking(needs text, fixtures text) RETURNS TABLE (name text, wanted integer)
LANGUAGE sql IMMUTABLE AS $$
    SELECT * FROM (
        SELECT e.key, e.value::integer - coalesce((fixtures::jsonb ->> e.key)::integer, 0) AS n
        FROM jsonb_each_text(needs::jsonb) e
    ) l WHERE l.n > 0
$$;

-- A booking that holds what this one needs too, where the station's stock does not reach, or NULL.
CREATE FUNCTION sync.equipment_taken_by(b core.booking, r core.room) RETURNS uuid
LANGUAGE sql STABLE AS $$
    WITH holder AS (
        SELECT k.booking_id, k.starts_at, coalesce(k.freed_at, k.ends_at) AS until_at, l.name, l.wanted
        FROM core.booking k JOIN core.room o ON o.room_id = k.room_id
        CROSS JOIN LATERAL sync.lacking(k.needs, o.fixtures) l
        WHERE o.station_id = r.station_id AND k.booking_id <> b.booking_id AND k.needs <> '{}'
        AND k.status IN ('confirmed', 'pending', 'offered', 'released')
        AND k.starts_at > b.starts_at - interval '15 days' AND k.starts_at < b.ends_at
        AND coalesce(k.freed_at, k.ends_at) > b.starts_at
    ), load AS (
        SELECT t.name, sum(h.wanted) AS held
        FROM holder t JOIN holder h ON h.name = t.name
            AND h.starts_at <= t.starts_at AND t.starts_at < h.until_at
        GROUP BY t.name, t.booking_id
    ), stock AS (
        SELECT e.key AS name, max(e.value::integer) AS n
        FROM core.room o CROSS JOIN LATERAL jsonb_each_text(o.equipment::jsonb) e
        WHERE o.station_id = r.station_id GROUP BY e.key
    )
    SELECT h.booking_id FROM sync.lacking(b.needs, r.fixtures) w JOIN holder h USING (name)
    WHERE w.wanted + (SELECT max(l.held) FROM load l WHERE l.name = w.name)
        > coalesce((SELECT s.n FROM stock s WHERE s.name = w.name), 0)
    ORDER BY h.starts_at, h.booking_id LIMIT 1
$$;

-- A booking is a request: the room goes by arrival, under a lock on the station's rooms. The loser
-- stays as displaced, for a person.
CREATE FUNCTION sync.apply_booking(station uuid, id uuid, f jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    b core.booking;
    was core.booking;
    r core.room;
    winner uuid;
BEGIN
    SELECT * INTO was FROM core.booking o WHERE o.booking_id = id;
    PERFORM 1 FROM core.room o WHERE o.station_id = (SELECT x.station_id FROM core.room x
        WHERE x.room_id = coalesce((f ->> 'room_id')::uuid, was.room_id))
        ORDER BY o.room_id FOR NO KEY UPDATE;
    SELECT * INTO was FROM core.booking o WHERE o.booking_id = id FOR UPDATE;
    IF NOT FOUND THEN
        b := jsonb_populate_record(NULL::core.booking,
            '{"status": "confirmed", "company": "", "contact": "", "purpose": "", "headcount": 0,
              "needs": "{}", "occurrence": "", "override_reason": "", "is_walk_in": false}');
        b.asked_by := station;
    ELSIF station NOT IN (was.station_id, was.asked_by) THEN
        RETURN ('forbidden', NULL, NULL)::sync.answer;
    ELSE
        b := was;
    END IF;
    b := jsonb_populate_record(b, f - 'asked_by');
    b.booking_id := id;
    SELECT * INTO r FROM core.room o WHERE o.room_id = b.room_id;
    b.station_id := coalesce(r.station_id, b.asked_by);
    IF r.room_id IS NOT NULL AND b.status IN ('confirmed', 'pending', 'tentative', 'offered')
        AND (was.status IN ('tentative', 'displaced') OR
        (b.room_id, b.starts_at, b.ends_at, b.status, b.freed_at)
            IS DISTINCT FROM (was.room_id, was.starts_at, was.ends_at, was.status, was.freed_at)) THEN
        winner := coalesce(sync.room_taken_by(b, r), sync.equipment_taken_by(b, r));
        b.status := CASE WHEN winner IS NOT NULL THEN 'displaced'
            WHEN b.status <> 'tentative' THEN b.status
            WHEN r.needs_approval THEN 'pending' ELSE 'confirmed' END;
    END IF;
    DELETE FROM core.booking o WHERE o.booking_id = id;
    INSERT INTO core.booking SELECT (b).*;
    RETURN (CASE WHEN winner IS NULL THEN 'ok' ELSE 'conflict' END,
        CASE WHEN winner IS NOT NULL THEN jsonb_build_object('displaced_by', winner) END,
        NULL)::sync.answer;
END $$;

CREATE OR REPLACE FUNCTION sync.required(entity text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE entity
        WHEN 'pass' THEN '{visitor_id,kind,issued_at}'
        WHEN 'pass_key' THEN '{key_id,public}'
        WHEN 'link_key' THEN '{secret}'
        WHEN 'class_session' THEN '{course_id,starts_at,ends_at}'
        WHEN 'enrolment' THEN '{course_id,visitor_id,enrolled_at}'
        WHEN 'check_in' THEN '{session_id,at,nonce}'
        WHEN 'closure' THEN '{starts_at,ends_at}'
        WHEN 'booking_series' THEN '{room_id}'
        WHEN 'booking' THEN '{room_id,starts_at,ends_at,booked_at}'
        WHEN 'booker_block' THEN '{last_day}'
        ELSE coalesce((SELECT p.required FROM sync.plain_entity p
            WHERE p.entity = required.entity)::text, '{}')
    END::text[]
$$;

CREATE OR REPLACE FUNCTION sync.apply(station uuid, stream uuid, op_id uuid, o jsonb)
RETURNS sync.answer LANGUAGE plpgsql AS $$
DECLARE
    id uuid := (o ->> 'r')::uuid;
    f jsonb := o -> 'f';
    latest_hlc bigint := (extract(epoch FROM clock_timestamp()) * 1000 + 300000)::bigint << 16;
BEGIN
    IF id IS NULL OR jsonb_typeof(f) IS DISTINCT FROM 'object' THEN
        RAISE EXCEPTION 'no row or no fields' USING ERRCODE = '22023';
    END IF;
    f := f - 'station_id';
    IF EXISTS (SELECT FROM unnest(sync.required(o ->> 'e')) k WHERE f -> k = 'null') THEN
        RAISE EXCEPTION 'a required field is null' USING ERRCODE = '22004';
    END IF;
    CASE o ->> 'e'
        WHEN 'visitor' THEN RETURN sync.apply_visitor(station, stream, op_id, id, f - 'revisions',
            coalesce(o -> 'b', '{}'), least((o ->> 'h')::bigint, latest_hlc));
        WHEN 'check_in' THEN RETURN sync.apply_check_in(station, id, f);
        WHEN 'pass' THEN RETURN sync.apply_pass(station, id, f);
        WHEN 'enrolment' THEN RETURN sync.apply_enrolment(station, id, f);
        WHEN 'course' THEN RETURN sync.apply_course(station, id, f - 'course_id');
        WHEN 'class_session' THEN RETURN sync.apply_class_session(station, id, f);
        WHEN 'pass_key' THEN RETURN sync.apply_pass_key(station, id, f - 'pass_key_id');
        WHEN 'link_key' THEN RETURN sync.apply_link_key(station, id, f);
        WHEN 'room' THEN RETURN sync.apply_room(station, id, f);
        WHEN 'closure' THEN RETURN sync.apply_closure(station, id, f);
        WHEN 'booking_series' THEN RETURN sync.apply_booking_series(station, id, f);
        WHEN 'booking' THEN RETURN sync.apply_booking(station, id, f);
        WHEN 'booker_block' THEN RETURN sync.apply_booker_block(station, id, f);
        ELSE RETURN sync.apply_plain(station, o ->> 'e', id, f);
    END CASE;
END $$;

CREATE OR REPLACE FUNCTION sync.living_core(station uuid, entities text[], ids uuid[])
RETURNS TABLE (entity text, row_id uuid, n bigint) LANGUAGE sql STABLE AS $$
    WITH t AS (
        SELECT u.entity, u.row_id, min(u.n) AS n
        FROM unnest(entities, ids) WITH ORDINALITY u(entity, row_id, n) GROUP BY 1, 2
    )
    SELECT t.* FROM t JOIN core.visitor r ON r.visitor_id = t.row_id
        WHERE t.entity = 'visitor' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.pass r ON r.pass_id = t.row_id
        WHERE t.entity = 'pass' AND r.station_id = station
        AND r.visitor_id IS NOT NULL AND r.kind IS NOT NULL AND r.issued_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.pass_key r ON r.pass_key_id = t.row_id
        WHERE t.entity = 'pass_key' AND r.station_id = station
        AND r.key_id IS NOT NULL AND r.public IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.link_key r ON r.link_key_id = t.row_id
        WHERE t.entity = 'link_key' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.course r ON r.course_id = t.row_id
        WHERE t.entity = 'course' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.class_session r ON r.session_id = t.row_id
        WHERE t.entity = 'class_session' AND r.station_id = station
        AND r.course_id IS NOT NULL AND r.starts_at IS NOT NULL AND r.ends_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.enrolment r ON r.enrolment_id = t.row_id
        WHERE t.entity = 'enrolment' AND r.station_id = station
        AND r.course_id IS NOT NULL AND r.visitor_id IS NOT NULL AND r.enrolled_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.check_in r ON r.check_in_id = t.row_id
        WHERE t.entity = 'check_in' AND r.station_id = station
        AND r.session_id IS NOT NULL AND r.at IS NOT NULL AND r.nonce IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.room r ON r.room_id = t.row_id
        WHERE t.entity = 'room' AND r.station_id = station
    UNION ALL SELECT t.* FROM t JOIN core.closure r ON r.closure_id = t.row_id
        WHERE t.entity = 'closure' AND r.station_id = station
        AND r.starts_at IS NOT NULL AND r.ends_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.booking_series r ON r.booking_series_id = t.row_id
        WHERE t.entity = 'booking_series' AND r.station_id = station AND r.room_id IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.booking r ON r.booking_id = t.row_id
        WHERE t.entity = 'booking' AND station IN (r.station_id, r.asked_by)
        AND r.room_id IS NOT NULL AND r.starts_at IS NOT NULL AND r.ends_at IS NOT NULL
        AND r.booked_at IS NOT NULL
    UNION ALL SELECT t.* FROM t JOIN core.booker_block r ON r.booker_block_id = t.row_id
        WHERE t.entity = 'booker_block' AND r.station_id = station AND r.last_day IS NOT NULL
$$;

-- The other station that must know a booking: the room's, or the one that asked.
CREATE FUNCTION sync.other_station(entity text, id uuid, station uuid) RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT CASE b.station_id WHEN station THEN b.asked_by ELSE b.station_id END
    FROM core.booking b WHERE entity = 'booking' AND b.booking_id = id
$$;

CREATE FUNCTION sync.scopes_of(entity text, id uuid, station uuid) RETURNS integer[]
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN entity IN ('pass_key', 'room') THEN ARRAY[1] ELSE (
        SELECT array_agg(s.scope_id) FROM sync.station s
        WHERE s.station_id IN (station, sync.other_station(entity, id, station))) END
$$;

CREATE OR REPLACE FUNCTION sync.publish(station uuid, entities text[], ids uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    new_tag uuid := gen_random_uuid();
    scope integer;
    size bigint;
    first_seq bigint;
    es text[];
    rs uuid[];
    names text[];
    row_ids uuid[];
BEGIN
    SELECT array_agg(l.entity ORDER BY l.n), array_agg(l.row_id ORDER BY l.n) INTO names, row_ids
        FROM sync.living(station, entities, ids) l;
    IF names IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO sync.txn (tag) VALUES (new_tag);
    FOR scope IN SELECT 1 UNION SELECT s.scope_id FROM sync.station s
        WHERE s.station_id = station OR s.station_id IN (
            SELECT sync.other_station(u.e, u.r, station) FROM unnest(names, row_ids) u(e, r))
        ORDER BY 1 LOOP
        SELECT array_agg(u.e ORDER BY u.n), array_agg(u.r ORDER BY u.n), count(*) INTO es, rs, size
            FROM unnest(names, row_ids) WITH ORDINALITY u(e, r, n)
            WHERE scope = ANY (sync.scopes_of(u.e, u.r, station));
        CONTINUE WHEN size = 0;
        UPDATE sync.scope c SET seq = c.seq + size WHERE c.scope_id = scope
            RETURNING c.seq - size INTO first_seq;
        INSERT INTO sync.feed (scope_id, seq, entity, row_id, tag)
            SELECT scope, first_seq + u.n, u.e, u.r, new_tag
            FROM unnest(es, rs) WITH ORDINALITY u(e, r, n)
            ON CONFLICT (entity, row_id, scope_id) DO UPDATE
            SET seq = excluded.seq, tag = excluded.tag, deleted = false;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION sync.lock_parents(ops jsonb[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM core.course c WHERE c.course_id IN (
        SELECT (o #>> '{f,course_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'enrolment'
        UNION SELECT (o ->> 'r')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'course'
    ) ORDER BY c.course_id FOR NO KEY UPDATE;
    PERFORM 1 FROM core.class_session s WHERE s.session_id IN (
        SELECT (o #>> '{f,session_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'check_in'
        UNION SELECT k.session_id FROM unnest(ops) o
            JOIN core.check_in k ON k.check_in_id = (o ->> 'r')::uuid WHERE o ->> 'e' = 'check_in'
    ) ORDER BY s.session_id FOR NO KEY UPDATE;
    PERFORM 1 FROM core.room r WHERE r.station_id IN (
        SELECT x.station_id FROM core.room x WHERE x.room_id IN (
            SELECT (o #>> '{f,room_id}')::uuid FROM unnest(ops) o WHERE o ->> 'e' = 'booking'
            UNION SELECT b.room_id FROM unnest(ops) o
                JOIN core.booking b ON b.booking_id = (o ->> 'r')::uuid WHERE o ->> 'e' = 'booking')
    ) ORDER BY r.room_id FOR NO KEY UPDATE;
END $$;

CREATE OR REPLACE FUNCTION api.pull(token text, call jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET enable_seqscan = off SET jit = off AS $$
DECLARE
    me sync.desk := sync.caller(token);
    e sync.epoch;
    at_cursor jsonb := coalesce(call -> 'cursor', '{}');
    page integer := least(1000, greatest(1, coalesce((call ->> 'limit')::integer, 1000)));
    last bigint;
    scopes integer[];
    page_rows jsonb;
BEGIN
    IF me.desk_id IS NULL THEN
        RETURN jsonb_build_object('code', 'REVOKED');
    END IF;
    SELECT * INTO e FROM sync.epoch;
    SELECT s.last_seq INTO last FROM sync.stream s
        WHERE s.stream = (call ->> 'stream')::uuid AND s.desk_id = me.desk_id;
    SELECT ARRAY[1, s.scope_id] INTO scopes FROM sync.station s WHERE s.station_id = me.station_id;
    IF (call ->> 'epoch')::uuid IS DISTINCT FROM sync.epoch_now() THEN
        RETURN sync.refusal('EPOCH_CHANGED', last);
    ELSIF (call ->> 'schema')::integer NOT BETWEEN e.schema_pull_min AND e.schema_max THEN
        RETURN sync.refusal('SCHEMA', last);
    ELSIF EXISTS (
        SELECT FROM jsonb_each(at_cursor) c
        WHERE NOT EXISTS (SELECT FROM sync.txn t WHERE t.tag = (c.value ->> 1)::uuid)
        OR (c.value ->> 0)::bigint > coalesce(
            (SELECT s.seq FROM sync.scope s WHERE s.scope_id = c.key::integer), 0)
    ) THEN
        RETURN sync.refusal('HISTORY_LOST', last);
    END IF;
    WITH p AS MATERIALIZED (
        SELECT f.* FROM unnest(scopes) s(id) CROSS JOIN LATERAL (
            SELECT * FROM sync.feed f
            WHERE f.scope_id = s.id
            AND f.seq > coalesce((at_cursor -> (s.id::text) ->> 0)::bigint, 0)
            ORDER BY f.seq LIMIT page
        ) f ORDER BY f.scope_id, f.seq LIMIT page
    ), image AS MATERIALIZED (
        SELECT p.*, CASE p.entity
            WHEN 'visitor' THEN (SELECT to_jsonb(r) - '{visitor_id,station_id,revisions}'::text[]
                FROM core.visitor r WHERE r.visitor_id = p.row_id)
            WHEN 'pass' THEN (SELECT to_jsonb(r) - '{pass_id,station_id}'::text[]
                || jsonb_build_object('digest', encode(r.digest, 'hex'))
                FROM core.pass r WHERE r.pass_id = p.row_id)
            WHEN 'pass_key' THEN (SELECT to_jsonb(r) - '{pass_key_id,station_id}'::text[]
                || jsonb_build_object('public', encode(r.public, 'hex'))
                FROM core.pass_key r WHERE r.pass_key_id = p.row_id)
            WHEN 'link_key' THEN (SELECT to_jsonb(r) - '{link_key_id,station_id}'::text[]
                || jsonb_build_object('secret', encode(r.secret, 'hex'))
                FROM core.link_key r WHERE r.link_key_id = p.row_id)
            WHEN 'course' THEN (SELECT to_jsonb(r) - '{course_id,station_id}'::text[]
                FROM core.course r WHERE r.course_id = p.row_id)
            WHEN 'class_session' THEN (SELECT to_jsonb(r) - '{session_id,station_id}'::text[]
                FROM core.class_session r WHERE r.session_id = p.row_id)
            WHEN 'enrolment' THEN (SELECT to_jsonb(r) - '{enrolment_id,station_id}'::text[]
                FROM core.enrolment r WHERE r.enrolment_id = p.row_id)
            WHEN 'check_in' THEN (SELECT to_jsonb(r) - '{check_in_id,station_id,arrival,canonical}'::text[]
                FROM core.check_in r WHERE r.check_in_id = p.row_id)
            WHEN 'room' THEN (SELECT to_jsonb(r) - '{room_id,station_id}'::text[]
                || jsonb_build_object('station', s.name)
                FROM core.room r JOIN sync.station s USING (station_id) WHERE r.room_id = p.row_id)
            WHEN 'closure' THEN (SELECT to_jsonb(r) - '{closure_id,station_id}'::text[]
                FROM core.closure r WHERE r.closure_id = p.row_id)
            WHEN 'booking_series' THEN (SELECT to_jsonb(r) - '{booking_series_id,station_id}'::text[]
                FROM core.booking_series r WHERE r.booking_series_id = p.row_id)
            WHEN 'booking' THEN (SELECT to_jsonb(r) - '{booking_id,station_id,asked_by}'::text[]
                FROM core.booking r WHERE r.booking_id = p.row_id)
            WHEN 'booker_block' THEN (SELECT to_jsonb(r) - '{booker_block_id,station_id}'::text[]
                FROM core.booker_block r WHERE r.booker_block_id = p.row_id)
            ELSE sync.plain_image(p.entity, p.row_id)
        END AS f,
        CASE p.entity WHEN 'visitor' THEN (
            SELECT jsonb_object_agg(v.key, v.value -> 'r')
            FROM core.visitor r, jsonb_each(r.revisions) v WHERE r.visitor_id = p.row_id)
        END AS b
        FROM p
    )
    SELECT jsonb_agg(jsonb_build_array(
            i.scope_id, i.seq, i.tag, i.entity, i.row_id, i.deleted OR i.f IS NULL, i.f, i.b)
            ORDER BY i.scope_id, i.seq)
        INTO page_rows FROM image i;
    RETURN jsonb_build_object('code', 'ok', 'epoch', sync.epoch_now(), 'now', clock_timestamp(),
        'last_seq', coalesce(last, 0), 'next_poll_ms', 15000, 'rows', coalesce(page_rows, '[]'),
        'more', coalesce(jsonb_array_length(page_rows), 0) = page,
        'pos', (SELECT jsonb_object_agg(c.scope_id, c.seq) FROM sync.scope c
            WHERE c.scope_id = ANY (scopes)));
END $$;
