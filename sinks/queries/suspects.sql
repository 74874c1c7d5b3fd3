-- Records that may be what a worker died of.

-- name: suspect
-- Deaths are counted of one record alone: of several nobody knows which it was.
insert into suspects as s (cluster, topic, partition, first_offset, next_offset, records, error)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (cluster, topic, partition) do update set
    deaths = case when s.records = 1 and excluded.records = 1 and s.first_offset = excluded.first_offset
             then s.deaths + 1 else 1 end,
    first_offset = excluded.first_offset, next_offset = excluded.next_offset, records = excluded.records,
    error = excluded.error, noted_at = now();

-- name: suspected
select first_offset, next_offset, records, deaths, error from suspects
where cluster = $1 and topic = $2 and partition = $3;

-- name: no_longer_suspected
delete from suspects where cluster = $1 and topic = $2 and partition = $3;
