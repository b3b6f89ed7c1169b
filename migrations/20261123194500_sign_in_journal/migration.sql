-- What happens at the door stands in the log of the person's firm. The role of sign-in reaches no table of the modules: this
-- function takes its verbs and no others, and writes as a role that may only insert, for that login alone.
grant insert on public.journal_entry, public.journal_fact, public.journal_unsequenced to baton_access;
create policy journal_entry_door on public.journal_entry for insert to baton_access with check (session_user = 'baton_auth');
create policy journal_fact_door on public.journal_fact for insert to baton_access with check (session_user = 'baton_auth');
create policy journal_unsequenced_door on public.journal_unsequenced for insert to baton_access with check (session_user = 'baton_auth');
--> statement-breakpoint
-- A refused sign-in is nobody's deed: its entry names whom it was tried for and no actor. An address that belongs to nobody is
-- written and undone, so that the time of the answer does not tell whether somebody has it.
create function access.journal_sign_in(entry uuid, verb text, of_user text, of_email text, salt bytea, facts jsonb, commitment bytea)
returns void language plpgsql security definer set search_path = '' as $$
declare
  whose record;
  refused boolean := verb = 'people.sign-in-refused';
begin
  if verb not in ('people.signed-in', 'people.sign-in-refused', 'people.signed-out', 'people.password-changed',
    'people.one-time-codes-on', 'people.one-time-codes-off') then
    raise insufficient_privilege using message = 'the door writes of signing in and out only';
  end if;
  select p.id, p.firm_id into whose from public.person p
  where p.user_id = of_user or (of_user is null and p.email = lower(of_email))
  order by p.suspended_at is not null or p.left_at is not null, p.created_at limit 1;
  begin
    insert into public.journal_entry (firm_id, id, at, actor_id, by, verb, subject_id, commitment)
    values (coalesce(whose.firm_id, entry), entry, now(), case when refused then null else whose.id end,
      case when refused then 'job' else 'person' end, verb, whose.id::text, commitment);
    insert into public.journal_fact (firm_id, entry_id, salt, facts) values (coalesce(whose.firm_id, entry), entry, salt, facts);
    insert into public.journal_unsequenced (firm_id, entry_id) values (coalesce(whose.firm_id, entry), entry);
    if whose.id is null then raise no_data_found; end if;
    perform pg_notify('baton_journal', jsonb_build_object('firm', whose.firm_id, 'verb', verb, 'handovers', '[]'::jsonb)::text);
  exception when no_data_found then null;
  end;
end
$$;
--> statement-breakpoint
alter function access.journal_sign_in(uuid, text, text, text, bytea, jsonb, bytea) owner to baton_access;
revoke execute on function access.journal_sign_in(uuid, text, text, text, bytea, jsonb, bytea) from public;
grant execute on function access.journal_sign_in(uuid, text, text, text, bytea, jsonb, bytea) to baton_auth;
