-- Which kept files are missing or damaged is asked for at each opening of the home page of a manager.
create index journal_entry_fault on journal_entry (firm_id, verb, subject_id, at) where verb in ('document.fault-found', 'document.file-mended');
