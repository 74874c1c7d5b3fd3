-- For `sinergi doctor`: how the server and our tables are. Nothing here writes, and no text of anybody is read.

-- name: doctor_server
select current_setting('server_version_num')::int / 10000                          as version,
       pg_is_in_recovery()                                                         as standby,
       current_setting('default_transaction_read_only')::bool                      as read_only,
       current_setting('autovacuum')::bool                                         as autovacuum,
       (select count(*) from pg_stat_activity where backend_type = 'client backend') as connections,
       current_setting('max_connections')::int
           - current_setting('superuser_reserved_connections')::int                as connections_max,
       (select max(age(datfrozenxid)) from pg_database)                            as oldest_transaction,
       pg_database_size(current_database())                                        as size_bytes;

-- name: doctor_clock
select clock_timestamp();

-- name: doctor_roles
select asked.role, to_regrole(quote_ident(asked.role)) is not null as there
from unnest($1::text[]) as asked (role);

-- name: doctor_accounts
-- Who is connected as a process, and which of its rights that account has not.
select distinct session.application_name as process, session.usename::text as account,
       who.rolsuper as superuser, pg_has_role(who.oid, ours.relowner, 'usage') as owner,
       array(
           select r.verb || ' on ' || r.of_table
           from process_rights r cross join to_regclass(quote_ident(r.of_table)) as there
           where 'sinergi-' || r.role = session.application_name and not coalesce(case
               when r.verb = 'usage' then has_sequence_privilege(who.oid, there, 'usage')
               when r.columns is null then has_table_privilege(who.oid, there, r.verb)
               else (select bool_and(has_column_privilege(who.oid, there, name, r.verb)) from unnest(r.columns) as name)
           end, false)
           order by 1
       ) as lacking
from pg_stat_activity session
join pg_roles who on who.rolname = session.usename
join pg_class ours on ours.oid = to_regclass('process_rights')
where session.datname = current_database()
  and session.application_name in (select 'sinergi-' || role from process_rights);

-- name: doctor_sessions
-- Of other databases nothing is told, and of sessions that we may not see the state is null.
select pid, application_name as application, state,
       extract(epoch from clock_timestamp() - xact_start)::float8   as transaction_s,
       extract(epoch from clock_timestamp() - state_change)::float8 as state_s
from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
order by xact_start limit 20;

-- name: doctor_slots
-- What a standby or a tool has not taken keeps the log on the disk of this server.
select slot_name as name, active,
       case when pg_is_in_recovery() then 0
            else coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0) end::bigint as kept_bytes
from pg_replication_slots;

-- name: doctor_standbys
select application_name as name, extract(epoch from replay_lag)::float8 as behind_s from pg_stat_replication;

-- name: doctor_outbox_rows
select n_live_tup as live, n_dead_tup as dead from pg_stat_user_tables where relid = to_regclass('outbox');

-- name: doctor_clusters
select distinct cluster from consumed;

-- name: doctor_outbox
select cluster, topic, partition, count(*) as waiting, min(next_offset) as oldest,
       extract(epoch from clock_timestamp() - min(created_at))::float8 as oldest_s
from outbox group by cluster, topic, partition;

-- name: doctor_unaccounted
select cluster, topic, count(*) as records from unaccounted group by cluster, topic;

-- name: doctor_audited
select distinct cluster from audited;

-- name: doctor_audit
select number, hash, extract(epoch from clock_timestamp() - coalesce(
    (select at from audit where what = 'retain' order by number desc limit 1),
    (select at from audit order by number limit 1)))::float8 as retained_s
from audit order by number desc limit 1;

-- name: doctor_webhooks
select w.agency, w.disabled_why,
       count(d.position) filter (where d.state = 'waiting') as waiting,
       count(d.position) filter (where d.state = 'failed')  as failed,
       coalesce(extract(epoch from now() - min(d.taken_in_at) filter (where d.state = 'waiting')), 0)::float8 as oldest_s
from webhooks w left join webhook_deliveries d on d.webhook = w.id and d.state in ('waiting', 'failed')
group by w.agency, w.disabled_why order by w.agency;
