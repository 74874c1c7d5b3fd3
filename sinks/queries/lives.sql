-- The way back: what agencies say, what reporters answer, and time.

-- name: progress_scene
-- Always one row: of the progress (agency $1, id $2), and of the incident that it names ($3), nulls where there is none.
select (select digest from progress where (agency, id) = ($1, $2)) as known,
       (select max(position) from links l where l.incident_id = i.id) as reach,
       i.*
from (select $3::text) as asked (incident_id)
left join incidents i on i.id = asked.incident_id;

-- name: insert_progress
insert into progress (agency, id, incident_id, at, by, said, why, content, digest,
                      result, code, field, reason, checks)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: reply_scene
-- Always one row: of the reply (channel $1, id $2), of the report that it answers ($3), and of its incident if that is of the key
-- in hand ($4), since of another key another worker writes.
select (select digest from replies where (channel, id) = ($1, $2)) as known,
       r.reporter, l.incident_id as incident_now,
       r.reported_at as said_at, l.new_voice and l.decision = 'joins' and l.correction is null as joined_new,
       (select max(position) from links m where m.incident_id = i.id) as reach,
       i.*
from (select $1::text, $3::text) as asked (channel, report_id)
left join reports r on (r.channel, r.id) = (asked.channel, asked.report_id)
left join links l on (l.channel, l.report_id) = (r.channel, r.id)
left join incidents i on i.id = l.incident_id and i.key = $4;

-- name: votes
-- The last word of each voice in one round ($2, the moment at which they were asked), and whether $3 has spoken in it.
select count(*) filter (where answer = 'yes' and voice <> $3) as yes,
       count(*) filter (where answer = 'no' and voice <> $3) as no,
       coalesce(bool_or(voice = $3), false) as answered
from (
    select distinct on (voice) voice, answer from replies
    where incident_id = $1 and round = $2 and result = 'applied'
    order by voice, number desc
) as last;

-- name: insert_reply
insert into replies (channel, id, report_id, incident_id, voice, round, answer, at, digest,
                     result, code, field, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: due
-- What the tick of a key ($1) at $2 has to look at, at most $3, what has waited longest first.
select i.*, (select max(position) from links l where l.incident_id = i.id) as reach
from incidents i where i.key = $1 and i.due_at <= $2
order by i.due_at, i.id limit $3;

-- name: photos_near
-- By any of four parts of their hashes ($1), but for the proofs of one incident ($2), behind the last of the page before ($3 to $5).
-- Materialized: for the sake of the order the planner would rather read all photos than ask the indexes.
with near as materialized (
    select hash, of, name, incident_id from photo_hashes
    where bands[1] = any($1::int[]) or bands[2] = any($1) or bands[3] = any($1) or bands[4] = any($1)
)
select * from near where (of, name) <> ('proof', $2) and (of, name, hash) > ($3, $4, $5)
order by of, name, hash limit $6;

-- name: reporters
-- Voices of an incident ($1) behind a place in its log ($2) and up to another ($3), at most $4.
select l.channel, l.report_id, r.reporter, l.position
from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where l.incident_id = $1 and l.position > $2 and l.position <= $3 and l.new_voice and l.leaving is null
order by l.position limit $4;

-- name: finished
-- Of each category of some keys ($1) the $2 that were closed last.
with recursive kind (key, category) as (
    -- From one to the next in the index: a category has thousands of rows.
    select asked.key, (select min(category) from incidents i where i.key = asked.key and i.step = 'closed')
    from unnest($1::text[]) as asked (key)
    union all
    select key, (select min(category) from incidents i
                 where i.key = kind.key and i.step = 'closed' and i.category > kind.category)
    from kind where category is not null
)
select last.* from kind cross join lateral (
    select i.* from incidents i
    where i.key = kind.key and i.category = kind.category
      and i.step = 'closed' and i.life ->> 'resolved_at' is not null
    order by i.closed_at desc, i.id desc limit $2
) as last order by last.closed_at, last.id;
