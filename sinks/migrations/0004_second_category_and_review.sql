alter table reports add column second_category text, add column review jsonb not null default '[]';
comment on column reports.second_category is 'Another category that the words speak of, an id of the catalog; null if there is none.';
comment on column reports.review          is 'Why an operator should look at the report: pairs of code and reason; empty if nobody need.';

call grant_reading();
