-- One person may have several accounts. What the organisation says of who somebody is (a number of the employer, say);
-- where it says nothing, people of one name count as one (Account.person).
alter table accounts.account add column person text;

-- What a proposal rests on: the standing versions of its coverages when it was made; and of a wrong link its case. A
-- proposal of before has no versions and can only be refused or withdrawn. That the proposer never decides is the
-- table's law by person as well as by account.
alter table accounts.proposal
    add column base_versions uuid[] not null default '{}',
    add column wrong_link_id uuid,
    add column proposer_person text,
    add column decider_person text;
update accounts.proposal set proposer_person = proposer::text, decider_person = decider::text;
alter table accounts.proposal
    alter column proposer_person set not null,
    drop constraint proposal_kind,
    drop constraint proposal_corrects_one,
    drop constraint proposal_state,
    drop constraint proposal_is_decided_by_somebody,
    add constraint proposal_kind check (kind in
        ('CANCEL', 'CORRECT', 'WRONG_LINK_CONFIRM', 'WRONG_LINK_DISMISS', 'WRONG_LINK_COMPLETE')),
    add constraint proposal_is_about_one check (kind = 'CANCEL' or cardinality(coverage_ids) = 1),
    add constraint proposal_has_its_case check ((wrong_link_id is not null) = (kind like 'WRONG\_LINK\_%')),
    add constraint proposal_state check (state in ('OPEN', 'APPROVED', 'REFUSED', 'WITHDRAWN')),
    add constraint proposal_is_decided_by_somebody check (
        (state in ('APPROVED', 'REFUSED')) = (decider is not null)
        and (decider is null) = (decider_person is null)
        and (state = 'OPEN') = (decided_at is null)),
    add constraint proposal_has_two_persons check (decider_person is null or decider_person <> proposer_person);
-- Of a wrong link one step waits at a time.
create unique index proposal_of_wrong_link on accounts.proposal (organisation, wrong_link_id)
    where state = 'OPEN' and wrong_link_id is not null;
create index proposal_waiting on accounts.proposal (organisation, proposed_at, proposal_id) where state = 'OPEN';
create index proposal_decided on accounts.proposal (organisation, decided_at, proposal_id) where state <> 'OPEN';
grant update (decider_person) on accounts.proposal to onshi_server;
