-- For the council: how fast the city answers, and how often it is told of the same thing again.

-- name: council_plan
-- What is asked is a share of a large table and grows: the plan of a small one would read it row by row.
set local plan_cache_mode = force_custom_plan;

-- name: council_incidents
-- One row for each month of first reports, a column an array: a million rows are no million records.
with asked as materialized (
    select id, category, urgency, state, step, life, kelurahan, opened_at, reports, voices, recurs
    from incidents
    where opened_at >= $1 and opened_at < $2 and reports > 0 and dismissed_by is null
),
said as (
    select incident_id,
           min(at) filter (where progress.said in ('accepted', 'on_site', 'resolved', 'cannot')) as answered_at,
           count(*) filter (where progress.said = 'resolved' and checks <> '[]') as judged,
           count(*) filter (where checks @> '[{"passed": false}]') as rejected
    from progress
    where result = 'applied' and incident_id in (select id from asked)
    group by incident_id
)
select array_agg(case $3::text
           when 'category' then category
           when 'kelurahan' then coalesce(kelurahan, '')
           when 'week' then to_char(opened_at at time zone $4::text, 'IYYY"-W"IW')
           else ''
       end) as groups,
       array_agg(category) as categories,
       array_agg(urgency) as urgencies,
       array_agg(date_part('epoch', opened_at)) as began,
       array_agg(date_part('epoch', answered_at)) as answered,
       array_agg(date_part('epoch', (life ->> 'resolved_at')::timestamptz)) as done,
       array_agg(step = 'cannot') as given_up,
       array_agg(state = 'open') as open,
       array_agg(life ? 'vote') as resolved_once,
       array_agg(life ? 'reopened') as reopened,
       array_agg(recurs is not null) as recurs,
       array_agg(life @? '$.works[*] ? (@.partner != null)') as by_partner,
       array_agg(coalesce(judged, 0)) as judged,
       array_agg(coalesce(rejected, 0)) as rejected,
       array_agg(reports) as reports,
       array_agg(voices) as voices
from asked left join said on incident_id = id
group by date_trunc('month', opened_at);

-- name: council_agencies
-- One entry for each agency that must act. When it was told first is not kept of what was opened again.
with asked as materialized (
    select id, category, urgency, state, life, routed, opened_at, reports, voices, recurs
    from incidents
    where opened_at >= $1 and opened_at < $2 and reports > 0 and dismissed_by is null
),
said as (
    select incident_id, agency,
           min(at) filter (where progress.said in ('accepted', 'on_site', 'resolved', 'cannot')) as answered_at,
           count(*) filter (where progress.said = 'resolved' and checks <> '[]') as judged,
           count(*) filter (where checks @> '[{"passed": false}]') as rejected
    from progress
    where result = 'applied' and incident_id in (select id from asked)
    group by incident_id, agency
),
works as (
    select asked.*, told.agency, work.of
    from asked
    cross join lateral (select value ->> 'agency' as agency from jsonb_array_elements(routed)) as told
    left join lateral (
        select value as of from jsonb_array_elements(life -> 'works') where value ->> 'agency' = told.agency
    ) as work on true
)
select array_agg(works.agency) as groups,
       array_agg(category) as categories,
       array_agg(urgency) as urgencies,
       array_agg(date_part('epoch', case
           when life ? 'reopened' then opened_at
           else coalesce((works.of ->> 'since')::timestamptz, opened_at)
       end)) as began,
       array_agg(date_part('epoch', least(own.answered_at, partners.answered_at))) as answered,
       array_agg(date_part('epoch',
           case works.of ->> 'step' when 'resolved' then (works.of ->> 'at')::timestamptz end)) as done,
       array_agg(coalesce(works.of ->> 'step' = 'cannot', false)) as given_up,
       array_agg(state = 'open') as open,
       array_agg(life ? 'vote') as resolved_once,
       array_agg(life ? 'reopened') as reopened,
       array_agg(recurs is not null) as recurs,
       array_agg(coalesce(works.of ->> 'partner' is not null, false)) as by_partner,
       array_agg(coalesce(own.judged, 0) + coalesce(partners.judged, 0)) as judged,
       array_agg(coalesce(own.rejected, 0) + coalesce(partners.rejected, 0)) as rejected,
       array_agg(reports) as reports,
       array_agg(voices) as voices
from works
left join said own on (own.incident_id, own.agency) = (works.id, works.agency)
left join said partners on (partners.incident_id, partners.agency) = (works.id, works.of ->> 'partner')
group by date_trunc('month', opened_at);

-- name: council_heard
-- An incident is observed from its first report until somebody is there, it is closed, or the time ($3) is over: whoever speaks
-- later tells of what is mended, or has heard of it. Who speaks twice is one voice. In a storm everybody speaks, so those are
-- left out.
with asked as materialized (
    select id, category, kelurahan, opened_at, voices,
           least(opened_at + make_interval(secs => $3), closed_at, (life ->> 'resolved_at')::timestamptz, now()) as until
    from incidents
    where opened_at >= $1 and opened_at < $2 and reports > 0 and dismissed_by is null and event is null and kelurahan is not null
),
there as (
    select incident_id, min(at) as at from progress
    where result = 'applied' and said in ('on_site', 'resolved', 'cannot') and incident_id in (select id from asked)
    group by incident_id
),
observed as (
    select id, category, kelurahan, opened_at, voices, greatest(opened_at, least(until, there.at)) as until
    from asked left join there on incident_id = id
),
spoken as (
    select o.id, o.until, r.reported_at, row_number() over (partition by o.id order by r.reported_at) as number
    from observed o
    join links l on l.incident_id = o.id and l.new_voice and l.leaving is null
    join reports r on (r.channel, r.id) = (l.channel, l.report_id)
    where o.voices > 1
),
others as (
    select id, count(*) as voices, min(reported_at) as second_at
    from spoken where number > 1 and reported_at <= until
    group by id
)
select kelurahan, category, 1 + coalesce(others.voices, 0) as voices, count(*) as incidents,
       sum(date_part('epoch', greatest(opened_at, coalesce(second_at, until)) - opened_at)) / 86400 as days
from observed left join others using (id)
group by kelurahan, category, 1 + coalesce(others.voices, 0)
order by kelurahan, category, voices;
