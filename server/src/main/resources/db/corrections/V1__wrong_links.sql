-- Wrong links (requirements J-02, B-09, B-16): a coverage that was led to another person than the one it is of, from
-- its detection to its publication. Distribution key: person_id, the person it was led to. A time a step: none can be
-- skipped.
create table corrections.wrong_link (
    person_id uuid not null,
    wrong_link_id uuid not null,
    coverage_id uuid not null,
    insurer_number text not null,
    source text not null,
    linked_at timestamptz not null,
    suspended_at timestamptz not null,
    looked_up_at timestamptz,
    viewings integer,
    decided_at timestamptz,
    wrong boolean,
    decided_by text,
    corrected_at timestamptz,
    right_person_id uuid,
    corrected_by text,
    published_at timestamptz,
    constraint wrong_link_pk primary key (person_id, wrong_link_id),
    constraint linked_before_it_was_suspended check (linked_at <= suspended_at),
    constraint looked_up_is_after_suspended check (looked_up_at is null or looked_up_at >= suspended_at),
    constraint looked_up_has_its_count check ((looked_up_at is null) = (viewings is null)),
    constraint decided_is_after_looked_up
        check (decided_at is null or (looked_up_at is not null and decided_at >= looked_up_at)),
    constraint decided_says_what_and_by_whom
        check ((decided_at is null) = (wrong is null) and (decided_at is null) = (decided_by is null)),
    constraint corrected_is_after_decided_wrong
        check (corrected_at is null or (wrong is true and corrected_at >= decided_at)),
    constraint corrected_by_somebody_else
        check ((corrected_at is null) = (corrected_by is null) and (corrected_by is null or corrected_by <> decided_by)),
    constraint corrected_for_somebody_else
        check (right_person_id is null or (corrected_at is not null and right_person_id <> person_id)),
    constraint published_is_after_corrected
        check (published_at is null or (corrected_at is not null and published_at >= corrected_at))
);
-- One open case a coverage; an insurer reads its own, the operating body those to publish.
create unique index wrong_link_open on corrections.wrong_link (person_id, coverage_id)
    where corrected_at is null and wrong is distinct from false;
create index wrong_link_by_insurer on corrections.wrong_link (insurer_number, suspended_at, wrong_link_id);

-- Who looked while the link was wrong, as the audit log has it.
create table corrections.viewing (
    person_id uuid not null,
    wrong_link_id uuid not null,
    entry_id uuid not null,
    event text not null,
    caller text not null,
    viewed_at timestamptz not null,
    constraint viewing_pk primary key (person_id, wrong_link_id, entry_id)
);

grant select, insert on corrections.wrong_link, corrections.viewing to onshi_server;
grant update (looked_up_at, viewings, decided_at, wrong, decided_by, corrected_at, right_person_id, corrected_by,
    published_at) on corrections.wrong_link to onshi_server;
