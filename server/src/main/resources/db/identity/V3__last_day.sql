-- The last day of the certificate, so that a release days later knows whether it is in its grace (docs/presence.md).
-- A presence of before opens nothing medical any more: the card is shown again.
alter table identity.presence add column certificate_expires_on date not null default date '0001-01-01';
alter table identity.presence alter column certificate_expires_on drop default;
