-- Which spellings of the five attributes both persons had, as keyed digests: by them a later survey knows that nothing
-- changed (requirements B-15).
alter table duties.duplicate add column digests text[] not null default '{}';

-- What insurers made of persons with the same five attributes, each for its own side; the greater person id first. It
-- stands for what later surveys find of the same two persons, as long as they share what they shared.
create table duties.duplicate_decision (
    duplicate_id uuid not null,
    insurer_number text not null,
    person_id uuid not null,
    other_person_id uuid not null,
    digests text[] not null,
    outcome text not null,
    reason text not null,
    clerk text not null,
    decided_at timestamptz not null,
    decided_by text not null,
    constraint duplicate_decision_pk primary key (duplicate_id, insurer_number),
    constraint duplicate_decision_outcome check (outcome in ('DIFFERENT_PERSONS', 'MENDED')),
    constraint duplicate_decision_of_two check (person_id > other_person_id)
);
create index duplicate_by_id on duties.duplicate (duplicate_id);
create index duplicate_decision_of_pair on duties.duplicate_decision (person_id, other_person_id, insurer_number);

grant select, insert on duties.duplicate_decision to onshi_server;
grant update (digests) on duties.duplicate_decision to onshi_server;
