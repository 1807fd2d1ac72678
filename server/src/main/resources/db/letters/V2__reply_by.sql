-- By when an answer is wanted, where a letter says so (requirements B-14).
alter table letters.letter add column reply_by date;
