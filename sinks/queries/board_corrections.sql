-- What operators ask of corrections and questions on the board.

-- name: board_corrections
select c.id, c.at, c.content -> 'what' as what, c.why, coalesce(a.login, c.by) as by, c.result, c.code, c.field, c.reason,
       c.incidents, c.undone_by
from corrections c left join accounts a on a.id = c.by
where c.incidents @> array[$1::text] order by c.number desc limit $2;

-- name: board_correction
select c.id, c.at, c.content -> 'what' as what, c.why, coalesce(a.login, c.by) as by, c.result, c.code, c.field, c.reason,
       c.incidents, c.undone_by
from corrections c left join accounts a on a.id = c.by
where c.id = $1;

-- name: board_questions
-- The most urgent first, of those the newest, since agencies have hardly begun on them.
select id from incidents
where state = 'open' and perhaps is not null and reports > 0 and dismissed_by is null
order by array_position(array['emergency', 'high', 'normal', 'low'], urgency), opened_at desc, id
limit $1;
