-- Where a coverage stands now: a conflict stays with the person under whom it was found, its coverages may move.
create index lookup_by_coverage on registry.lookup (coverage_id);
