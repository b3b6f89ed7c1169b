CREATE TABLE "journal_anchor" (
	"firm_id" uuid,
	"place" text,
	"origin" text,
	"size" bigint,
	"at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "journal_anchor_pkey" PRIMARY KEY("firm_id","place","origin","size")
);
--> statement-breakpoint
ALTER TABLE "journal_anchor" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "journal_anchor_read" ON "journal_anchor" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("journal_anchor"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "journal_anchor_insert" ON "journal_anchor" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("journal_anchor"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_anchor_update" ON "journal_anchor" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("journal_anchor"."firm_id" = (select access.firm()) and (false)) WITH CHECK ("journal_anchor"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_anchor_delete" ON "journal_anchor" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("journal_anchor"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "journal_anchor_job" ON "journal_anchor" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("journal_anchor"."firm_id" = (select access.firm())) WITH CHECK ("journal_anchor"."firm_id" = (select access.firm()));--> statement-breakpoint
alter table public.journal_anchor force row level security;
grant select on public.journal_anchor to baton_app;
grant select, insert on public.journal_anchor to baton_worker;
