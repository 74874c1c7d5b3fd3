-- What officers of an agency ask on the board.

-- name: board_agency_open
-- Those that it must act on, and those that it does or is offered as a partner: what it has done already last, then
-- what is overdue first. The page sorts what it gets by what was promised, which the catalog knows.
select i.* from incidents i
cross join lateral (
    select jsonb_path_query_first(i.life, '$.works[*] ? (@.agency == $who)', jsonb_build_object('who', $1::text)) as own
) as work
where i.state = 'open' and i.reports > 0 and i.dismissed_by is null
      and (i.routed @> jsonb_build_array(jsonb_build_object('agency', $1::text))
           or jsonb_path_exists(i.life, '$.works[*] ? (@.partner == $who || @.offered[*] == $who)',
                                jsonb_build_object('who', $1::text)))
order by coalesce(own ->> 'step' in ('resolved', 'cannot'), false),
         coalesce(jsonb_array_length(own -> 'overdue'), 0) = 0,
         i.due_at nulls last, array_position('{emergency,high,normal,low}', i.urgency), i.opened_at, i.id
limit $2;
