-- Coverages of persons that a full match could not compare: it went past them, and they are asked about again.
alter table corrections.full_match
    add column set_aside bigint not null default 0,
    add constraint full_match_set_aside check (set_aside >= 0);
grant update (set_aside) on corrections.full_match to onshi_server;
