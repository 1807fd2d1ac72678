-- Those that wait for an answer are read page by page and counted, however many were answered.
create index mismatch_report_unanswered on eligibility.mismatch_report (insurer_number, position)
    where answer is null;
