-- Coverages that the resident register is to be asked about again (requirements B-12): one of the five attributes was
-- changed without a number, or a newer row brought the same number for somebody else. Distribution key: coverage_id.
create table registry.recheck (
    coverage_id uuid not null,
    noted_at timestamptz not null,
    constraint recheck_pk primary key (coverage_id)
);
create index recheck_oldest on registry.recheck (noted_at, coverage_id);

-- Linked coverages whose numbers the vault's reader may open, because the register does not find them by their five
-- attributes: a row for as long as it takes to open one, and each opening its own, so that servers that ask about the
-- same coverage do not end each other's. By the store's clock: the shared one may be moved. Distribution key: coverage_id.
create table registry.opened (
    coverage_id uuid not null,
    opening_id uuid not null,
    person_id uuid not null,
    opened_at timestamptz not null default now(),
    constraint opened_pk primary key (coverage_id, opening_id)
);
create index opened_oldest on registry.opened (opened_at);

grant select, insert, delete on registry.recheck, registry.opened to onshi_server;
grant update (noted_at) on registry.recheck to onshi_server;
