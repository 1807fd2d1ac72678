-- Why a coverage is pending (requirements B-05, B-07, B-08): a row a pending coverage, gone with it. Distribution key:
-- coverage_id. No value of the resident register is kept, only how each attribute compared.
create table registry.pending (
    coverage_id uuid not null,
    person_id uuid not null,
    insurer_number text not null,
    code text not null,
    blamed text not null,
    comparison text not null default '',
    recorded_at timestamptz not null,
    constraint pending_pk primary key (coverage_id)
);
create index pending_by_insurer on registry.pending (insurer_number, coverage_id);

-- Which pending coverages their insurers said are right, by whom, why, and against which comparison.
create table registry.confirmation (
    coverage_id uuid not null,
    code text not null,
    comparison text not null,
    clerk text not null,
    reason text not null,
    confirmed_at timestamptz not null,
    constraint confirmation_pk primary key (coverage_id, confirmed_at)
);

insert into registry.pending (coverage_id, person_id, insurer_number, code, blamed, recorded_at)
select distinct on (c.coverage_id) c.coverage_id, c.person_id, c.insurer_number,
    case when c.individual_number_missing_reason is null then 'PERSON_MISMATCH' else 'AWAITING_NUMBER' end,
    'individual_number', c.recorded_at
from registry.coverage c
where c.standing = 'P' and c.invalidated_at = 'infinity'
order by c.coverage_id, c.recorded_at desc;

grant select, insert, update, delete on registry.pending to onshi_server;
grant select, insert on registry.confirmation to onshi_server;
