-- The walls round the tables: row level security binds their owner too, the journal can only grow, and the functions
-- that answer "who, and what may they see" run as a role that reads nothing else.

do $$
declare t record;
begin
  for t in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table public.%I enable row level security', t.tablename);
    execute format('alter table public.%I force row level security', t.tablename);
    execute format('grant select, insert, update, delete on public.%I to baton_app, baton_worker', t.tablename);
  end loop;
end $$;
--> statement-breakpoint
revoke update, delete, truncate on public.journal_entry, public.journal_leaf, public.journal_checkpoint, public.journal_node from baton_app, baton_worker;
revoke insert, update, delete on public.journal_leaf, public.journal_checkpoint, public.journal_node from baton_app;
--> statement-breakpoint
-- What was signed and what proves an opening stays as it was; a signature can only be voided, a letter only be signed, declined, withdrawn.
revoke update, delete on public.signature, public.letter, public.secret_opening, public.document from baton_app, baton_worker;
grant update (voided_at, voided_for) on public.signature to baton_app, baton_worker;
grant update (signature_id, declined_at, declined_for, withdrawn_at) on public.letter to baton_app, baton_worker;
--> statement-breakpoint
grant select on public.person, public.role_held, public.position_held, public.client, public.access_grant, public.handover_party, public.client_search to baton_access;
grant select (firm_id, handover_id, signature_id, withdrawn_at) on public.letter to baton_access;
grant select (firm_id, client_id, lookup, ended) on public.client_record to baton_access;
grant select (firm_id, id, handover_id, batch_id, client_id, state, method, title, line) on public.item to baton_access;
-- A job that writes many clients at once tells the planner so.
grant maintain on public.client, public.client_search, public.client_record to baton_worker;
--> statement-breakpoint
alter function access.credential() owner to baton_access;
alter function access.person() owner to baton_access;
alter function access.firm() owner to baton_access;
alter function access.has_role(text[]) owner to baton_access;
alter function access.actor() owner to baton_access;
alter function access.sees(uuid) owner to baton_access;
alter function access.granted() owner to baton_access;
alter function access.capabilities(uuid) owner to baton_access;
alter function access.clients_wanted(jsonb) owner to baton_access;
alter function access.search_clients(jsonb) owner to baton_access;
alter function access.number_taken(text, uuid) owner to baton_access;
alter function access.count_clients(jsonb) owner to baton_access;
alter function access.in_handover(uuid) owner to baton_access;
alter function access.my_handovers() owner to baton_access;
alter function access.firm_of_user(text) owner to baton_access;
alter function access.has_firm() owner to baton_access;
alter function access.firms() owner to baton_access;
alter function access.next_number(text) owner to baton_access;
alter function access.suspension_effects(uuid) owner to baton_access;
alter function access.journal_waiting() owner to baton_access;
alter function access.pledged(uuid) owner to baton_access;
alter function access.inventory_progress(uuid[], boolean) owner to baton_access;
alter function access.handover_deadlines(uuid, date) owner to baton_access;
grant select on public.journal_unsequenced to baton_access;
create policy journal_unsequenced_answer on public.journal_unsequenced for select to baton_access using (firm_id = access.firm());
grant select (id, counters), update (counters) on public.firm to baton_access;
create policy firm_numbers on public.firm for all to baton_access using (id = access.firm()) with check (id = access.firm());
revoke execute on all functions in schema access from public;
grant execute on all functions in schema access to baton_app, baton_worker, baton_access;
revoke execute on function access.credential(), access.clients_wanted(jsonb) from baton_app, baton_worker;
grant execute on function access.firm_of_user(text), access.has_firm() to baton_auth;
grant usage on schema access to baton_auth;
revoke execute on function access.firms() from baton_app;
--> statement-breakpoint
-- A person's sealed keyring is read by its person alone, through a function; colleagues read the public halves.
revoke select on public.person_key from baton_app, baton_worker;
grant select (firm_id, id, person_id, recipient, signing_key, fingerprint, introduction, version, created_at, revoked_at) on public.person_key to baton_app, baton_worker;
grant select on public.person_key to baton_access;
create policy person_key_answer on public.person_key for select to baton_access using (person_id = access.person());
create function access.my_keyring() returns text language sql stable security definer set search_path = '' as $$
  select sealed_keyring from public.person_key where person_id = access.person() and revoked_at is null
$$;
alter function access.my_keyring() owner to baton_access;
revoke execute on function access.my_keyring() from public;
grant execute on function access.my_keyring() to baton_app;
