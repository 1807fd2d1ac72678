-- The registry (design 3.4, 3.9). Hot tables carry their distribution key first in the primary key; ids are
-- time-ordered uuids made by the server, so that nothing takes a global sequence.

-- Master data; small, the same on every node.
create table registry.insurer (
    insurer_number text not null,
    name text not null,
    kind text not null,
    prefecture text not null,
    address text not null,
    telephone text not null,
    recorded_at timestamptz not null,
    constraint insurer_pk primary key (insurer_number),
    constraint insurer_number_is_six_or_eight_digits check (insurer_number ~ '^([0-9]{6}|[0-9]{8})$')
);

-- From an identifier to persons. Distribution key: lookup_key = insurer number, blank, normalised symbol and number.
-- One row = what was known, from recorded_at until invalidated_at, about one coverage under this key.
create table registry.lookup (
    lookup_key text not null,
    entry_id uuid not null,
    coverage_id uuid not null,
    person_id uuid not null,
    birth_date date not null,
    symbol text not null,
    number text not null,
    branch text not null,
    shown boolean not null,
    recorded_at timestamptz not null,
    invalidated_at timestamptz not null default 'infinity',
    constraint lookup_pk primary key (lookup_key, entry_id),
    constraint lookup_is_known_forwards check (recorded_at <= invalidated_at)
);

-- A person's coverages. Distribution key: person_id. One row = one version of one segment of a coverage:
-- valid during [segment_from, segment_to), known during [recorded_at, invalidated_at).
create table registry.coverage (
    person_id uuid not null,
    version_id uuid not null,
    coverage_id uuid not null,
    insurer_number text not null,
    symbol text not null,
    number text not null,
    branch text not null,
    birth_date date not null,
    acquired_on date not null,
    lost_on date not null default 'infinity',
    segment_from date not null,
    segment_to date not null default 'infinity',
    standing text not null,
    suspended boolean not null,
    recorded_at timestamptz not null,
    invalidated_at timestamptz not null default 'infinity',
    name text,
    name_kana text,
    other_name text,
    other_name_kana text,
    sex text,
    postal_code text,
    address text,
    relationship text,
    head_name text,
    card_class text,
    loss_reason text,
    notified_on date,
    issued_on date,
    certificate_valid_from date,
    certificate_valid_to date,
    copay_percent smallint,
    copay_from date,
    copay_to date,
    elderly_issued_on date,
    limit_kind text,
    limit_class text,
    limit_issued_on date,
    limit_from date,
    limit_to date,
    limit_long_term_on date,
    special_disease_1_from date,
    special_disease_1_to date,
    special_disease_2_from date,
    special_disease_2_to date,
    special_disease_3_from date,
    special_disease_3_to date,
    certificate_requested text,
    individual_number_missing_reason text,
    constraint coverage_pk primary key (person_id, version_id),
    constraint coverage_lasts check (acquired_on < lost_on),
    constraint segment_lies_in_its_coverage
        check (acquired_on <= segment_from and segment_from < segment_to and segment_to <= lost_on),
    constraint coverage_is_known_forwards check (recorded_at <= invalidated_at),
    constraint standing_is_active_or_pending check (standing in ('A', 'P'))
);

-- Coverages of one person with two insurers at once: both insurers have to see it (requirements B-03, B-15).
create table registry.conflict (
    person_id uuid not null,
    conflict_id uuid not null,
    coverage_id uuid not null,
    insurer_number text not null,
    other_coverage_id uuid not null,
    other_insurer_number text not null,
    overlap_from date not null,
    overlap_to date not null,
    recorded_at timestamptz not null,
    resolved_at timestamptz not null default 'infinity',
    constraint conflict_pk primary key (person_id, conflict_id)
);
create index conflict_open_by_insurer on registry.conflict (insurer_number, person_id) where resolved_at = 'infinity';
create index conflict_open_by_other on registry.conflict (other_insurer_number, person_id)
    where resolved_at = 'infinity';

-- A registration file as received. Distribution key: registration_id.
create table registry.registration (
    registration_id uuid not null,
    insurer_number text not null,
    state text not null,
    content_digest bytea,
    repeats uuid,
    started_at timestamptz not null,
    received_at timestamptz,
    finished_at timestamptz,
    blocks_total bigint not null default 0,
    blocks_done bigint not null default 0,
    rows_total bigint not null default 0,
    rows_done bigint not null default 0,
    accepted bigint not null default 0,
    pending bigint not null default 0,
    rejected bigint not null default 0,
    constraint registration_pk primary key (registration_id),
    constraint registration_state check (state in ('RECEIVING', 'RECEIVED', 'PROCESSING', 'DONE'))
);
create index registration_waiting on registry.registration (insurer_number, received_at, registration_id)
    where state in ('RECEIVED', 'PROCESSING');
create index registration_by_content on registry.registration (insurer_number, content_digest, received_at);

-- The body of a file until it is processed: compressed, then encrypted under a key from outside the database, since
-- it holds individual numbers (design 3.11). Blocks count from 1; each holds whole records.
create table registry.spool (
    registration_id uuid not null,
    block bigint not null,
    records integer not null,
    key_id text not null,
    sealed bytea not null,
    constraint spool_pk primary key (registration_id, block)
);
-- already compressed and encrypted: trying again only costs time
alter table registry.spool alter column sealed set storage external;

-- What became of each row of a file; the message is written out from code and column when it is read.
create table registry.registration_row (
    registration_id uuid not null,
    line bigint not null,
    status text not null,
    code text not null,
    blamed text not null,
    coverage_id uuid,
    constraint registration_row_pk primary key (registration_id, line)
);

grant select, insert on registry.lookup, registry.coverage, registry.conflict to onshi_server;
-- rows are never overwritten: the ordinary role can only end the time during which they are known
grant update (invalidated_at) on registry.lookup, registry.coverage to onshi_server;
grant update (resolved_at) on registry.conflict to onshi_server;
grant select, insert, update on registry.insurer, registry.registration to onshi_server;
-- an upload that was never completed is forgotten
grant delete on registry.registration to onshi_server;
grant select, insert, delete on registry.spool to onshi_server;
grant select, insert on registry.registration_row to onshi_server;
