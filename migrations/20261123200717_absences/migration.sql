CREATE TABLE "absence" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"from" date NOT NULL,
	"until" date NOT NULL,
	"reason" text,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp(6) with time zone NOT NULL,
	"withdrawn_at" timestamp(6) with time zone,
	CONSTRAINT "absence_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "absence" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "absence_person" ON "absence" ("firm_id","person_id","until");--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
CREATE POLICY "absence_read" ON "absence" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("absence"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "absence_insert" ON "absence" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("absence"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "absence_update" ON "absence" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("absence"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.has_role('administrator', 'manager')))) WITH CHECK ("absence"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "absence_delete" ON "absence" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("absence"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.has_role('administrator', 'manager'))));--> statement-breakpoint
CREATE POLICY "absence_job" ON "absence" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("absence"."firm_id" = (select access.firm())) WITH CHECK ("absence"."firm_id" = (select access.firm()));--> statement-breakpoint
alter table public.absence force row level security;
grant select, insert, update on public.absence to baton_app;
grant select on public.absence to baton_worker;
