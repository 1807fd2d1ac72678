-- Each entry is rewritten once, when it gets its place: its first version and that version's index entry under
-- "waiting" are dead from then on and must go soon, or the look for waiting entries walks over them.
alter table audit.entry set (
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 10000
);
