CREATE TABLE "sampling_switch" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"transferor_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "sampling_switch_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "sampling_switch_third_person" CHECK (decided_by <> transferor_id)
);
--> statement-breakpoint
ALTER TABLE "sampling_switch" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "sampling_switch_transferor" ON "sampling_switch" ("firm_id","transferor_id","rule","decided_at");--> statement-breakpoint
ALTER TABLE "sampling_switch" ADD CONSTRAINT "sampling_switch_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "sampling_switch" ADD CONSTRAINT "sampling_switch_firm_id_transferor_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","transferor_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "sampling_switch" ADD CONSTRAINT "sampling_switch_firm_id_decided_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","decided_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
CREATE POLICY "sampling_switch_read" ON "sampling_switch" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("sampling_switch"."firm_id" = (select access.firm()) and (((select access.has_role('manager', 'auditor', 'administrator')) or "sampling_switch"."handover_id" in (select access.my_handovers()))));--> statement-breakpoint
CREATE POLICY "sampling_switch_insert" ON "sampling_switch" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("sampling_switch"."firm_id" = (select access.firm()) and ((select access.has_role('manager'))));--> statement-breakpoint
CREATE POLICY "sampling_switch_update" ON "sampling_switch" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("sampling_switch"."firm_id" = (select access.firm()) and ((select access.has_role('manager')))) WITH CHECK ("sampling_switch"."firm_id" = (select access.firm()) and ((select access.has_role('manager'))));--> statement-breakpoint
CREATE POLICY "sampling_switch_delete" ON "sampling_switch" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("sampling_switch"."firm_id" = (select access.firm()) and ((select access.has_role('manager'))));--> statement-breakpoint
CREATE POLICY "sampling_switch_job" ON "sampling_switch" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("sampling_switch"."firm_id" = (select access.firm())) WITH CHECK ("sampling_switch"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "sampling_switch_answer" ON "sampling_switch" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
-- The walls: what was decided is added to and never changed, by who decides and nobody in their name.
alter table public.sampling_switch force row level security;
grant select, insert on public.sampling_switch to baton_app;
grant select on public.sampling_switch to baton_worker, baton_access;
create policy sampling_switch_own on public.sampling_switch as restrictive for insert to baton_app
  with check (decided_by = (select access.person()) and decision in ('resume', 'reduce', 'end-reduced'));
-- What the switching rules ask of a transferor: lots and decisions in the order in which they came; nothing of a client.
create function access.inspection_course(of_transferor uuid, of_rule text)
returns table (decision text, letter text, quality_limit text, accept integer, nonconforming integer)
language sql stable security definer set search_path = '' as $$
  select c.decision, c.letter, c.quality_limit, c.accept, c.nonconforming from (
    select null::text as decision, l.letter, l.quality_limit, l.accept, l.nonconforming, l.decided_at as at, l.id from public.sampling_lot l
    where l.firm_id = access.firm() and l.transferor_id = of_transferor and l.rule = of_rule and l.first and l.letter is not null and l.decided_at is not null
    union all
    select s.decision, null, null, null, null, s.decided_at, s.id from public.sampling_switch s
    where s.firm_id = access.firm() and s.transferor_id = of_transferor and s.rule = of_rule
  ) c
  order by c.at, c.id
$$;
alter function access.inspection_course(uuid, text) owner to baton_access;
revoke execute on function access.inspection_course(uuid, text) from public;
grant execute on function access.inspection_course(uuid, text) to baton_app, baton_worker;
drop function access.lots_before(uuid, text);
