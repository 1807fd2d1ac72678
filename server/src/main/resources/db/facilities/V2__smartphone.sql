-- Whether a facility takes phones that stand for a card (requirements A-37); one of which nothing is said does.
alter table facilities.facility add column smartphone boolean not null default true;
