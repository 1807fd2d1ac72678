-- Bulk inquiries (requirements A-03): kept until their results are no longer asked for. Distribution key: bulk_id.

-- The request as it came, since answers repeat it; deleted with its results.
create table eligibility.bulk (
    bulk_id uuid not null,
    facility_code text not null,
    state text not null,
    received_at timestamptz not null,
    finished_at timestamptz,
    units_total integer not null,
    units_done integer not null default 0,
    message bytea not null,
    message_digest bytea not null,
    constraint bulk_pk primary key (bulk_id),
    constraint bulk_state check (state in ('WAITING', 'DONE')),
    constraint bulk_counts check (units_done between 0 and units_total)
);
create index bulk_waiting on eligibility.bulk (received_at, bulk_id) where state = 'WAITING';
create index bulk_of_facility_waiting on eligibility.bulk (facility_code) where state = 'WAITING';
create index bulk_by_end on eligibility.bulk (finished_at);

-- What was found for each person, in the order of the request: what the audit entry of the check records too.
-- No check_id: the row could not be read and nobody was looked up.
create table eligibility.bulk_row (
    bulk_id uuid not null,
    position integer not null,
    check_id uuid,
    checked_at timestamptz,
    verdict text,
    person_id uuid,
    version_ids uuid[] not null,
    reason text,
    constraint bulk_row_pk primary key (bulk_id, position)
);

grant select, insert, update, delete on eligibility.bulk, eligibility.bulk_row to onshi_server;
