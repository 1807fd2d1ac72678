-- Roles of the store, created once by a superuser; running it again sets the passwords anew.
-- ${owner_password}, ${server_password}, ${vault_reader_password} and ${inspector_password} are filled in by
-- org.onshi.server.Migrations.createRoles (or by hand: letters, digits, '-' and '_' only).
--   onshi_owner         owns every schema and runs the migrations; never used to serve a request
--   onshi_server        the server's ordinary role; each schema grants it only what it needs
--   onshi_vault_reader  the only role that may open numbers, and only those kept beside pending coverages (3.11)
--   inspector           reads every schema but vault: verification of the log, support, examiners
do $$
begin
    if not exists (select from pg_catalog.pg_roles where rolname = 'onshi_owner') then
        create role onshi_owner login;
    end if;
    if not exists (select from pg_catalog.pg_roles where rolname = 'onshi_server') then
        create role onshi_server login;
    end if;
    if not exists (select from pg_catalog.pg_roles where rolname = 'onshi_vault_reader') then
        create role onshi_vault_reader login;
    end if;
    if not exists (select from pg_catalog.pg_roles where rolname = 'inspector') then
        create role inspector login;
    end if;
end
$$;
alter role onshi_owner password '${owner_password}';
alter role onshi_server password '${server_password}';
alter role onshi_vault_reader password '${vault_reader_password}';
alter role inspector password '${inspector_password}';
alter role inspector set default_transaction_read_only = on;
