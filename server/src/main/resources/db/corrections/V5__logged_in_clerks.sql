-- Whoever logged in is named "console:" and the account's id. A decision of before has the account's id alone: without
-- this its decider could complete the correction too, and so could a machine.
update corrections.wrong_link
set decided_by = case when decided_by ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then 'console:' || decided_by else decided_by end,
    corrected_by = case when corrected_by ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        then 'console:' || corrected_by else corrected_by end
where decided_by ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    or corrected_by ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

-- The condition is that of the count of those that wait.
create index wrong_link_waiting on corrections.wrong_link (insurer_number)
    where corrected_at is null and wrong is distinct from false;
