-- What stood otherwise on a document than in the registry (requirements A-38): which fields, never what stood there.
-- A report has a row for each insurer it is for. Distribution key: insurer_number, by which it is read.
create table eligibility.mismatch_report (
    insurer_number text not null,
    report_id uuid not null,
    coverage_id uuid not null,
    person_id uuid not null,
    facility_code text not null,
    fields text[] not null,
    reported_at timestamptz not null,
    constraint mismatch_report_pk primary key (insurer_number, report_id),
    constraint mismatch_report_fields check (cardinality(fields) between 1 and 5)
);
create index mismatch_report_by_time on eligibility.mismatch_report (insurer_number, reported_at, report_id);

grant select, insert on eligibility.mismatch_report to onshi_server;
