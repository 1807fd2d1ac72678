-- When an upload last got on, by the store's own clock: one that still runs is told from one whose server died. The
-- shared clock would not do, it can be moved on during an upload.
alter table registry.registration add column progressed_at timestamptz not null default now();
create index registration_receiving on registry.registration (insurer_number) where state = 'RECEIVING';

-- blocks whose upload was forgotten while it ran: nothing leads to them, and they hold individual numbers
delete from registry.spool s
where not exists (select from registry.registration r where r.registration_id = s.registration_id);
