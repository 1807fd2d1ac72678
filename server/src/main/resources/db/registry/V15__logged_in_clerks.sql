-- Whoever logged in is named "console:" and the account's id. A confirmation of before has the first twenty digits of
-- that id alone, which a machine could have sent too.
update registry.confirmation set clerk = 'console:' || clerk where clerk ~ '^[0-9a-f]{20}$';
