-- Requirements J-13. A file that one person sent in the console may not rewrite a coverage's past whole.
alter table registry.registration add column one_person boolean not null default false;

-- What two people decided: the coverage a row is about and its versions as both saw them. A row that would meet
-- another coverage, or these in another version, is refused.
create table registry.decided_row (
    registration_id uuid not null,
    line bigint not null,
    coverage_id uuid not null,
    version_ids uuid[] not null,
    constraint decided_row_pk primary key (registration_id, line)
);
grant select, insert on registry.decided_row to onshi_server;
