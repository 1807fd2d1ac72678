-- Coverages that are pending or suspended by what was recorded last, wherever they were found before: a coverage
-- moves to another person or gets another identifier, its id stays. Distribution key: coverage_id. Only answers of
-- the past ask it; what is known now carries its own mark.
create table registry.hidden_coverage (
    coverage_id uuid not null,
    constraint hidden_coverage_pk primary key (coverage_id)
);

insert into registry.hidden_coverage (coverage_id)
select last.coverage_id
from (
    select distinct on (coverage_id) coverage_id, standing = 'P' or suspended as hidden
    from registry.coverage
    -- few ever were either: only their versions are sorted
    where coverage_id in (select coverage_id from registry.coverage where standing = 'P' or suspended)
    order by coverage_id, invalidated_at desc, recorded_at desc
) last
where last.hidden;

grant select, insert, delete on registry.hidden_coverage to onshi_server;
