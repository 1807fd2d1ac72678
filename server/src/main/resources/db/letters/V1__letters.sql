-- Letters to persons (requirements C-07, J-09): what stands in one is kept as it was written. Posting them is
-- outside. Distribution key: person_id.
create table letters.letter (
    person_id uuid not null,
    letter_id uuid not null,
    kind text not null,
    cause uuid not null,
    insurer_number text not null,
    insurer_name text not null,
    name text not null,
    postal_code text not null,
    address text not null,
    number_end text not null,
    branch text not null,
    acquired_on date not null,
    written_at timestamptz not null,
    printed_at timestamptz,
    answered_at timestamptz,
    answer text,
    constraint letter_pk primary key (person_id, letter_id),
    constraint letter_once unique (person_id, kind, cause),
    constraint letter_answer check ((answered_at is null) = (answer is null)),
    constraint letter_answer_is_yes_or_no check (answer in ('RIGHT', 'WRONG')),
    constraint letter_shows_the_end_of_a_number check (length(number_end) <= 2)
);
create index letter_to_print on letters.letter (written_at, letter_id) where printed_at is null;
create index letter_of_insurer on letters.letter (insurer_number, letter_id);
create index letter_to_remind on letters.letter (printed_at, letter_id)
    where kind = 'CONFIRMATION' and answered_at is null;

grant select, insert on letters.letter to onshi_server;
grant update (printed_at, answered_at, answer) on letters.letter to onshi_server;
