-- Consents given while somebody else's coverage stood with a person end with the correction (requirements B-16).
alter table consent.consent drop constraint consent_ended_by;
alter table consent.consent add constraint consent_ended_by
    check (ended_by in ('LATER_ANSWER', 'WITHDRAWAL', 'CORRECTION'));
