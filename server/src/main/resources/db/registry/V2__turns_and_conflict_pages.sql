-- How much of the store a waiting file takes, so that one insurer's files cannot fill it.
alter table registry.registration add column spooled_bytes bigint not null default 0;
update registry.registration r
set spooled_bytes = s.bytes
from (select registration_id, sum(octet_length(sealed)) as bytes from registry.spool group by registration_id) s
where s.registration_id = r.registration_id;

-- Insurers take turns at the workers, the one served longest ago first. A row an insurer, 3,411 in the country.
create table registry.turn (
    insurer_number text not null,
    served bigint not null,
    constraint turn_pk primary key (insurer_number)
);
grant select, insert, update on registry.turn to onshi_server;

-- What keeps a file from going on: how often and since when it was tried in vain, when it is tried again, and whether
-- it was given up. A file that was given up ends as FAILED, once each of its remaining rows has its result.
alter table registry.registration
    add column hindrance text,
    add column attempts integer not null default 0,
    add column held_since timestamptz,
    add column held_until timestamptz,
    add column given_up boolean not null default false,
    drop constraint registration_state,
    add constraint registration_state
        check (state in ('RECEIVING', 'RECEIVED', 'PROCESSING', 'DONE', 'FAILED'));

-- An insurer pages through its conflicts by their ids, which are time-ordered.
drop index registry.conflict_open_by_insurer;
drop index registry.conflict_open_by_other;
create index conflict_open_by_insurer on registry.conflict (insurer_number, conflict_id)
    where resolved_at = 'infinity';
create index conflict_open_by_other on registry.conflict (other_insurer_number, conflict_id)
    where resolved_at = 'infinity';
create index conflict_by_insurer on registry.conflict (insurer_number, conflict_id);
create index conflict_by_other on registry.conflict (other_insurer_number, conflict_id);
