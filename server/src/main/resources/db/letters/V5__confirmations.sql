-- An insurer goes through its confirmations (requirement C-07): those without an answer, or those with one.
create index letter_confirmation on letters.letter (insurer_number, (answered_at is not null), letter_id)
    where kind = 'CONFIRMATION';
