-- Run once, when the volume is new. Sinergi owns its database and may make the roles that read it; it is no superuser. The
-- superuser has no password afterwards: who enters the container has it, and nobody by the network.
\set password `cat /run/secrets/postgres_password`
create role sinergi login createrole password :'password';
alter database sinergi owner to sinergi;
alter role postgres password null;
