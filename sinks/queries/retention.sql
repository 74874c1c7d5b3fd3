-- What is kept no longer, by the terms of the catalog.

-- name: reports_over
-- By the shortest of all terms ($8, a moment) they are found in the index, by their own they are chosen: by days of channels
-- ($3, $4) and of categories ($5, $6), or else $2, before now ($1). At most $7.
select r.channel, r.id, i.key, split_part(i.id, ':', 1) || ':' || r.family as founded_in
from reports r
join links l on (l.channel, l.report_id) = (r.channel, r.id)
join incidents i on i.id = l.incident_id
left join unnest($3::text[], $4::int[]) as by_channel (id, days) on by_channel.id = r.channel
left join unnest($5::text[], $6::int[]) as by_category (id, days) on by_category.id = i.category
where not r.forgotten
  and r.recorded_at < $8
  and r.recorded_at < $1::timestamptz - make_interval(days => coalesce(least(by_channel.days, by_category.days), $2::int))
  and i.state = 'closed' and l.leaving is null
  and not exists (select from forgotten f where (f.channel, f.report_id) = (r.channel, r.id))
order by r.recorded_at, r.channel, r.id limit $7;

-- name: reports_over_and_open
-- How many stay for the sake of their incident. As `reports_over`, but the shortest of all terms is $7.
select count(*)
from reports r
join links l on (l.channel, l.report_id) = (r.channel, r.id)
join incidents i on i.id = l.incident_id
left join unnest($3::text[], $4::int[]) as by_channel (id, days) on by_channel.id = r.channel
left join unnest($5::text[], $6::int[]) as by_category (id, days) on by_category.id = i.category
where not r.forgotten
  and r.recorded_at < $7
  and r.recorded_at < $1::timestamptz - make_interval(days => coalesce(least(by_channel.days, by_category.days), $2::int))
  and (i.state <> 'closed' or l.leaving is not null)
  and not exists (select from forgotten f where (f.channel, f.report_id) = (r.channel, r.id));

-- name: expire_rejections
update rejections r set original = '', report_id = null, field = '', reason = 'expired: it was kept long enough'
from (
    select cluster, topic, partition, "offset" from rejections
    where recorded_at < $1 and length(original) > 0
    order by recorded_at limit $2
) as over
where (r.cluster, r.topic, r.partition, r."offset") = (over.cluster, over.topic, over.partition, over."offset");

-- name: unname_occurrences
-- What a key of which nobody speaks any more has never learned.
update occurrences o set voice = null
from (
    select key, at, incident_id from occurrences
    where voice is not null and at < extract(epoch from $1::timestamptz)
    order by at limit $2
) as over
where (o.key, o.at, o.incident_id) = (over.key, over.at, over.incident_id);

-- name: retire_keys
-- No channel has an empty name, so a retired key has the voice of nobody. No channel has a colon or a slash in its name.
update reporter_keys k set voice = '/' || k.id, retired_at = $2
from (
    select id from reporter_keys k
    where retired_at is null and created_at < $1
      and not exists (
          select from reports r
          where r.channel = split_part(k.voice, ':', 1) and r.reporter = substr(k.voice, strpos(k.voice, ':') + 1))
      and not exists (
          select from reports r
          where r.channel = split_part(k.voice, '/', 1) and r.id = substr(k.voice, strpos(k.voice, '/') + 1)
            and r.reporter is null and not r.forgotten
            and not exists (select from forgotten f where (f.channel, f.report_id) = (r.channel, r.id)))
    order by created_at limit $3
) as over
where k.id = over.id;

-- name: retired_keys
select id from reporter_keys where retired_at < $1 order by retired_at limit $2;

-- name: photos_named_since
-- Of all who name a photo the last, and not whether somebody does: to Postgres each photo seems to be named by one in
-- two hundred, so to find somebody it would read all reports from the first on, again for each photo that nobody names.
select sha256 from unnest($2::text[]) as asked (sha256)
where (
        select max(r.recorded_at) from report_originals o join reports r on (r.channel, r.id) = (o.channel, o.id)
        where o.report::text ~ '[0-9a-f]{64}' and photos_in(o.report) @> array[sha256]) >= $1
   or (
        select max(p.recorded_at) from progress p
        where p.content::text ~ '[0-9a-f]{64}' and photos_in(p.content) @> array[sha256]) >= $1;
