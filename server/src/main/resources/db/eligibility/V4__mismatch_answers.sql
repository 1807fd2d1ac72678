-- Reports are read in the order in which they were committed: the number is given under a lock on the insurer's row
-- that ends with the transaction, so that no later number is seen before an earlier one.
create table eligibility.mismatch_turn (
    insurer_number text not null,
    last_position bigint not null,
    constraint mismatch_turn_pk primary key (insurer_number)
);
grant select, insert, update on eligibility.mismatch_turn to onshi_server;

-- The insurer's answer (requirements B-22), and until when it owes one.
alter table eligibility.mismatch_report
    add column position bigint,
    add column due_on date,
    add column answer text,
    add column answered_at timestamptz,
    add constraint mismatch_report_answer check ((answer is null) = (answered_at is null));
update eligibility.mismatch_report r
set position = n.position, due_on = (r.reported_at at time zone 'Asia/Tokyo')::date + 14
from (
    select insurer_number, report_id,
        row_number() over (partition by insurer_number order by reported_at, report_id) as position
    from eligibility.mismatch_report) n
where n.insurer_number = r.insurer_number and n.report_id = r.report_id;
insert into eligibility.mismatch_turn (insurer_number, last_position)
select insurer_number, max(position) from eligibility.mismatch_report group by insurer_number;
alter table eligibility.mismatch_report
    alter column position set not null,
    alter column due_on set not null;
drop index eligibility.mismatch_report_by_time;
create unique index mismatch_report_by_position on eligibility.mismatch_report (insurer_number, position);
create index mismatch_report_by_id on eligibility.mismatch_report (report_id);
grant update (answer, answered_at) on eligibility.mismatch_report to onshi_server;
