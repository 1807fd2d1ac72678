-- Facilities as the operating body registered them (contracts 1, `operator load facilities`).
-- Distribution key: facility_code; the hot path asks by it and keeps the answer for a minute.
create table facilities.facility (
    facility_code text not null,
    name text not null,
    kind text not null,
    prefecture text not null,
    city text not null,
    address text not null,
    claim_medium text not null,
    recorded_at timestamptz not null,
    constraint facility_pk primary key (facility_code),
    constraint facility_code_is_ten_digits check (facility_code ~ '^[0-9]{10}$')
);

grant select, insert, update on facilities.facility to onshi_server;
