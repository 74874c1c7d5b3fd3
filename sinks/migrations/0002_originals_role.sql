-- Personal data is in report_originals, rejections.original and outbox.value (a refused record on its way to Kafka).
-- One role reads all the rest, another the first two; people and programs become members of them.

create procedure grant_reading(reader text default 'sinergi_reader', originals text default 'sinergi_originals')
language plpgsql as $$
declare
    role_name text;
    here      text := current_schema();
    lacking   text[] := '{}';
    read      text;
begin
    -- Roles belong to the whole server: another database, migrated at this moment, may make the same ones.
    foreach role_name in array array[reader, originals] loop
        if to_regrole(quote_ident(role_name)) is null then
            begin
                execute format('create role %I nologin', role_name);
            exception
                when duplicate_object or unique_violation then null;
                when insufficient_privilege then
                    lacking := lacking || format('create role %I nologin;', role_name);
            end;
        end if;
    end loop;
    if lacking <> '{}' then
        raise warning 'not allowed to make the roles that read reports. A superuser must run, in database %: % call %.grant_reading(%, %);',
            current_database(), array_to_string(lacking, ' '), quote_ident(here), quote_literal(reader), quote_literal(originals);
        return;
    end if;

    execute format('grant usage on schema %I to %I, %I', here, reader, originals);
    execute format('grant select on report_originals, rejections to %I', originals);
    for read in
        select format('grant select (%s) on %I to %I', string_agg(quote_ident(a.attname), ', '), c.relname, reader)
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = here::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and c.relname <> 'report_originals'
          and (c.relname, a.attname) not in (('rejections', 'original'), ('outbox', 'value'))
        group by c.relname
    loop
        execute read;
    end loop;
end $$;
comment on procedure grant_reading is
    'Lets one role read all but the original words of citizens, and another those; makes the roles if it may. To be called again by each migration that adds tables or columns.';

-- The role that migrates may call it, and a superuser; nobody else could grant anything by it.
revoke execute on procedure grant_reading from public;
call grant_reading();
