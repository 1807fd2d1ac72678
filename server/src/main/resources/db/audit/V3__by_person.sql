-- What was recorded about a person, in the order of time (requirements J-03): asked by inspectors, now and then.
create index entry_by_person on audit.entry (person_id, recorded_at, entry_id) where person_id is not null;
