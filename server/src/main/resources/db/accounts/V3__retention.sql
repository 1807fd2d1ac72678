-- Decided proposals and what somebody did in the console go some time later (requirement J-10).
create index proposal_by_decision on accounts.proposal (decided_at) where decided_at is not null;
create index activity_by_time on accounts.activity (at);
grant delete on accounts.proposal, accounts.activity to onshi_server;
