-- A file of cancellations that one person brought waits, complete, until another person decides on it: PROPOSED. Once it
-- is approved it joins the queue like every other, and each of its rows does what both saw, or nothing: proposed says
-- so for good. Refused or taken back, it goes with all its rows.
alter table registry.registration
    add column proposed boolean not null default false,
    drop constraint registration_state,
    add constraint registration_state
        check (state in ('RECEIVING', 'PROPOSED', 'RECEIVED', 'PROCESSING', 'DONE', 'FAILED'));
create index registration_proposed on registry.registration (insurer_number) where state = 'PROPOSED';
grant delete on registry.decided_row to onshi_server;
