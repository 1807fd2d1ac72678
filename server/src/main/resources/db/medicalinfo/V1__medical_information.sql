-- Medical information from claims and checkups (requirements F-01 to F-03). Distribution key: person_id.

-- One claim of one facility for one month; a corrected one ends the earlier and stands beside it.
create table medicalinfo.claim (
    person_id uuid not null,
    claim_id uuid not null,
    facility_code text not null,
    facility_name text not null,
    claim_month date not null,
    receipt_number text not null,
    kind text not null,
    digest bytea not null,
    recorded_at timestamptz not null,
    invalidated_at timestamptz,
    constraint claim_pk primary key (person_id, claim_id),
    constraint claim_of_month check (extract(day from claim_month) = 1)
);
create unique index claim_standing
    on medicalinfo.claim (person_id, facility_code, claim_month, receipt_number, kind)
    where invalidated_at is null;

-- What was given or done on one day of it: IY medicine, SI treatment. No day: the claim gives none.
create table medicalinfo.claim_item (
    person_id uuid not null,
    claim_id uuid not null,
    position integer not null,
    record text not null,
    place text not null,
    code text not null,
    quantity numeric,
    times integer not null,
    given_on date,
    constraint claim_item_pk primary key (person_id, claim_id, position),
    constraint claim_item_record check (record in ('IY', 'SI'))
);

-- One result of one checkup; a corrected one ends the earlier.
create table medicalinfo.checkup_item (
    person_id uuid not null,
    item_id uuid not null,
    checked_on date not null,
    code text not null,
    value text not null,
    unit text not null,
    recorded_at timestamptz not null,
    invalidated_at timestamptz,
    constraint checkup_item_pk primary key (person_id, item_id)
);
create unique index checkup_item_standing on medicalinfo.checkup_item (person_id, checked_on, code)
    where invalidated_at is null;

-- 閲覧停止: nobody sees anything while a row without end stands.
create table medicalinfo.suspension (
    person_id uuid not null,
    suspension_id uuid not null,
    suspended_at timestamptz not null,
    resumed_at timestamptz,
    constraint suspension_pk primary key (person_id, suspension_id)
);
create unique index suspension_standing on medicalinfo.suspension (person_id) where resumed_at is null;

-- Names of medicines and treatments by the nine digits of claims.
create table medicalinfo.medicine (
    code text not null,
    name text not null,
    unit text not null,
    generic text not null,
    recorded_at timestamptz not null,
    constraint medicine_pk primary key (code)
);

-- Views by kind and type of facility (F-14). The slots keep views of one kind from waiting for one another.
create table medicalinfo.view_count (
    kind text not null,
    facility_type text not null,
    viewed_on date not null,
    slot smallint not null,
    views bigint not null,
    constraint view_count_pk primary key (kind, facility_type, viewed_on, slot)
);

grant select, insert on medicalinfo.claim, medicalinfo.claim_item, medicalinfo.checkup_item, medicalinfo.suspension
    to onshi_server;
grant update (invalidated_at) on medicalinfo.claim, medicalinfo.checkup_item to onshi_server;
grant update (resumed_at) on medicalinfo.suspension to onshi_server;
grant select, insert, update on medicalinfo.medicine, medicalinfo.view_count to onshi_server;
