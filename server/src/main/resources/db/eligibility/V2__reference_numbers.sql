-- A facility's own numbers of its patients (照会番号, requirements A-30).

-- The number of a person at a facility: one. Distribution key: person_id, read beside the person's coverages.
create table eligibility.reference_number (
    person_id uuid not null,
    facility_code text not null,
    reference_number text not null,
    registered_at timestamptz not null,
    constraint reference_number_pk primary key (person_id, facility_code),
    constraint reference_number_length check (char_length(reference_number) between 1 and 50)
);

-- Whose a number is: at a facility it is one person's only. Distribution key: facility_code.
create table eligibility.reference_owner (
    facility_code text not null,
    reference_number text not null,
    person_id uuid not null,
    constraint reference_owner_pk primary key (facility_code, reference_number)
);
create index reference_owner_by_person on eligibility.reference_owner (facility_code, person_id);

-- Registrations of many wait in the same queue as inquiries about many.
alter table eligibility.bulk add column purpose text not null default 'CHECK'
    constraint bulk_purpose check (purpose in ('CHECK', 'REFERENCE'));
alter table eligibility.bulk_row add column refused text;
drop index eligibility.bulk_waiting;
create index bulk_waiting on eligibility.bulk (purpose, received_at, bulk_id) where state = 'WAITING';

grant select, insert, update, delete on eligibility.reference_number, eligibility.reference_owner
    to onshi_server;
