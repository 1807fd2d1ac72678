-- The audit log (design 3.5). Entries are appended by any context in its own transaction; a sequencer
-- later gives each committed entry its place (leaf_index) in an RFC 6962 Merkle tree.

-- Distribution key: entry_id. The hot path is one INSERT here, without a sequence.
create table audit.entry (
    entry_id uuid not null,
    recorded_at timestamptz not null,
    event text not null,
    caller text not null,
    person_id uuid,
    body bytea not null,
    leaf_index bigint,
    constraint entry_pk primary key (entry_id)
);

-- Finds the waiting entries (leaf_index is null) as well as the log in its order.
create index entry_leaf_index on audit.entry (leaf_index);

-- One row: the tree as integrated so far. frontier = roots of the perfect subtrees, largest first, 32 bytes each.
create table audit.tree (
    tree_id smallint not null default 1,
    size bigint not null,
    frontier bytea not null,
    root bytea not null,
    constraint tree_pk primary key (tree_id),
    constraint tree_is_one check (tree_id = 1)
);

-- The empty tree; its root is SHA-256 of nothing (RFC 6962, 2.1).
insert into audit.tree (tree_id, size, frontier, root)
values (1, 0, ''::bytea, sha256(''::bytea));

-- Hashes in tiles of up to 256 (C2SP tlog-tiles): level 0 holds leaf hashes, level n the roots of full tiles below.
create table audit.tile (
    tile_level smallint not null,
    tile_index bigint not null,
    hashes bytea not null,
    constraint tile_pk primary key (tile_level, tile_index),
    constraint tile_is_whole_hashes check (length(hashes) % 32 = 0 and length(hashes) between 32 and 8192)
);
alter table audit.tile alter column hashes set storage external;

-- Signed checkpoints (C2SP tlog-checkpoint); also kept as files outside the database.
create table audit.checkpoint (
    tree_size bigint not null,
    signed_at timestamptz not null,
    note text not null,
    constraint checkpoint_pk primary key (tree_size)
);

-- Locks and reads the tree, or returns no row while another server integrates.
create function audit.lock_tree() returns table (size bigint, frontier bytea, root bytea)
    language sql security definer set search_path = pg_catalog, audit as $$
    select t.size, t.frontier, t.root from audit.tree t where t.tree_id = 1 for update skip locked
$$;

-- Places entries at the end of the log, in the order given. The only way in which an entry changes: once, from
-- "waiting" to its place. Refuses when the tree has another size than the caller saw or an entry is already placed.
create function audit.integrate(
    seen_size bigint, entry_ids uuid[], new_frontier bytea, new_root bytea) returns void
    language plpgsql security definer set search_path = pg_catalog, audit as $$
declare
    placed bigint;
begin
    update audit.tree t
        set size = t.size + cardinality(entry_ids), frontier = new_frontier, root = new_root
        where t.tree_id = 1 and t.size = seen_size;
    if not found then
        raise exception 'the tree has another size than %', seen_size;
    end if;
    update audit.entry e set leaf_index = seen_size + p.position - 1
        from unnest(entry_ids) with ordinality as p (entry_id, position)
        where e.entry_id = p.entry_id and e.leaf_index is null;
    get diagnostics placed = row_count;
    if placed <> cardinality(entry_ids) then
        raise exception 'only % of % entries were waiting', placed, cardinality(entry_ids);
    end if;
end
$$;

-- Stores a tile; a tile only ever grows at its end.
create function audit.store_tile(level smallint, index bigint, new_hashes bytea) returns void
    language plpgsql security definer set search_path = pg_catalog, audit as $$
begin
    insert into audit.tile as t (tile_level, tile_index, hashes) values (level, index, new_hashes)
        on conflict (tile_level, tile_index) do update set hashes = excluded.hashes
        where substring(excluded.hashes from 1 for length(t.hashes)) = t.hashes;
    if not found then
        raise exception 'tile % of level % does not continue what is stored', index, level;
    end if;
end
$$;

revoke all on function audit.lock_tree() from public;
revoke all on function audit.integrate(bigint, uuid[], bytea, bytea) from public;
revoke all on function audit.store_tile(smallint, bigint, bytea) from public;
grant execute on function audit.lock_tree() to onshi_server;
grant execute on function audit.integrate(bigint, uuid[], bytea, bytea) to onshi_server;
grant execute on function audit.store_tile(smallint, bigint, bytea) to onshi_server;

grant select, insert on audit.entry to onshi_server;
grant select, insert on audit.checkpoint to onshi_server;
grant select on audit.tree, audit.tile to onshi_server;
