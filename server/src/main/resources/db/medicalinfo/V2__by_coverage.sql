-- Under which coverage a claim or a result came, so that a correction of a wrong link (requirements B-16) takes from
-- the wrong person what came with the coverage, and nothing else.
alter table medicalinfo.claim add column coverage_id uuid;
alter table medicalinfo.checkup_item add column coverage_id uuid;
-- What was given back has an id of its own, and says from which version it came.
alter table medicalinfo.claim add column moved_from uuid;
alter table medicalinfo.checkup_item add column moved_from uuid;

-- Viewing can be stopped for several reasons at once; it goes on when none stands any more.
alter table medicalinfo.suspension add column reason text not null default 'operator';
alter table medicalinfo.suspension alter column reason drop default;
drop index medicalinfo.suspension_standing;
create unique index suspension_standing on medicalinfo.suspension (person_id, reason) where resumed_at is null;
