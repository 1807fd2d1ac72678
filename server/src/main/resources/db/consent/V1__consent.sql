-- Answers to the question for consent (requirements A-10, F-05): kept for good, ended by a later answer of the same
-- kind at the same facility or by a withdrawal. Distribution key: person_id.
create table consent.consent (
    person_id uuid not null,
    consent_id uuid not null,
    kind text not null,
    facility_code text not null,
    visit_id uuid not null,
    certificate_digest text not null,
    given boolean not null,
    given_at timestamptz not null,
    until timestamptz not null,
    ended_at timestamptz,
    ended_by text,
    constraint consent_pk primary key (person_id, consent_id, kind),
    constraint consent_order check (until >= given_at),
    constraint consent_end check ((ended_at is null) = (ended_by is null)),
    constraint consent_ended_by check (ended_by in ('LATER_ANSWER', 'WITHDRAWAL'))
);
create index consent_standing on consent.consent (person_id, facility_code) where ended_at is null;

grant select, insert on consent.consent to onshi_server;
grant update (ended_at, ended_by) on consent.consent to onshi_server;
