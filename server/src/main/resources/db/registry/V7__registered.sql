-- When a coverage was first registered (requirements B-10). Its id holds that time (UUID version 7), so an insurer's
-- registrations of some days are one range of this index, and the first row of each coverage in it is the first that
-- was recorded. One more index entry a version: the price of not reading every coverage for a month.
create index coverage_registered on registry.coverage (insurer_number, coverage_id, recorded_at);
