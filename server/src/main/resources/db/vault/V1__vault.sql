-- Individual numbers (design 3.11): encrypted by the server under a key from outside the database, found by HMAC.
-- The ordinary role has no right on the tables; it can store and compare through the functions below.

-- Distribution key: lookup = HMAC-SHA-256 of the number under the lookup key of key_id.
create table vault.individual_number (
    lookup bytea not null,
    person_id uuid not null,
    key_id text not null,
    sealed bytea not null,
    recorded_at timestamptz not null,
    released_at timestamptz not null default 'infinity',
    constraint individual_number_pk primary key (lookup, person_id, recorded_at),
    constraint lookup_is_a_hash check (length(lookup) = 32)
);
-- A number is one person's at a time; to whom it was bound before stays known.
create unique index individual_number_bound on vault.individual_number (lookup) where released_at = 'infinity';
create index individual_number_by_person on vault.individual_number (person_id);

-- Numbers an insurer gave for a coverage that was not linked by them: PENDING until somebody confirms.
create table vault.unlinked_number (
    coverage_id uuid not null,
    number_id uuid not null,
    lookup bytea not null,
    key_id text not null,
    sealed bytea not null,
    recorded_at timestamptz not null,
    constraint unlinked_number_pk primary key (coverage_id, number_id)
);

-- Whose these numbers are. lookups holds, for each number, its HMAC under each known key; position counts from 1.
create function vault.persons_of(lookups bytea[]) returns table (place bigint, person_id uuid)
    language sql stable security definer set search_path = pg_catalog, vault as $$
    select l.place, n.person_id
    from unnest(lookups) with ordinality as l (lookup, place)
    join vault.individual_number n on n.lookup = l.lookup and n.released_at = 'infinity'
$$;

-- Binds numbers to persons; fails when one is bound already, so that nobody is ever re-linked in passing.
create function vault.bind(
    lookups bytea[], persons uuid[], key_ids text[], sealeds bytea[], recorded timestamptz) returns void
    language sql security definer set search_path = pg_catalog, vault as $$
    insert into vault.individual_number (lookup, person_id, key_id, sealed, recorded_at)
    select b.lookup, b.person_id, b.key_id, b.sealed, recorded
    from unnest(lookups, persons, key_ids, sealeds) as b (lookup, person_id, key_id, sealed)
$$;

-- Takes the numbers off persons who keep no coverage, after a correction of a wrong number (requirements B-16), and
-- remembers until when they had them. Refuses persons with a coverage that stands, whoever asks.
create function vault.release(persons uuid[], released timestamptz) returns void
    language plpgsql security definer set search_path = pg_catalog, vault as $$
begin
    if exists (
        select from registry.coverage c
        where c.person_id = any (persons) and c.standing = 'A' and c.invalidated_at = 'infinity')
    then
        raise exception 'a person with a coverage keeps the number';
    end if;
    update vault.individual_number n set released_at = released
    where n.person_id = any (persons) and n.released_at = 'infinity';
end
$$;

-- Keeps numbers that were given for coverages but not linked.
create function vault.keep_unlinked(
    coverages uuid[], number_ids uuid[], lookups bytea[], key_ids text[], sealeds bytea[], recorded timestamptz)
    returns void
    language sql security definer set search_path = pg_catalog, vault as $$
    insert into vault.unlinked_number (coverage_id, number_id, lookup, key_id, sealed, recorded_at)
    select u.coverage_id, u.number_id, u.lookup, u.key_id, u.sealed, recorded
    from unnest(coverages, number_ids, lookups, key_ids, sealeds)
        as u (coverage_id, number_id, lookup, key_id, sealed)
$$;

revoke all on all tables in schema vault from public;
revoke all on all functions in schema vault from public;
grant execute on function vault.persons_of(bytea[]) to onshi_server;
grant execute on function vault.bind(bytea[], uuid[], text[], bytea[], timestamptz) to onshi_server;
grant execute on function vault.release(uuid[], timestamptz) to onshi_server;
grant execute on function vault.keep_unlinked(uuid[], uuid[], bytea[], text[], bytea[], timestamptz)
    to onshi_server;
grant usage on schema vault to onshi_vault_reader;
grant select on vault.individual_number, vault.unlinked_number to onshi_vault_reader;
