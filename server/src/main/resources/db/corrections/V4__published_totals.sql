-- What was made public stays as it was (requirements J-01): the totals of the moment, counted until then.
alter table corrections.inspection
    add column insurers bigint,
    add column reported bigint,
    add column rechecking bigint,
    add column done bigint,
    add column in_scope bigint,
    add column checked bigint,
    add column wrong bigint,
    add column cases bigint,
    add column looks_followed bigint,
    add column viewed bigint;

grant update (insurers, reported, rechecking, done, in_scope, checked, wrong, cases, looks_followed, viewed)
    on corrections.inspection to onshi_server;
