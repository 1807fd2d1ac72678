-- Runs after the migrations of each schema. The server may enter every schema (what it may do there, each
-- schema's own migrations grant); the inspector reads every schema but the vault.
grant usage on schema ${schema} to onshi_server;
do $$
begin
    if '${schema}' <> 'vault' then
        grant usage on schema ${schema} to inspector;
        grant select on all tables in schema ${schema} to inspector;
    end if;
end
$$;
