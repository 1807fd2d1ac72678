-- The numbers of persons whose linked coverages are being asked about (registry.opened) since less than a minute, for
-- the reader alone; of any other coverage nothing, nor of one that stands with somebody else by now. The number bound
-- last counts.
create function vault.linked_numbers(coverages uuid[])
    returns table (coverage_id uuid, key_id text, sealed bytea, lookup bytea)
    language sql stable security definer set search_path = pg_catalog, vault as $$
    select distinct on (o.coverage_id) o.coverage_id, n.key_id, n.sealed, n.lookup
    from registry.opened o
    join registry.coverage c on c.person_id = o.person_id and c.coverage_id = o.coverage_id and c.standing = 'A'
        and c.invalidated_at = 'infinity'
    join vault.individual_number n on n.person_id = o.person_id and n.released_at = 'infinity'
    where o.coverage_id = any (coverages) and o.opened_at > now() - interval '1 minute'
    order by o.coverage_id, n.recorded_at desc
$$;

revoke all on function vault.linked_numbers(uuid[]) from public;
grant execute on function vault.linked_numbers(uuid[]) to onshi_vault_reader;
