-- The rejected rows of a file, read page by page without a look at all the others: a file of millions may have three.
create index registration_row_rejected on registry.registration_row (registration_id, line)
    where upper(status) = 'REJECTED';
