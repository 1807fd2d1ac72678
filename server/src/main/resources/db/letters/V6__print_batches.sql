-- Letters are handed out in batches (requirements C-07, J-09): a file that got lost on its way is fetched again by the
-- batch's id until whoever prints has acknowledged it, and that it was handed out more than once stands here.
create table letters.print_batch (
    batch_id uuid not null,
    printed_at timestamptz not null,
    letters integer not null,
    handed_out integer not null default 1,
    acknowledged_at timestamptz,
    constraint print_batch_pk primary key (batch_id),
    constraint print_batch_has_letters check (letters > 0)
);
create index print_batch_open on letters.print_batch (printed_at, batch_id) where acknowledged_at is null;

-- Printed in which batch; null for those printed before there were any.
alter table letters.letter add column printed_in uuid;
create index letter_in_batch on letters.letter (printed_in) where printed_in is not null;

grant select, insert on letters.print_batch to onshi_server;
grant update (handed_out, acknowledged_at) on letters.print_batch to onshi_server;
grant update (printed_in) on letters.letter to onshi_server;
