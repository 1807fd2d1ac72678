-- 資格情報の重複調査 (requirements B-15), person after person, so that it goes on where it stopped: seen_to is the last one.
create table duties.survey (
    survey_id uuid not null,
    started_at timestamptz not null,
    seen_to uuid not null default '00000000-0000-0000-0000-000000000000',
    persons bigint not null default 0,
    finished_at timestamptz,
    constraint survey_pk primary key (survey_id)
);
create unique index survey_open on duties.survey ((true)) where finished_at is null;

-- The five attributes of those seen so far, as keyed digests; forgotten when the survey is finished. Distribution
-- key: key.
create table duties.survey_key (
    key text not null,
    survey_id uuid not null,
    person_id uuid not null,
    coverage_id uuid not null,
    insurer_number text not null,
    constraint survey_key_pk primary key (key, survey_id, person_id)
);

-- What it found: two coverages of one person at once, or two persons with the same five attributes.
create table duties.duplicate (
    survey_id uuid not null,
    duplicate_id uuid not null,
    kind text not null,
    person_id uuid not null,
    coverage_id uuid not null,
    insurer_number text not null,
    other_person_id uuid not null,
    other_coverage_id uuid not null,
    other_insurer_number text not null,
    found_at timestamptz not null,
    constraint duplicate_pk primary key (survey_id, duplicate_id),
    constraint duplicate_kind check (kind in ('OVERLAP', 'SAME_ATTRIBUTES')),
    constraint duplicate_of_one_person_or_two check ((kind = 'OVERLAP') = (person_id = other_person_id))
);
create index duplicate_of_insurer on duties.duplicate (survey_id, insurer_number, duplicate_id);
create index duplicate_of_other on duties.duplicate (survey_id, other_insurer_number, duplicate_id);

grant select, insert on duties.survey, duties.survey_key, duties.duplicate to onshi_server;
grant update (seen_to, persons, finished_at) on duties.survey to onshi_server;
grant delete on duties.survey_key to onshi_server;
