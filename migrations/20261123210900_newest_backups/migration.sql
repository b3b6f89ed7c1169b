-- The newest backup and the newest trial restore are asked for at each opening of the home page of a manager.
create index journal_entry_backup on journal_entry (firm_id, verb, at) where verb in ('archive.backup-made', 'archive.restore-drilled');
