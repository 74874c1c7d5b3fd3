-- Incidents of before this have said nothing: their promises begin to count with the first change.
alter table incidents
    add column life   jsonb not null default '{}',
    add column step   text  generated always as (coalesce(life ->> 'step', 'dispatched')) stored,
    add column due_at timestamptz;
create index incidents_due on incidents (key, due_at, id) where due_at is not null;
create index incidents_finished on incidents (key, category, closed_at desc, id desc) where step = 'closed';
comment on column incidents.life   is 'What its agencies do and what its reporters were told; see schemas/life.py.';
comment on column incidents.step   is 'Where it stands: dispatched, reopened, accepted, on_site, resolved, confirmed, closed, cannot.';
comment on column incidents.due_at is 'When time alone changes it next; null if it does not.';

-- Reporters are told page by page, and the last of an incident is asked for with every word about it.
create index links_in_order on links (incident_id, position);
drop index links_by_incident;

create table progress (
    agency      text        not null,
    id          text        not null,
    incident_id text        not null,
    at          timestamptz not null,
    by          text        not null,
    said        text        not null,
    why         text        not null,
    content     jsonb       not null,
    digest      text        not null,
    result      text        not null check (result in ('applied', 'refused')),
    code        text,
    field       text,
    reason      text,
    checks      jsonb       not null default '[]',
    number      bigint      not null generated always as identity,
    recorded_at timestamptz not null default now(),
    primary key (agency, id),
    check ((result = 'refused') = (reason is not null))
);
create index progress_of_incident on progress (incident_id, number);
comment on table  progress             is 'What agencies said they did, and what became of it. Written by resolve alone.';
comment on column progress.agency      is 'Who said it: an agency, a partner, or the operator.';
comment on column progress.id          is 'Chosen by the sender.';
comment on column progress.incident_id is 'The incident it names; it need not exist.';
comment on column progress.at          is 'When it was done, as the sender tells.';
comment on column progress.by          is 'The officer''s account, opaque.';
comment on column progress.said        is 'accepted, refused, on_site, resolved, cannot, released, confirmed, reopened.';
comment on column progress.why         is 'The reason, personal data masked.';
comment on column progress.content     is 'The whole message, personal data masked.';
comment on column progress.digest      is 'Fingerprint of what the sender wrote; tells a redelivery from an id used twice.';
comment on column progress.result      is 'applied or refused.';
comment on column progress.code        is 'Kind of the refusal; null if it was applied.';
comment on column progress.field       is 'The field to blame; null if it was applied.';
comment on column progress.reason      is 'Why it was refused, for the sender; null if it was applied.';
comment on column progress.checks      is 'What was looked at of a proof, and what was found.';
comment on column progress.number      is 'The order in which they were taken in; of those of one key the order of its log.';
comment on column progress.recorded_at is 'When the row was written, by the clock of Postgres.';

create table replies (
    channel     text        not null,
    id          text        not null,
    report_id   text        not null,
    incident_id text        not null,
    voice       text        not null,
    round       int         not null,
    answer      text        not null check (answer in ('yes', 'no')),
    at          timestamptz not null,
    digest      text        not null,
    result      text        not null check (result in ('applied', 'refused')),
    code        text,
    field       text,
    reason      text,
    number      bigint      not null generated always as identity,
    recorded_at timestamptz not null default now(),
    primary key (channel, id),
    check ((result = 'refused') = (reason is not null))
);
create index replies_of_vote on replies (incident_id, round, voice, number desc) include (answer)
    where result = 'applied';
comment on table  replies             is 'What reporters answered when asked whether it is fixed. Written by resolve alone.';
comment on column replies.channel     is 'Where it came from.';
comment on column replies.id          is 'The channel''s own id.';
comment on column replies.report_id   is 'The reporter''s report.';
comment on column replies.incident_id is 'Where the report was then.';
comment on column replies.voice       is 'Who answered: channel:reporter, or channel/report of one without a reference.';
comment on column replies.round       is 'Which vote: how often the incident had been resolved.';
comment on column replies.answer      is 'yes: it is fixed.';
comment on column replies.at          is 'When it was answered, as the channel tells.';
comment on column replies.digest      is 'Fingerprint of what the sender wrote.';
comment on column replies.result      is 'applied or refused.';
comment on column replies.code        is 'Kind of the refusal; null if it was applied.';
comment on column replies.field       is 'The field to blame; null if it was applied.';
comment on column replies.reason      is 'Why it was refused, for the sender; null if it was applied.';
comment on column replies.number      is 'The order in which they were taken in.';
comment on column replies.recorded_at is 'When the row was written, by the clock of Postgres.';

create table photo_hashes (
    hash        text  not null,
    of          text  not null check (of in ('report', 'proof')),
    name        text  not null,
    incident_id text  not null,
    bands       int[] not null,
    primary key (of, name, hash)
);
-- One for each part: of a gin index over all the planner thinks that it finds a third of the photos.
create index photo_hashes_by_band_1 on photo_hashes ((bands[1]));
create index photo_hashes_by_band_2 on photo_hashes ((bands[2]));
create index photo_hashes_by_band_3 on photo_hashes ((bands[3]));
create index photo_hashes_by_band_4 on photo_hashes ((bands[4]));
comment on table  photo_hashes             is 'Every photo that was seen, by its perceptual hash, so that an old one proves nothing.';
comment on column photo_hashes.hash        is 'Hexadecimal, small letters.';
comment on column photo_hashes.of          is 'report: a citizen''s photo; proof: an agency''s.';
comment on column photo_hashes.name        is 'channel:id of the report, agency/id of the progress.';
comment on column photo_hashes.incident_id is 'Where it was when it was seen.';
comment on column photo_hashes.bands       is 'The four parts of the hash with their places, by which photos that look like it are found; none of a plain picture. See schemas/photo_hash.py.';

call grant_reading();
