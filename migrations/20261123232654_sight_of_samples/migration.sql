-- Lines of a lot are seen by who sees their clients, and by checkers; how many of them are inspected, by everybody who sees the lot.
create function access.lot_progress(wanted uuid[]) returns table (lot uuid, to_inspect integer, inspected integer, nonconforming integer)
language sql stable security definer set search_path = '' as $$
  select i.lot_id, (count(*) filter (where i.place is not null))::integer, (count(*) filter (where i.conforms is not null))::integer,
    (count(*) filter (where not i.conforms))::integer
  from public.sampling_line i join public.sampling_lot l on l.firm_id = i.firm_id and l.id = i.lot_id
  where i.firm_id = access.firm() and i.lot_id = any (wanted) and access.in_handover(l.handover_id)
  group by 1
$$;
alter function access.lot_progress(uuid[]) owner to baton_access;
revoke execute on function access.lot_progress(uuid[]) from public;
grant execute on function access.lot_progress(uuid[]) to baton_app;
--> statement-breakpoint
ALTER POLICY "sampling_line_read" ON "sampling_line" TO "baton_app" USING ("sampling_line"."firm_id" = (select access.firm()) and (("sampling_line"."client_id" in (select access.granted()) or "sampling_line"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))) or "sampling_line"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
ALTER POLICY "sampling_line_insert" ON "sampling_line" TO "baton_app" WITH CHECK ("sampling_line"."firm_id" = (select access.firm()) and (("sampling_line"."client_id" in (select access.granted()) or "sampling_line"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))) or "sampling_line"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
ALTER POLICY "sampling_line_update" ON "sampling_line" TO "baton_app" USING ("sampling_line"."firm_id" = (select access.firm()) and (("sampling_line"."client_id" in (select access.granted()) or "sampling_line"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))) or "sampling_line"."handover_id" in (select access.inspected_handovers()))) WITH CHECK ("sampling_line"."firm_id" = (select access.firm()) and (("sampling_line"."client_id" in (select access.granted()) or "sampling_line"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))) or "sampling_line"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
ALTER POLICY "sampling_line_delete" ON "sampling_line" TO "baton_app" USING ("sampling_line"."firm_id" = (select access.firm()) and (("sampling_line"."client_id" in (select access.granted()) or "sampling_line"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))) or "sampling_line"."handover_id" in (select access.inspected_handovers())));