-- By which coverage's number a reference number was registered, so that a correction of a wrong link (requirements B-16)
-- gives it to the person the coverage is of. Empty: by somebody's presence, or before this was recorded.
alter table eligibility.reference_number add column coverage_id uuid;
