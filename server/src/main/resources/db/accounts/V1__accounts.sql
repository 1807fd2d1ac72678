-- People who work in the console, as the operating body loaded them. Small, the same on every node.
create table accounts.account (
    subject text not null,
    account_id uuid not null,
    name text not null,
    organisation text not null,
    role text not null,
    recorded_at timestamptz not null,
    constraint account_pk primary key (subject),
    constraint account_role check (role in ('CLERK', 'SUPERVISOR', 'AUDITOR', 'OPERATOR', 'NONE'))
);
create index account_by_organisation on accounts.account (organisation, name);

-- What they did, for their own auditor. Distribution key: organisation; ids are time-ordered.
create table accounts.activity (
    organisation text not null,
    activity_id uuid not null,
    account_id uuid not null,
    event text not null,
    about text not null,
    at timestamptz not null,
    constraint activity_pk primary key (organisation, activity_id)
);

-- What one proposes and another decides. Distribution key: organisation. That the proposer never decides is the
-- table's own law too. Of a correction the new values stand here by column until it is decided, and after; of an
-- individual number only a keyed digest, by which what the second person types is compared with what the first did.
create table accounts.proposal (
    organisation text not null,
    proposal_id uuid not null,
    proposer uuid not null,
    kind text not null,
    coverage_ids uuid[] not null,
    changes jsonb not null default '{}',
    number_digest text,
    reason text not null,
    proposed_at timestamptz not null,
    state text not null,
    decider uuid,
    decided_at timestamptz,
    outcome uuid,
    constraint proposal_pk primary key (organisation, proposal_id),
    constraint proposal_kind check (kind in ('CANCEL', 'CORRECT')),
    constraint proposal_corrects_one check (kind = 'CANCEL' or cardinality(coverage_ids) = 1),
    constraint proposal_state check (state in ('OPEN', 'APPROVED', 'REFUSED')),
    constraint proposal_has_four_eyes check (decider is null or decider <> proposer),
    constraint proposal_is_decided_by_somebody check ((state = 'OPEN') = (decider is null))
);

grant select, insert, update on accounts.account to onshi_server;
grant select, insert on accounts.activity to onshi_server;
grant select, insert on accounts.proposal to onshi_server;
-- decided once; what was proposed stays as it was
grant update (state, decider, decided_at, outcome) on accounts.proposal to onshi_server;
