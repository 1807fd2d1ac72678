-- Whoever logged in is named "console:" and the account's id. A plan of before has the first twenty digits of that id
-- alone, which a machine could have sent too.
update duties.plan set submitted_by = 'console:' || submitted_by where submitted_by ~ '^[0-9a-f]{20}$';
