-- After a wrong individual number was corrected a card follows its holder (requirements B-16); whose it was before
-- stands in the audit log.
grant update (person_id, bound_at) on identity.certificate to onshi_server;
