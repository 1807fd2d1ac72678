-- Many cancellations at once: the file that waits in the registry, how many rows it has, and how many coverages they
-- cancelled when it was proposed. Its coverages are named there, row by row.
alter table accounts.proposal
    add column file_id uuid,
    add column file_rows bigint,
    add column file_cancels bigint,
    drop constraint proposal_kind,
    drop constraint proposal_is_about_one,
    add constraint proposal_kind check (kind in ('CANCEL', 'CANCEL_FILE', 'CORRECT', 'WRONG_LINK_CONFIRM',
        'WRONG_LINK_DISMISS', 'WRONG_LINK_COMPLETE')),
    add constraint proposal_is_about_one
        check (kind in ('CANCEL', 'CANCEL_FILE') or cardinality(coverage_ids) = 1),
    add constraint proposal_has_its_file check (
        (kind = 'CANCEL_FILE') = (file_id is not null)
        and (file_id is null) = (file_rows is null)
        and (file_id is null) = (file_cancels is null)
        and (file_id is null or cardinality(coverage_ids) = 0));
