CREATE TABLE "archive_import" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"file_name" text NOT NULL,
	"size" bigint NOT NULL,
	"file_key" bytea,
	"state" text DEFAULT 'arriving' NOT NULL,
	"found" jsonb,
	"failure" jsonb,
	"wish" jsonb,
	"created_by" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(6) with time zone,
	CONSTRAINT "archive_import_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "archive_import" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "archive_import_read" ON "archive_import" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("archive_import"."firm_id" = (select access.firm()) and ((select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "archive_import_insert" ON "archive_import" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("archive_import"."firm_id" = (select access.firm()) and (created_by = (select access.person()) and (select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "archive_import_update" ON "archive_import" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("archive_import"."firm_id" = (select access.firm()) and (created_by = (select access.person()) and (select access.has_role('administrator')))) WITH CHECK ("archive_import"."firm_id" = (select access.firm()) and (created_by = (select access.person()) and (select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "archive_import_delete" ON "archive_import" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("archive_import"."firm_id" = (select access.firm()) and (created_by = (select access.person()) and (select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "archive_import_job" ON "archive_import" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("archive_import"."firm_id" = (select access.firm())) WITH CHECK ("archive_import"."firm_id" = (select access.firm()));
--> statement-breakpoint
alter table public.archive_import force row level security;
-- What came, from whom and what became of it stays on record.
revoke all on public.archive_import from baton_app, baton_worker;
grant select, insert on public.archive_import to baton_app;
grant select on public.archive_import to baton_worker;
grant update (state, file_key, found, failure, wish, finished_at) on public.archive_import to baton_app, baton_worker;
