CREATE TABLE "journal_reading" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"verb" text NOT NULL,
	"lines" integer NOT NULL,
	"from" jsonb,
	CONSTRAINT "journal_reading_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "journal_reading" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "journal_reading_read" ON "journal_reading" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_reading"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_reading_insert" ON "journal_reading" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_reading"."firm_id" = (select access.firm()) and (person_id = (select access.person()) and at = now()));--> statement-breakpoint
CREATE POLICY "journal_reading_update" ON "journal_reading" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_reading"."firm_id" = (select access.firm()) and (person_id = (select access.person()) and at = now())) WITH CHECK ("journal_reading"."firm_id" = (select access.firm()) and (person_id = (select access.person()) and at = now()));--> statement-breakpoint
CREATE POLICY "journal_reading_delete" ON "journal_reading" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_reading"."firm_id" = (select access.firm()) and (person_id = (select access.person()) and at = now()));--> statement-breakpoint
CREATE POLICY "journal_reading_job" ON "journal_reading" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_reading"."firm_id" = (select access.firm())) WITH CHECK ("journal_reading"."firm_id" = (select access.firm()));--> statement-breakpoint
alter table public.journal_reading force row level security;
grant select, insert on public.journal_reading to baton_app;
grant select, insert, delete on public.journal_reading to baton_worker;
