-- A letter that was not printed by the deadline asked nobody (requirements B-14).
alter table duties.campaign_target drop constraint campaign_target_outcome;
alter table duties.campaign_target add constraint campaign_target_outcome
    check (outcome in ('REGISTERED', 'NO_ANSWER', 'UNDELIVERABLE', 'NOT_SENT', 'NO_LONGER_INSURED'));

-- Two persons who share more than one spelling of their attributes are one suspicion of a survey (requirements B-15).
delete from duties.duplicate d
using duties.duplicate e
where d.kind = 'SAME_ATTRIBUTES' and e.kind = d.kind and e.survey_id = d.survey_id
    and e.person_id = d.person_id and e.other_person_id = d.other_person_id and e.duplicate_id < d.duplicate_id;
create unique index duplicate_once on duties.duplicate (survey_id, person_id, other_person_id)
    where kind = 'SAME_ATTRIBUTES';
