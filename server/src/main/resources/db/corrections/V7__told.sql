-- Requirements J-09: whoever's data were seen by others is told, where that person is known. Empty where nobody looked,
-- and where nobody is known whom to tell.
alter table corrections.wrong_link add column told_person_id uuid;
update corrections.wrong_link set told_person_id = right_person_id where corrected_at is not null and viewings > 0;
alter table corrections.wrong_link add constraint told_of_what_was_seen
    check (told_person_id is null or (corrected_at is not null and viewings > 0 and told_person_id <> person_id));
grant update (told_person_id) on corrections.wrong_link to onshi_server;
