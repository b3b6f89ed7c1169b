CREATE TABLE "file_key" (
	"firm_id" uuid,
	"stored_file_id" uuid DEFAULT uuidv7(),
	"year_key_id" uuid NOT NULL,
	"wrapped" bytea NOT NULL,
	CONSTRAINT "file_key_pkey" PRIMARY KEY("firm_id","stored_file_id")
);
--> statement-breakpoint
ALTER TABLE "file_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "file_year_key" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"client_id" uuid,
	"handover_id" uuid,
	"year" integer NOT NULL,
	"wrapped" bytea NOT NULL,
	CONSTRAINT "file_year_key_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "file_year_key_of" UNIQUE NULLS NOT DISTINCT("firm_id","client_id","handover_id","year")
);
--> statement-breakpoint
ALTER TABLE "file_year_key" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "stored_file" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"client_id" uuid,
	"handover_id" uuid,
	"address" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"kept_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp(6) with time zone,
	"fault" text,
	"fault_at" timestamp(6) with time zone,
	"second_at" timestamp(6) with time zone,
	"destroyed_at" timestamp(6) with time zone,
	CONSTRAINT "stored_file_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "belongs_to_something" CHECK (client_id is not null or handover_id is not null)
);
--> statement-breakpoint
ALTER TABLE "stored_file" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "upload" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"client_id" uuid,
	"handover_id" uuid,
	"name" bytea NOT NULL,
	"size" bigint NOT NULL,
	"identity" bytea NOT NULL,
	"wrapped" bytea NOT NULL,
	"started_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "upload_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "belongs_to_something" CHECK (client_id is not null or handover_id is not null)
);
--> statement-breakpoint
ALTER TABLE "upload" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "document" ADD COLUMN "stored_file_id" uuid;--> statement-breakpoint
ALTER TABLE "document" ALTER COLUMN "size" SET DATA TYPE bigint USING "size"::bigint;--> statement-breakpoint
ALTER TABLE "document" ALTER COLUMN "address" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "document_stored_file" ON "document" ("firm_id","stored_file_id");--> statement-breakpoint
CREATE INDEX "file_key_year" ON "file_key" ("firm_id","year_key_id");--> statement-breakpoint
CREATE UNIQUE INDEX "stored_file_address" ON "stored_file" ("firm_id","address") WHERE destroyed_at is null;--> statement-breakpoint
CREATE INDEX "stored_file_checked" ON "stored_file" ("firm_id","checked_at") WHERE destroyed_at is null;--> statement-breakpoint
CREATE INDEX "stored_file_fault" ON "stored_file" ("firm_id","fault") WHERE fault is not null;--> statement-breakpoint
CREATE INDEX "upload_person" ON "upload" ("firm_id","person_id");--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_firm_id_stored_file_id_stored_file_firm_id_id_fkey" FOREIGN KEY ("firm_id","stored_file_id") REFERENCES "stored_file"("firm_id","id");--> statement-breakpoint
ALTER TABLE "file_key" ADD CONSTRAINT "file_key_firm_id_stored_file_id_stored_file_firm_id_id_fkey" FOREIGN KEY ("firm_id","stored_file_id") REFERENCES "stored_file"("firm_id","id");--> statement-breakpoint
ALTER TABLE "file_key" ADD CONSTRAINT "file_key_firm_id_year_key_id_file_year_key_firm_id_id_fkey" FOREIGN KEY ("firm_id","year_key_id") REFERENCES "file_year_key"("firm_id","id");--> statement-breakpoint
ALTER TABLE "file_year_key" ADD CONSTRAINT "file_year_key_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "file_year_key" ADD CONSTRAINT "file_year_key_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "stored_file" ADD CONSTRAINT "stored_file_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "upload" ADD CONSTRAINT "upload_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "upload" ADD CONSTRAINT "upload_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "upload" ADD CONSTRAINT "upload_firm_id_handover_id_handover_firm_id_id_fkey" FOREIGN KEY ("firm_id","handover_id") REFERENCES "handover"("firm_id","id");--> statement-breakpoint
ALTER TABLE "document" DROP CONSTRAINT "belongs_to_something", ADD CONSTRAINT "belongs_to_something" CHECK (client_id is not null or handover_id is not null);--> statement-breakpoint
CREATE POLICY "file_key_read" ON "file_key" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("file_key"."firm_id" = (select access.firm()) and (exists (select from stored_file s where s.firm_id = file_key.firm_id and s.id = file_key.stored_file_id)));--> statement-breakpoint
CREATE POLICY "file_key_insert" ON "file_key" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("file_key"."firm_id" = (select access.firm()) and (exists (select from stored_file s where s.firm_id = file_key.firm_id and s.id = file_key.stored_file_id)));--> statement-breakpoint
CREATE POLICY "file_key_update" ON "file_key" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("file_key"."firm_id" = (select access.firm()) and (exists (select from stored_file s where s.firm_id = file_key.firm_id and s.id = file_key.stored_file_id))) WITH CHECK ("file_key"."firm_id" = (select access.firm()) and (exists (select from stored_file s where s.firm_id = file_key.firm_id and s.id = file_key.stored_file_id)));--> statement-breakpoint
CREATE POLICY "file_key_delete" ON "file_key" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("file_key"."firm_id" = (select access.firm()) and (exists (select from stored_file s where s.firm_id = file_key.firm_id and s.id = file_key.stored_file_id)));--> statement-breakpoint
CREATE POLICY "file_key_job" ON "file_key" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("file_key"."firm_id" = (select access.firm())) WITH CHECK ("file_key"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "file_year_key_read" ON "file_year_key" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("file_year_key"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_year_key_insert" ON "file_year_key" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("file_year_key"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_year_key_update" ON "file_year_key" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("file_year_key"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end)) WITH CHECK ("file_year_key"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_year_key_delete" ON "file_year_key" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("file_year_key"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_year_key_job" ON "file_year_key" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("file_year_key"."firm_id" = (select access.firm())) WITH CHECK ("file_year_key"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "stored_file_read" ON "stored_file" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("stored_file"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "stored_file_insert" ON "stored_file" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("stored_file"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "stored_file_update" ON "stored_file" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("stored_file"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end)) WITH CHECK ("stored_file"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "stored_file_delete" ON "stored_file" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("stored_file"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "stored_file_job" ON "stored_file" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("stored_file"."firm_id" = (select access.firm())) WITH CHECK ("stored_file"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "upload_read" ON "upload" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("upload"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "upload_insert" ON "upload" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("upload"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "upload_update" ON "upload" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("upload"."firm_id" = (select access.firm()) and (person_id = (select access.person()))) WITH CHECK ("upload"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "upload_delete" ON "upload" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("upload"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "upload_job" ON "upload" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("upload"."firm_id" = (select access.firm())) WITH CHECK ("upload"."firm_id" = (select access.firm()));--> statement-breakpoint
-- What is kept stays as it was kept: requests add to it; only jobs note what became of a file, wrap keys anew, and take keys away.
do $$
declare t text;
begin
  foreach t in array array['stored_file', 'file_year_key', 'file_key', 'upload'] loop
    execute format('alter table public.%I force row level security', t);
    execute format('grant select, insert on public.%I to baton_app, baton_worker', t);
  end loop;
end $$;
--> statement-breakpoint
grant update (checked_at, fault, fault_at, second_at, destroyed_at) on public.stored_file to baton_worker;
grant update (wrapped) on public.file_year_key to baton_worker;
grant delete on public.file_key, public.file_year_key to baton_worker;
grant delete on public.upload to baton_app, baton_worker;
-- A document from before files had keys of their own is given one; nothing else of a document changes.
grant update (stored_file_id, name, address, own_key) on public.document to baton_worker;
