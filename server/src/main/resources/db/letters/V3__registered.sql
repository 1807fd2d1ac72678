-- How far the audit log is followed for the notices that a registration is finished (requirements C-06): the place of
-- the first entry not looked at, moved on in the transaction that writes the notices. One row.
create table letters.follower (
    follower_id smallint not null default 1,
    seen_to bigint not null,
    constraint follower_pk primary key (follower_id),
    constraint follower_is_one check (follower_id = 1)
);
insert into letters.follower (seen_to) values (0);
grant select on letters.follower to onshi_server;
grant update (seen_to) on letters.follower to onshi_server;

-- Letters that ask something of somebody are printed before the many that only tell.
drop index letters.letter_to_print;
create index letter_to_print on letters.letter ((kind = 'REGISTERED'), written_at, letter_id)
    where printed_at is null;
