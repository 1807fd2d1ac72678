-- 未登録者へのお知らせ (requirements B-14): a campaign of an insurer, the people it writes to, and what came of it.
-- written_to is how far the letters have come, by coverage; empty once all are written.
create table duties.campaign (
    campaign_id uuid not null,
    insurer_number text not null,
    deadline date not null,
    started_at timestamptz not null,
    written_to uuid not null default '00000000-0000-0000-0000-000000000000',
    written_at timestamptz,
    closed_at timestamptz,
    constraint campaign_pk primary key (campaign_id),
    constraint campaign_closed_after_it_was_written check (closed_at is null or written_at is not null)
);
create unique index campaign_open on duties.campaign (insurer_number) where closed_at is null;
create index campaign_of_insurer on duties.campaign (insurer_number, campaign_id);

-- Distribution key: campaign_id; a campaign is worked through by its own targets.
create table duties.campaign_target (
    campaign_id uuid not null,
    coverage_id uuid not null,
    target_id uuid not null,
    person_id uuid not null,
    undeliverable_at timestamptz,
    outcome text,
    outcome_at timestamptz,
    constraint campaign_target_pk primary key (campaign_id, coverage_id),
    constraint campaign_target_outcome
        check (outcome in ('REGISTERED', 'NO_ANSWER', 'UNDELIVERABLE', 'NO_LONGER_INSURED')),
    constraint campaign_target_outcome_has_its_time check ((outcome is null) = (outcome_at is null)),
    constraint campaign_target_undeliverable_came_back
        check (outcome is distinct from 'UNDELIVERABLE' or undeliverable_at is not null)
);
create unique index campaign_target_letter on duties.campaign_target (campaign_id, target_id);
create index campaign_target_open on duties.campaign_target (campaign_id, coverage_id) where outcome is null;

-- 資格確認書 to be issued; whoever issues papers reads them here. Distribution key: person_id.
create table duties.certificate_order (
    person_id uuid not null,
    order_id uuid not null,
    coverage_id uuid not null,
    insurer_number text not null,
    campaign_id uuid not null,
    ordered_at timestamptz not null,
    constraint certificate_order_pk primary key (person_id, order_id),
    constraint certificate_order_once unique (person_id, coverage_id, campaign_id)
);
create index certificate_order_of_insurer on duties.certificate_order (insurer_number, order_id);

grant select, insert on duties.campaign, duties.campaign_target, duties.certificate_order to onshi_server;
grant update (written_to, written_at, closed_at) on duties.campaign to onshi_server;
grant update (undeliverable_at, outcome, outcome_at) on duties.campaign_target to onshi_server;
