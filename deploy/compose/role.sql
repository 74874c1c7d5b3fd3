-- Run once, when the volume is new. Who migrates owns the database and may make roles; it is no superuser. The
-- superuser has no password afterwards: who enters the container has it, and nobody by the network.
\set password `cat /run/secrets/postgres_password`
create role sinergi login createrole password :'password';
alter database sinergi owner to sinergi;
alter role postgres password null;
