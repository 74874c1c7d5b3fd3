alter table incidents add column event text;
comment on column incidents.event is 'The event that gathered it, an id of events; null if none did. To be gathered makes no new version.';
create index incidents_by_event on incidents (event) where event is not null;

create table events (
    id         text        primary key,
    key        text        not null,
    version    int         not null check (version >= 1),
    category   text        not null,
    categories jsonb       not null,
    areas      jsonb       not null,
    citywide   boolean     not null,
    since      timestamptz not null,
    noticed_at timestamptz not null,
    unusual_at timestamptz not null,
    until      timestamptz,
    incidents  int         not null check (incidents >= 0),
    voices     int         not null check (voices >= 0),
    urgency    text        not null check (urgency in ('low', 'normal', 'high', 'emergency')),
    lat        float8,
    lon        float8,
    located    int         not null,
    observed   int         not null,
    expected   float8      not null,
    agencies   jsonb       not null,
    members    jsonb       not null
);
create index events_open_by_key on events (key) where until is null;
comment on table  events            is 'Storms of reports: far more incidents in an area than normal. Written by resolve alone.';
comment on column events.id         is 'city:family:event-hash of the report at which it was noticed.';
comment on column events.key        is 'city:family.';
comment on column events.version    is 'Grows with each message to agencies; the figures may be newer.';
comment on column events.category   is 'What set it off, an id of the catalog.';
comment on column events.categories is 'What it gathers.';
comment on column events.areas      is 'Pairs of kecamatan and kelurahan, ids of the catalog; empty where not known.';
comment on column events.citywide   is 'Whether the whole city had more than normal, so that any area may join.';
comment on column events.since      is 'When its first report was said.';
comment on column events.noticed_at is 'When the report was said at which it was noticed.';
comment on column events.unusual_at is 'The last moment at which it was more than normal.';
comment on column events.until      is 'The same, once it has ended; null while it goes on.';
comment on column events.incidents  is 'How many incidents it gathered.';
comment on column events.voices     is 'How many citizens, counted anew for each incident.';
comment on column events.urgency    is 'The highest of its incidents.';
comment on column events.lat        is 'Middle of its incidents; degrees, WGS 84.';
comment on column events.lon        is 'Middle of its incidents; degrees, WGS 84.';
comment on column events.located    is 'How many incidents the middle is of.';
comment on column events.observed   is 'Incidents in the window in which it was noticed.';
comment on column events.expected   is 'How many are normal there and then.';
comment on column events.agencies   is 'Agencies that hear of it.';
comment on column events.members    is 'The first incidents: id, place, voices.';

create table storm_keys (
    key        text     primary key,
    latest     float8[] not null,
    learned_at float8   not null,
    exposure   float8   not null
);
comment on table  storm_keys            is 'The clock by which storms of a key are noticed. Times are epoch seconds, to the bit as they were in memory.';
comment on column storm_keys.key        is 'city:family.';
comment on column storm_keys.latest     is 'When the last reports were said; their median is the time of the key.';
comment on column storm_keys.learned_at is 'Up to when rates were learned.';
comment on column storm_keys.exposure   is 'Over how many seconds, weighted like area_rates.weight.';

create table area_rates (
    key    text   not null,
    scope  text   not null,
    slot   int    not null check (slot between 0 and 192),
    weight float8 not null,
    primary key (key, scope, slot)
);
comment on table  area_rates        is 'How many incidents are normal: counts of those that no event gathered.';
comment on column area_rates.key    is 'city:family.';
comment on column area_rates.scope  is '/ (the city), kecamatan/, kecamatan/kelurahan, or #category.';
comment on column area_rates.slot   is '0 to 167: hour of the week from Monday; 168 to 191: hour of the day; 192: all hours.';
comment on column area_rates.weight is 'Sum of 2 ^ (age of the incident before 2035 / half-life): newer ones weigh more.';

create table occurrences (
    key         text   not null,
    at          float8 not null,
    incident_id text   not null,
    kecamatan   text   not null,
    kelurahan   text   not null,
    category    text   not null,
    voice       text,
    event       text,
    lat         float8,
    lon         float8,
    error_m     float8,
    primary key (key, at, incident_id)
);
comment on table  occurrences             is 'Incidents of the last hours as they count for storms; deleted when they are learned.';
comment on column occurrences.key         is 'city:family.';
comment on column occurrences.at          is 'When a citizen spoke of it, epoch seconds.';
comment on column occurrences.incident_id is 'The incident.';
comment on column occurrences.kecamatan   is 'Id of the catalog; empty if not known.';
comment on column occurrences.kelurahan   is 'Id of the catalog; empty if not known.';
comment on column occurrences.category    is 'Id of the catalog.';
comment on column occurrences.voice       is 'channel:reporter, the channel''s opaque reference; null if it gave none.';
comment on column occurrences.event       is 'The event that gathered it; null if none did.';
comment on column occurrences.lat         is 'Degrees, WGS 84; null if its place is not known.';
comment on column occurrences.lon         is 'Degrees, WGS 84.';
comment on column occurrences.error_m     is 'Metres by which the place may be off.';

call grant_reading();
