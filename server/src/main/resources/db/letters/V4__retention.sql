-- Letters go some time after they were printed (requirement J-10).
create index letter_printed on letters.letter (printed_at) where printed_at is not null;
grant delete on letters.letter to onshi_server;
