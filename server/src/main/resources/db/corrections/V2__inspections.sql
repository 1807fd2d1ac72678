-- 総点検 (requirements J-01): every insurer is asked whether numbers were taken against the rules; whoever says so
-- rechecks its records. Totals are counted, never stored.
create table corrections.inspection (
    inspection_id uuid not null,
    name text not null,
    status_due date not null,
    result_due date not null,
    requested_at timestamptz not null,
    published_at timestamptz,
    constraint inspection_pk primary key (inspection_id),
    constraint inspection_name_is_bounded check (length(name) between 1 and 100),
    constraint inspection_result_is_due_last check (result_due >= status_due),
    constraint inspection_published_after_requested check (published_at is null or published_at >= requested_at)
);

-- An insurer's part: asked; reported, and done at once when the rules were kept; else done when all is rechecked.
create table corrections.inspected (
    inspection_id uuid not null,
    insurer_number text not null,
    asked_at timestamptz not null,
    reported_at timestamptz,
    rules_broken boolean,
    records_in_scope bigint not null default 0,
    records_checked bigint not null default 0,
    records_wrong bigint not null default 0,
    done_at timestamptz,
    constraint inspected_pk primary key (inspection_id, insurer_number),
    constraint inspected_report_says_whether check ((reported_at is null) = (rules_broken is null)),
    constraint inspected_reported_after_asked check (reported_at is null or reported_at >= asked_at),
    constraint inspected_scope_where_rules_were_broken check ((records_in_scope > 0) = (rules_broken is true)),
    constraint inspected_checked_lies_in_scope check (records_checked between 0 and records_in_scope),
    constraint inspected_wrong_were_checked check (records_wrong between 0 and records_checked),
    constraint inspected_done_when_all_is_checked
        check ((done_at is not null) = (reported_at is not null and records_checked = records_in_scope))
);
create index inspected_by_insurer on corrections.inspected (insurer_number, inspection_id);

-- A wrong link that an inspection found: the case leads on from here.
create table corrections.inspection_finding (
    inspection_id uuid not null,
    wrong_link_id uuid not null,
    insurer_number text not null,
    found_at timestamptz not null,
    constraint inspection_finding_pk primary key (inspection_id, wrong_link_id)
);

grant select, insert on corrections.inspection, corrections.inspected, corrections.inspection_finding to onshi_server;
grant update (published_at) on corrections.inspection to onshi_server;
grant update (reported_at, rules_broken, records_in_scope, records_checked, records_wrong, done_at)
    on corrections.inspected to onshi_server;
