-- A finding that an insurer cleared is not raised again as long as it is the same (requirements B-12): digest is of both
-- sides as they were compared, keyed. What was found before has none, and is raised once more.
alter table corrections.suspect add column digest text;
grant update (digest) on corrections.suspect to onshi_server;

-- How many findings a match did not raise again for that reason.
alter table corrections.full_match
    add column cleared bigint not null default 0,
    add constraint full_match_cleared check (cleared >= 0 and cleared <= suspects + unknown);
grant update (cleared) on corrections.full_match to onshi_server;
