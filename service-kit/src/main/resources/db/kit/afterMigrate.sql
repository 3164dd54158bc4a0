-- What the owner of the tables lets the service do: to use them, and to add to what is never changed. Of one role for both nothing
-- can be withheld.
do $$
declare
    only_added_to text;
begin
    if '${runtime}' = current_user then
        return;
    end if;
    -- Instances that start together do this one after the other: it changes the same rows of the catalogue.
    perform pg_advisory_xact_lock(hashtextextended('afterMigrate', 0));
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to %I', current_database(), '${runtime}');
    execute format('grant usage on schema public to %I', '${runtime}');
    execute format('grant select, insert, update, delete, truncate on all tables in schema public to %I', '${runtime}');
    execute format('grant usage, select, update on all sequences in schema public to %I', '${runtime}');
    foreach only_added_to in array array['change', 'restore', 'publication', 'withdrawal', 'flyway_schema_history'] loop
        if to_regclass('public.' || only_added_to) is not null then
            execute format('revoke update, delete, truncate on %I from %I', only_added_to, '${runtime}');
        end if;
    end loop;
    execute format('revoke insert on flyway_schema_history from %I', '${runtime}');
end
$$;
