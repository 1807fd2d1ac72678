-- 改善計画 and its follow-up (requirements B-11): asked for, handed in, followed up; a time a step, none can be skipped.
create table duties.plan (
    plan_id uuid not null,
    insurer_number text not null,
    month date not null,
    percent numeric(4, 1) not null,
    requested_at timestamptz not null,
    submitted_at timestamptz,
    submitted_by text,
    content text,
    followed_up_at timestamptz,
    followed_up_month date,
    followed_up_percent numeric(4, 1),
    constraint plan_pk primary key (plan_id),
    constraint plan_once_a_month unique (insurer_number, month),
    constraint plan_is_of_a_month check (extract(day from month) = 1),
    constraint submitted_after_requested check (submitted_at is null or submitted_at >= requested_at),
    constraint submitted_by_somebody_with_content
        check ((submitted_at is null) = (submitted_by is null) and (submitted_at is null) = (content is null)),
    constraint plan_content_is_bounded check (length(content) between 1 and 4000),
    constraint followed_up_after_submitted
        check (followed_up_at is null or (submitted_at is not null and followed_up_at >= submitted_at)),
    constraint followed_up_says_of_which_later_month
        check ((followed_up_at is null) = (followed_up_month is null)
            and (followed_up_month is null or followed_up_month > month)),
    constraint followed_up_percent_of_a_follow_up check (followed_up_percent is null or followed_up_at is not null)
);

grant select, insert on duties.plan to onshi_server;
grant update (submitted_at, submitted_by, content, followed_up_at, followed_up_month, followed_up_percent)
    on duties.plan to onshi_server;
