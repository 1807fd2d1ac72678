-- Presences and whose card it is (requirements A-04 to A-16, G-15; docs/presence.md).

-- A visit's proof. Distribution key: visit_id; its insertion is what makes a challenge good for one proof.
-- The certificate is kept for the first registration of the card in the same visit and deleted with the row.
create table identity.presence (
    visit_id uuid not null,
    facility_code text not null,
    terminal text not null,
    mode text not null,
    card_state text not null,
    revocation_known boolean not null,
    person_id uuid,
    issuer_key_id text not null,
    serial text not null,
    certificate_digest text not null,
    proven_at timestamptz not null,
    ends_at timestamptz not null,
    constraint presence_pk primary key (visit_id),
    constraint presence_mode check (mode in ('FACE', 'PIN', 'VISUAL')),
    constraint presence_card_state check (card_state in ('VALID', 'ALERT', 'GRACE'))
);
create index presence_by_end on identity.presence (ends_at);

-- Whose certificate it is. Distribution key: certificate_digest, SHA-256 of issuer key and serial number. A renewed
-- certificate has a row of its own; nothing is overwritten.
create table identity.certificate (
    certificate_digest text not null,
    person_id uuid not null,
    bound_at timestamptz not null,
    constraint certificate_pk primary key (certificate_digest)
);
create index certificate_by_person on identity.certificate (person_id);

grant select, insert, update, delete on identity.presence to onshi_server;
grant select, insert on identity.certificate to onshi_server;
