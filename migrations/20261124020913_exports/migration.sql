CREATE TABLE "archive_export" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"request_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"client_id" uuid,
	"package_id" uuid,
	"name" text NOT NULL,
	"recipients" text[] NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"part_key" bytea,
	"turn" uuid,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"package_hash" text,
	"files" integer,
	"bytes" bigint,
	"failure" jsonb,
	"finished_at" timestamp(6) with time zone,
	CONSTRAINT "archive_export_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "exports_one_thing" CHECK ((client_id is not null) = (scope = 'client') and (package_id is not null) = (scope = 'package'))
);
--> statement-breakpoint
ALTER TABLE "archive_export" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "archive_export_request" ON "archive_export" ("firm_id","request_id");--> statement-breakpoint
ALTER TABLE "archive_export" ADD CONSTRAINT "archive_export_tbFjSsqB8OEA_fkey" FOREIGN KEY ("firm_id","request_id") REFERENCES "second_person_request"("firm_id","id");--> statement-breakpoint
ALTER TABLE "archive_export" ADD CONSTRAINT "archive_export_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "archive_export" ADD CONSTRAINT "archive_export_fGFBVp0RPXNo_fkey" FOREIGN KEY ("firm_id","package_id") REFERENCES "archive_package"("firm_id","id");--> statement-breakpoint
CREATE POLICY "archive_export_read" ON "archive_export" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("archive_export"."firm_id" = (select access.firm()) and (asked_by = (select access.person()) or (select access.has_role('manager', 'auditor', 'administrator'))));--> statement-breakpoint
CREATE POLICY "archive_export_insert" ON "archive_export" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("archive_export"."firm_id" = (select access.firm()) and (asked_by = (select access.person()) or (select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "archive_export_update" ON "archive_export" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("archive_export"."firm_id" = (select access.firm()) and (asked_by = (select access.person()) or (select access.has_role('administrator')))) WITH CHECK ("archive_export"."firm_id" = (select access.firm()) and (asked_by = (select access.person()) or (select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "archive_export_delete" ON "archive_export" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("archive_export"."firm_id" = (select access.firm()) and (asked_by = (select access.person()) or (select access.has_role('administrator'))));--> statement-breakpoint
CREATE POLICY "archive_export_job" ON "archive_export" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("archive_export"."firm_id" = (select access.firm())) WITH CHECK ("archive_export"."firm_id" = (select access.firm()));--> statement-breakpoint
alter table public.archive_export force row level security;
--> statement-breakpoint
-- What was asked for stays as it was asked and on record; nothing is made of it before a second person has released it.
revoke all on public.archive_export from baton_app, baton_worker;
grant select, insert on public.archive_export to baton_app;
grant select on public.archive_export to baton_worker;
grant update (state, part_key, turn, done, total, package_hash, files, bytes, failure, finished_at) on public.archive_export to baton_app, baton_worker;
--> statement-breakpoint
create policy archive_export_asked on public.archive_export as restrictive for insert to baton_app
  with check (asked_by = (select access.person()) and state = 'asked' and part_key is null);
--> statement-breakpoint
create function access.keep_archive_export() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.state in ('making', 'made') and not exists (
    select from public.second_person_request r
    where r.firm_id = new.firm_id and r.id = new.request_id and r.deed = 'export' and r.approver_id is not null and r.used_at is not null) then
    raise insufficient_privilege using message = 'nothing is exported before a second person has released it';
  end if;
  if old.state in ('made', 'failed', 'cancelled') and new.state is distinct from old.state then
    raise insufficient_privilege using message = 'an export that is over is asked for again';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_archive_export before update on public.archive_export for each row execute function access.keep_archive_export();
