-- How much of the store a waiting file takes, so that one insurer's files cannot fill it.
alter table registry.registration add column spooled_bytes bigint not null default 0;
update registry.registration r
set spooled_bytes = s.bytes
from (select registration_id, sum(octet_length(sealed)) as bytes from registry.spool group by registration_id) s
where s.registration_id = r.registration_id;
