-- What is open around a place, family by family. Each family lies on a map of its own, 360 degrees beside the next, so
-- that the nearest of one are found however many of the others lie between. Two that share a map are told apart by key.
create function spot(key text, lat float8, lon float8) returns point
language sql immutable strict parallel safe
return point(lon + 360 * (hashtext(key) & 1023), lat);
comment on function spot is 'A place on the map of its key.';

create index incidents_nearby on incidents using gist (spot(key, lat, lon))
    include (id, key, category, lat, lon, last_reported_at) where state = 'open';

-- Left to itself the planner, which cannot know how dense a place is, may read and sort all that a circle holds.
create function nearby(keys text[], but text[], south float8, west float8, north float8, east float8, most int)
returns table (id text, category text, lat float8, lon float8, last_reported_at timestamptz)
language sql stable parallel safe set enable_bitmapscan to off as $$
    select near.* from unnest(keys) as asked (key) cross join lateral (
        select i.id, i.category, i.lat, i.lon, i.last_reported_at from incidents i
        where i.state = 'open' and i.key = asked.key and i.category <> all(but)
          and spot(i.key, i.lat, i.lon) <@ box(spot(asked.key, south, west), spot(asked.key, north, east))
        order by spot(i.key, i.lat, i.lon) <-> spot(asked.key, (south + north) / 2, (west + east) / 2)
        limit most
    ) as near
$$;
comment on function nearby is 'Of each key the open incidents nearest to the middle of a box, but for some categories; at most so many.';
