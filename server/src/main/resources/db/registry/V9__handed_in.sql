-- Coverages whose first registration the insurer handed in on an earlier day than it was recorded (requirements B-10):
-- a file may wait, for the resident register or for its turn, and that is not the insurer's delay. Distribution key:
-- coverage_id.
create table registry.handed_in (
    coverage_id uuid not null,
    handed_in_on date not null,
    constraint handed_in_pk primary key (coverage_id)
);

grant select, insert on registry.handed_in to onshi_server;
