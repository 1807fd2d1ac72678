-- Consents and refusals go some time after they ended (requirement J-10); the audit log keeps that they were given.
create index consent_over on consent.consent ((least(until, ended_at)));
grant delete on consent.consent to onshi_server;
