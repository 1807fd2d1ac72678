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

-- Whose the numbers are that are kept for these coverages: for a coverage without kept number no row, for a number
-- nobody has, null.
create function vault.holders_of_kept(coverages uuid[]) returns table (coverage_id uuid, person_id uuid)
    language sql stable security definer set search_path = pg_catalog, vault as $$
    select k.coverage_id, n.person_id
    from (
        select distinct on (u.coverage_id) u.coverage_id, u.lookup
        from vault.unlinked_number u
        where u.coverage_id = any (coverages)
        order by u.coverage_id, u.recorded_at desc, u.number_id desc) k
    left join vault.individual_number n on n.lookup = k.lookup and n.released_at = 'infinity'
$$;

-- Binds the numbers kept for these coverages to persons, unopened; fails when one is bound already.
create function vault.bind_kept(coverages uuid[], persons uuid[], recorded timestamptz) returns void
    language sql security definer set search_path = pg_catalog, vault as $$
    insert into vault.individual_number (lookup, person_id, key_id, sealed, recorded_at)
    select k.lookup, b.person_id, k.key_id, k.sealed, recorded
    from unnest(coverages, persons) as b (coverage_id, person_id)
    cross join lateral (
        select u.lookup, u.key_id, u.sealed
        from vault.unlinked_number u
        where u.coverage_id = b.coverage_id
        order by u.recorded_at desc, u.number_id desc
        limit 1) k
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

revoke all on function vault.forget_unlinked(uuid[]) from public;
revoke all on function vault.holders_of_kept(uuid[]) from public;
revoke all on function vault.bind_kept(uuid[], uuid[], timestamptz) from public;
revoke all on function vault.kept(uuid[], bytea[]) from public;
grant execute on function vault.bind_kept(uuid[], uuid[], timestamptz) to onshi_server;
grant execute on function vault.kept(uuid[], bytea[]) to onshi_server;
grant execute on function vault.forget_unlinked(uuid[]) to onshi_server;
grant execute on function vault.holders_of_kept(uuid[]) to onshi_server;

-- The reader opens what is kept beside pending coverages, to have it compared again, and nothing else.
revoke select on vault.individual_number from onshi_vault_reader;
