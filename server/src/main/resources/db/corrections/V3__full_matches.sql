-- 全登録データの突合 (requirements B-12): a full match goes through all persons by id; seen_to is the last one, so that it
-- goes on where it stopped. One at a time.
create table corrections.full_match (
    full_match_id uuid not null,
    started_at timestamptz not null,
    seen_to uuid not null default '00000000-0000-0000-0000-000000000000',
    matched bigint not null default 0,
    suspects bigint not null default 0,
    unknown bigint not null default 0,
    waiting_since timestamptz,
    finished_at timestamptz,
    constraint full_match_pk primary key (full_match_id),
    constraint full_match_waits_for_nothing_when_finished check (finished_at is null or waiting_since is null)
);
create unique index full_match_open on corrections.full_match ((true)) where finished_at is null;

-- Linked coverages that the resident register does not confirm, until each is decided. full_match_id is empty where a
-- change was asked about; confirmed_at is when the register confirmed a link about which a case is open after all.
-- Distribution key: person_id.
create table corrections.suspect (
    person_id uuid not null,
    suspect_id uuid not null,
    coverage_id uuid not null,
    insurer_number text not null,
    full_match_id uuid,
    kind text not null,
    comparison text not null,
    found_at timestamptz not null,
    outcome text,
    decided_at timestamptz,
    decided_by text,
    reason text,
    wrong_link_id uuid,
    confirmed_at timestamptz,
    constraint suspect_pk primary key (person_id, suspect_id),
    constraint suspect_kind check (kind in ('DIFFERS', 'UNCLEAR', 'OTHER_NUMBER', 'UNKNOWN', 'UNREADABLE')),
    constraint suspect_outcome check (outcome in ('CLEARED', 'WRONG_LINK', 'MENDED', 'MOVED')),
    constraint suspect_outcome_has_its_time check ((outcome is null) = (decided_at is null)),
    constraint suspect_cleared_by_somebody_and_why
        check ((outcome is not distinct from 'CLEARED') = (decided_by is not null)
            and (decided_by is null) = (reason is null)),
    constraint suspect_cleared_against_no_number
        check (outcome is distinct from 'CLEARED' or (kind <> 'OTHER_NUMBER' and comparison !~ '(BIRTH_DATE|SEX)=DIFFERS')),
    constraint suspect_is_a_case_when_wrong check ((outcome is not distinct from 'WRONG_LINK') = (wrong_link_id is not null)),
    constraint suspect_confirmed_as_a_case check (confirmed_at is null or wrong_link_id is not null)
);
create unique index suspect_open on corrections.suspect (coverage_id, person_id) where outcome is null;
create index suspect_open_of_insurer on corrections.suspect (insurer_number, suspect_id) where outcome is null;
create index suspect_of_insurer on corrections.suspect (insurer_number, suspect_id);
create index suspect_undecided on corrections.suspect (full_match_id) where outcome is null;

grant select, insert on corrections.full_match, corrections.suspect to onshi_server;
grant update (seen_to, matched, suspects, unknown, waiting_since, finished_at) on corrections.full_match
    to onshi_server;
grant update (full_match_id, kind, comparison, outcome, decided_at, decided_by, reason, wrong_link_id, confirmed_at)
    on corrections.suspect to onshi_server;
