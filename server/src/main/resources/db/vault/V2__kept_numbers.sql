-- A number that is given again for the same coverage is kept once: what was kept last counts.
create or replace function vault.keep_unlinked(
    coverages uuid[], number_ids uuid[], lookups bytea[], key_ids text[], sealeds bytea[], recorded timestamptz)
    returns void
    language sql security definer set search_path = pg_catalog, vault as $$
    insert into vault.unlinked_number (coverage_id, number_id, lookup, key_id, sealed, recorded_at)
    select u.coverage_id, u.number_id, u.lookup, u.key_id, u.sealed, recorded
    from unnest(coverages, number_ids, lookups, key_ids, sealeds)
        as u (coverage_id, number_id, lookup, key_id, sealed)
    where u.lookup is distinct from (
        select k.lookup from vault.unlinked_number k
        where k.coverage_id = u.coverage_id
        order by k.recorded_at desc, k.number_id desc
        limit 1)
$$;

-- Once a coverage is linked, or cancelled, what was kept beside it has no purpose any more.
create function vault.forget_unlinked(coverages uuid[]) returns void
    language sql security definer set search_path = pg_catalog, vault as $$
    delete from vault.unlinked_number u where u.coverage_id = any (coverages)
$$;

-- Beside which of these coverages one of these numbers is kept. Says nothing about a number that is not given.
create function vault.kept(coverages uuid[], lookups bytea[]) returns table (coverage_id uuid, place bigint)
    language sql stable security definer set search_path = pg_catalog, vault as $$
    select k.coverage_id, l.place
    from (
        select distinct on (u.coverage_id) u.coverage_id, u.lookup
        from vault.unlinked_number u
        where u.coverage_id = any (coverages)
        order by u.coverage_id, u.recorded_at desc, u.number_id desc) k
    join unnest(lookups) with ordinality as l (lookup, place) on l.lookup = k.lookup
$$;

-- What is kept beside pending coverages, for the reader alone; of any other coverage nothing.
create function vault.kept_numbers(coverages uuid[])
    returns table (coverage_id uuid, key_id text, sealed bytea, lookup bytea)
    language sql stable security definer set search_path = pg_catalog, vault as $$
    select distinct on (u.coverage_id) u.coverage_id, u.key_id, u.sealed, u.lookup
    from vault.unlinked_number u
    join registry.pending p on p.coverage_id = u.coverage_id
    where u.coverage_id = any (coverages)
    order by u.coverage_id, u.recorded_at desc, u.number_id desc
$$;

revoke all on function vault.forget_unlinked(uuid[]) from public;
revoke all on function vault.kept(uuid[], bytea[]) from public;
revoke all on function vault.kept_numbers(uuid[]) from public;
grant execute on function vault.forget_unlinked(uuid[]) to onshi_server;
grant execute on function vault.kept(uuid[], bytea[]) to onshi_server;
grant execute on function vault.kept_numbers(uuid[]) to onshi_vault_reader;
revoke select on vault.individual_number, vault.unlinked_number from onshi_vault_reader;

-- What lies beside coverages that are pending no more has had no purpose for long.
delete from vault.unlinked_number u
where not exists (select from registry.pending p where p.coverage_id = u.coverage_id);
