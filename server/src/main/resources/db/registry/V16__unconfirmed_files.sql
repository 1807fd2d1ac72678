-- A file that takes many ratios or limit classes away waits until its insurer confirms it (facts, section 7).
alter table registry.registration
    add column rows_clearing bigint not null default 0,
    add column confirmed_at timestamptz;
