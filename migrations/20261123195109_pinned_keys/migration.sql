CREATE TABLE "key_pin" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"person_id" uuid NOT NULL,
	"colleague_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"signed" jsonb NOT NULL,
	"pinned_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "key_pin_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "key_pin" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "person_key" ADD COLUMN "rotation" jsonb;--> statement-breakpoint
CREATE INDEX "key_pin_newest" ON "key_pin" ("firm_id","person_id","colleague_id","id");--> statement-breakpoint
ALTER TABLE "key_pin" ADD CONSTRAINT "key_pin_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "key_pin" ADD CONSTRAINT "key_pin_firm_id_colleague_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","colleague_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
CREATE POLICY "key_pin_read" ON "key_pin" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("key_pin"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "key_pin_insert" ON "key_pin" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("key_pin"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "key_pin_update" ON "key_pin" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("key_pin"."firm_id" = (select access.firm()) and (person_id = (select access.person()))) WITH CHECK ("key_pin"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "key_pin_delete" ON "key_pin" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("key_pin"."firm_id" = (select access.firm()) and (person_id = (select access.person())));--> statement-breakpoint
CREATE POLICY "key_pin_job" ON "key_pin" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("key_pin"."firm_id" = (select access.firm())) WITH CHECK ("key_pin"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "key_wrap_pinned" ON "key_wrap" AS RESTRICTIVE FOR INSERT TO "baton_app" WITH CHECK (person_id is null or person_id = (select access.person()) or exists (
        select from person_key k join key_pin p on p.firm_id = k.firm_id and p.colleague_id = k.person_id and p.fingerprint = k.fingerprint
        where k.firm_id = key_wrap.firm_id and k.id = key_wrap.person_key_id and k.revoked_at is null and p.person_id = (select access.person())));--> statement-breakpoint
alter table public.key_pin force row level security;
grant select, insert on public.key_pin to baton_app;
grant select on public.key_pin to baton_worker;
grant select (rotation) on public.person_key to baton_app, baton_worker;
