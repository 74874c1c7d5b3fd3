-- For the council: how fast the city answers, and how soon it is told of the same thing again.

-- name: council_plan
-- Each question is asked seldom and of a share of the tables that it alone knows, and what it sorts should stay in memory.
select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '64MB', true);

-- name: council_incidents
-- Goes before `council_counted`, as `council_agencies` does: what is counted, and under what. What was said of an incident was said
-- after it was opened, by clocks that are a day off at most: what was said before the time
-- that is asked for ($1 to before $2) is spared. $3 says under what (category, kelurahan, week or nothing), $4 in which zone weeks begin.
with asked as materialized (
    select id, opened_at, category, urgency, kelurahan, step = 'cannot' as given_up, state = 'open' as open,
           (life ->> 'resolved_at')::timestamptz as done_at, life ? 'vote' as resolved_once, life ? 'reopened' as reopened,
           recurs is not null as recurs, life @? '$.works[*] ? (@.partner != null)' as by_partner, reports, voices
    from incidents
    where opened_at >= $1 and opened_at < $2 and reports > 0 and dismissed_by is null
),
said as (
    select incident_id,
           min(at) filter (where progress.said in ('accepted', 'on_site', 'resolved', 'cannot')) as answered_at,
           count(*) filter (where progress.said = 'resolved' and checks <> '[]') as judged,
           count(*) filter (where checks @> '[{"passed": false}]') as rejected
    from progress
    where result = 'applied' and at >= $1 - interval '1 day' and incident_id in (select id from asked)
    group by incident_id
),
counted as (
    select case $3::text
               when 'category' then category
               when 'kelurahan' then coalesce(kelurahan, '')
               when 'week' then to_char(opened_at at time zone $4::text, 'IYYY"-W"IW')
               else ''
           end as under,
           opened_at, category, urgency, opened_at as began_at, answered_at, done_at, given_up, open, resolved_once, reopened,
           recurs, by_partner, coalesce(judged, 0) as judged, coalesce(rejected, 0) as rejected, reports, voices
    from asked left join said on incident_id = id
)

-- name: council_agencies
-- One entry for each agency that must act. When it was told first is not kept of what was opened again.
with asked as (
    select id, opened_at, category, urgency, state = 'open' as open, life ? 'vote' as resolved_once,
           life ? 'reopened' as reopened, recurs is not null as recurs, reports, voices, told ->> 'agency' as agency,
           jsonb_path_query_first(life, '$.works[*] ? (@.agency == $agency)', told) as work
    from incidents cross join jsonb_array_elements(routed) as told
    where opened_at >= $1 and opened_at < $2 and reports > 0 and dismissed_by is null
),
works as materialized (
    select id, opened_at, agency, category, urgency, open, resolved_once, reopened, recurs, reports, voices,
           work ->> 'partner' as partner, coalesce(work ->> 'step' = 'cannot', false) as given_up,
           case when reopened then opened_at else coalesce((work ->> 'since')::timestamptz, opened_at) end as began_at,
           case work ->> 'step' when 'resolved' then (work ->> 'at')::timestamptz end as done_at
    from asked
),
said as (
    select incident_id, agency,
           min(at) filter (where progress.said in ('accepted', 'on_site', 'resolved', 'cannot')) as answered_at,
           count(*) filter (where progress.said = 'resolved' and checks <> '[]') as judged,
           count(*) filter (where checks @> '[{"passed": false}]') as rejected
    from progress
    where result = 'applied' and at >= $1 - interval '1 day' and incident_id in (select id from works)
    group by incident_id, agency
),
counted as (
    select works.agency as under,
           opened_at, category, urgency, began_at, least(own.answered_at, partners.answered_at) as answered_at, done_at,
           given_up, open, resolved_once, reopened, recurs, partner is not null as by_partner,
           coalesce(own.judged, 0) + coalesce(partners.judged, 0) as judged,
           coalesce(own.rejected, 0) + coalesce(partners.rejected, 0) as rejected, reports, voices
    from works
    left join said own on (own.incident_id, own.agency) = (works.id, works.agency)
    left join said partners on (partners.incident_id, partners.agency) = (works.id, works.partner)
)

-- name: council_counted
-- What is told of either. One row for each month of first reports, a column an array: a million rows are no million records.
select array_agg(under) as groups,
       array_agg(category) as categories,
       array_agg(urgency) as urgencies,
       array_agg(date_part('epoch', began_at)) as began,
       array_agg(date_part('epoch', answered_at)) as answered,
       array_agg(date_part('epoch', done_at)) as done,
       array_agg(given_up) as given_up,
       array_agg(open) as open,
       array_agg(resolved_once) as resolved_once,
       array_agg(reopened) as reopened,
       array_agg(recurs) as recurs,
       array_agg(by_partner) as by_partner,
       array_agg(judged) as judged,
       array_agg(rejected) as rejected,
       array_agg(reports) as reports,
       array_agg(voices) as voices
from counted
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
    where result = 'applied' and said in ('on_site', 'resolved', 'cannot')
          and at >= $1 - interval '1 day' and incident_id in (select id from asked)
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
    join reports r on (r.channel, r.id) = (l.channel, l.report_id) and r.reported_at >= $1 - interval '1 day'
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
