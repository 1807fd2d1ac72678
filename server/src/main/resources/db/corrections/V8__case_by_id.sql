-- One case of an insurer by its id: each page, each step and each finding of an inspection asks so.
create index wrong_link_of_insurer on corrections.wrong_link (insurer_number, wrong_link_id);
