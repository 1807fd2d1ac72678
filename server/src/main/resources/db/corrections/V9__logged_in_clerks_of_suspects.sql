-- Whoever logged in is named "console:" and the account's id, as in a wrong link (V5). A decision of before has the first
-- twenty digits of that id alone, which a machine could have sent too.
update corrections.suspect set decided_by = 'console:' || decided_by where decided_by ~ '^[0-9a-f]{20}$';
