-- A broken or stolen desk must not bury what else its station has to decide: of its refused or dead
-- operations two hundred stand open at once; the rest are in sync.dead_op, in its own outbox, and in
-- the owner's status.
CREATE OR REPLACE FUNCTION sync.raise_item(
    station uuid, desk uuid, id uuid, kind text, about_entity text, about_id uuid, other_id uuid,
    facts jsonb
) RETURNS uuid LANGUAGE sql AS $$
    INSERT INTO core.review_item AS i (review_item_id, station_id, kind, raised_at, about_entity,
        about_id, other_id, facts, for_desk, status, resolution, resolved_by)
    SELECT id, station, kind, clock_timestamp(), left(coalesce(about_entity, ''), 200), about_id,
        other_id, facts::text, desk, 'open', '', ''
    WHERE kind NOT IN ('forbidden', 'dead_operation') OR 200 > (
        SELECT count(*) FROM (SELECT FROM core.review_item o WHERE o.station_id = station
            AND o.status = 'open' AND o.for_desk = desk
            AND o.kind IN ('forbidden', 'dead_operation') LIMIT 200) few)
    ON CONFLICT (review_item_id) DO UPDATE SET station_id = excluded.station_id,
        kind = excluded.kind, raised_at = excluded.raised_at,
        about_entity = excluded.about_entity, about_id = excluded.about_id,
        other_id = excluded.other_id, facts = excluded.facts, for_desk = excluded.for_desk
        WHERE i.kind IS NULL
    RETURNING review_item_id
$$;
