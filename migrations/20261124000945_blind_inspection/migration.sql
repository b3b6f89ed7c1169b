-- Clients of whom the present person is to inspect a line and has not said yet what they found.
create function access.blind_clients() returns setof uuid language sql stable security definer set search_path = '' as $$
  select distinct i.client_id from access.credential() me
  join public.sampling_lot l on l.firm_id = me.firm and l.checker_id = me.person and l.state = 'drawn'
  join public.sampling_line i on i.firm_id = l.firm_id and i.lot_id = l.id and i.place is not null and i.conforms is null
$$;
alter function access.blind_clients() owner to baton_access;
revoke execute on function access.blind_clients() from public;
grant execute on function access.blind_clients() to baton_app;
--> statement-breakpoint
CREATE POLICY "journal_entry_blind" ON "journal_entry" AS RESTRICTIVE FOR SELECT TO "baton_app" USING (client_id is null or actor_id = (select access.person()) or client_id not in (select access.blind_clients()));