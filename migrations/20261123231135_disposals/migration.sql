-- Whoever signs at a disposal sees it, whole.
create function access.in_disposal(wanted uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (
    select from public.disposal_seat s where s.firm_id = access.firm() and s.disposal_id = wanted and s.person_id = access.person());
end
$$;
--> statement-breakpoint
CREATE TABLE "disposal" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"number" text NOT NULL,
	"state" text DEFAULT 'appraisal' NOT NULL,
	"list" text NOT NULL,
	"list_hash" text NOT NULL,
	"prepared_by" uuid NOT NULL,
	"prepared_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"ordered_by" uuid,
	"ordered_at" timestamp(6) with time zone,
	"destruction_at" timestamp(6) with time zone,
	"stopped_for" text,
	"ended_for" text,
	"certificate_hash" text,
	"certified_at" timestamp(6) with time zone,
	CONSTRAINT "disposal_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "disposal_number" UNIQUE("firm_id","number")
);
--> statement-breakpoint
ALTER TABLE "disposal" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "disposal_line" (
	"firm_id" uuid,
	"disposal_id" uuid,
	"position" integer,
	"document_id" uuid NOT NULL,
	"held_back" text,
	"open" boolean DEFAULT true NOT NULL,
	CONSTRAINT "disposal_line_pkey" PRIMARY KEY("firm_id","disposal_id","position")
);
--> statement-breakpoint
ALTER TABLE "disposal_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "disposal_seat" (
	"firm_id" uuid,
	"disposal_id" uuid,
	"stage" text,
	"seat" text,
	"person_id" uuid NOT NULL,
	"signature_id" uuid,
	"agrees" boolean,
	"remark" text,
	"signed_at" timestamp(6) with time zone,
	CONSTRAINT "disposal_seat_pkey" PRIMARY KEY("firm_id","disposal_id","stage","seat"),
	CONSTRAINT "disposal_seat_one_each" UNIQUE("firm_id","disposal_id","stage","person_id"),
	CONSTRAINT "signed_wholly" CHECK ((signature_id is null) = (signed_at is null) and (signature_id is null) = (agrees is null))
);
--> statement-breakpoint
ALTER TABLE "disposal_seat" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE UNIQUE INDEX "disposal_line_open_once" ON "disposal_line" ("firm_id","document_id") WHERE open and held_back is null;--> statement-breakpoint
CREATE INDEX "disposal_line_document" ON "disposal_line" ("firm_id","document_id");--> statement-breakpoint
ALTER TABLE "disposal" ADD CONSTRAINT "disposal_firm_id_prepared_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","prepared_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "disposal_line" ADD CONSTRAINT "disposal_line_firm_id_disposal_id_disposal_firm_id_id_fkey" FOREIGN KEY ("firm_id","disposal_id") REFERENCES "disposal"("firm_id","id");--> statement-breakpoint
ALTER TABLE "disposal_line" ADD CONSTRAINT "disposal_line_firm_id_document_id_document_firm_id_id_fkey" FOREIGN KEY ("firm_id","document_id") REFERENCES "document"("firm_id","id");--> statement-breakpoint
ALTER TABLE "disposal_seat" ADD CONSTRAINT "disposal_seat_firm_id_disposal_id_disposal_firm_id_id_fkey" FOREIGN KEY ("firm_id","disposal_id") REFERENCES "disposal"("firm_id","id");--> statement-breakpoint
ALTER TABLE "disposal_seat" ADD CONSTRAINT "disposal_seat_firm_id_person_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","person_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "disposal_seat" ADD CONSTRAINT "disposal_seat_firm_id_signature_id_signature_firm_id_id_fkey" FOREIGN KEY ("firm_id","signature_id") REFERENCES "signature"("firm_id","id");--> statement-breakpoint
CREATE POLICY "disposal_read" ON "disposal" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("disposal"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(id)));--> statement-breakpoint
CREATE POLICY "disposal_insert" ON "disposal" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("disposal"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(id)));--> statement-breakpoint
CREATE POLICY "disposal_update" ON "disposal" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("disposal"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(id))) WITH CHECK ("disposal"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(id)));--> statement-breakpoint
CREATE POLICY "disposal_delete" ON "disposal" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("disposal"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(id)));--> statement-breakpoint
CREATE POLICY "disposal_job" ON "disposal" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("disposal"."firm_id" = (select access.firm())) WITH CHECK ("disposal"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "disposal_answer" ON "disposal" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "disposal_line_read" ON "disposal_line" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("disposal_line"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(disposal_id)));--> statement-breakpoint
CREATE POLICY "disposal_line_insert" ON "disposal_line" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("disposal_line"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(disposal_id)));--> statement-breakpoint
CREATE POLICY "disposal_line_update" ON "disposal_line" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("disposal_line"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(disposal_id))) WITH CHECK ("disposal_line"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(disposal_id)));--> statement-breakpoint
CREATE POLICY "disposal_line_delete" ON "disposal_line" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("disposal_line"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(disposal_id)));--> statement-breakpoint
CREATE POLICY "disposal_line_job" ON "disposal_line" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("disposal_line"."firm_id" = (select access.firm())) WITH CHECK ("disposal_line"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "disposal_seat_read" ON "disposal_seat" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("disposal_seat"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or access.in_disposal(disposal_id)));--> statement-breakpoint
CREATE POLICY "disposal_seat_insert" ON "disposal_seat" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("disposal_seat"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (signature_id is null and (select access.keeps_archives()))));--> statement-breakpoint
CREATE POLICY "disposal_seat_update" ON "disposal_seat" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("disposal_seat"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (signature_id is null and (select access.keeps_archives())))) WITH CHECK ("disposal_seat"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (signature_id is null and (select access.keeps_archives()))));--> statement-breakpoint
CREATE POLICY "disposal_seat_delete" ON "disposal_seat" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("disposal_seat"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (signature_id is null and (select access.keeps_archives()))));--> statement-breakpoint
CREATE POLICY "disposal_seat_job" ON "disposal_seat" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("disposal_seat"."firm_id" = (select access.firm())) WITH CHECK ("disposal_seat"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "disposal_seat_answer" ON "disposal_seat" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);
--> statement-breakpoint
alter table public.disposal force row level security;
alter table public.disposal_line force row level security;
alter table public.disposal_seat force row level security;
-- A disposal is kept for ever: its list and seats stand as they were drawn up, and it only goes forward.
grant select, insert on public.disposal, public.disposal_line, public.disposal_seat to baton_app;
grant update (state, ordered_by, ordered_at, stopped_for, ended_for) on public.disposal to baton_app;
grant update (open) on public.disposal_line to baton_app;
grant update (signature_id, agrees, remark, signed_at) on public.disposal_seat to baton_app;
grant select on public.disposal, public.disposal_line, public.disposal_seat to baton_worker;
grant update (state, stopped_for, destruction_at, certificate_hash, certified_at) on public.disposal to baton_worker;
grant update (open) on public.disposal_line to baton_worker;
grant select (firm_id, disposal_id, person_id, stage, agrees, signature_id) on public.disposal_seat to baton_access;
alter function access.in_disposal(uuid) owner to baton_access;
revoke execute on function access.in_disposal(uuid) from public;
grant execute on function access.in_disposal(uuid) to baton_app, baton_worker, baton_access;
--> statement-breakpoint
-- Two who appraised, five who agreed, three who checked: whatever the program says, nothing is destroyed before.
create function access.keep_disposal() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.state is not distinct from old.state then return new; end if;
  if old.state in ('certified', 'ended') then
    raise insufficient_privilege using message = 'a disposal that is over stays as it is';
  end if;
  if new.state in ('ready', 'destroying') and (
    select count(*) from public.disposal_seat s
    where s.firm_id = new.firm_id and s.disposal_id = new.id and s.stage in ('appraisal', 'opinion', 'check') and s.agrees) <> 10 then
    raise insufficient_privilege using message = 'two appraise, five agree and three check before anything is destroyed';
  end if;
  if new.state = 'destroying' and old.state <> 'ready' then
    raise insufficient_privilege using message = 'only a list that is ready is destroyed';
  end if;
  if new.state in ('watched', 'certified') and (session_user <> 'baton_worker' or old.state not in ('destroying', 'certifying')) then
    raise insufficient_privilege using message = 'what was destroyed is said by who destroyed it';
  end if;
  if new.state = 'certifying' and (
    select count(*) from public.disposal_seat s
    where s.firm_id = new.firm_id and s.disposal_id = new.id and s.stage = 'watched' and s.signature_id is not null) <> 3 then
    raise insufficient_privilege using message = 'three who watched sign before the certificate';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_disposal before update on public.disposal for each row execute function access.keep_disposal();
--> statement-breakpoint
create function access.keep_disposal_seat() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' and new.signature_id is not null then
    raise insufficient_privilege using message = 'a seat is named before it is signed at';
  end if;
  if tg_op = 'UPDATE' and (old.signature_id is not null or new.person_id is distinct from access.person() or not exists (
    select from public.signature g
    where g.firm_id = new.firm_id and g.id = new.signature_id and g.person_id = new.person_id and g.subject_id = new.disposal_id::text
      and g.purpose = 'baton/disposal/v1')) then
    raise insufficient_privilege using message = 'who is named for a seat signs at it, once, for themselves';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_disposal_seat before insert or update on public.disposal_seat for each row execute function access.keep_disposal_seat();
--> statement-breakpoint
grant select (stored_file_id) on public.document to baton_access;
--> statement-breakpoint
-- The same for a kept content: closed when every file that it is the content of is closed.
create function access.stored_file_closed(wanted uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  if session_user = 'baton_worker' then return false; end if;
  if not exists (select from public.safeguard s where s.firm_id = access.firm() and s.kind = 'restriction' and s.lifted_at is null) then return false; end if;
  return (
    select coalesce(bool_and(access.document_closed(d.id)), false) from public.document d
    where d.firm_id = access.firm() and d.stored_file_id = wanted);
end
$$;
--> statement-breakpoint
create policy file_key_open on public.file_key as restrictive for select to baton_app using (not access.stored_file_closed(stored_file_id));
--> statement-breakpoint
alter function access.stored_file_closed(uuid) owner to baton_access;
revoke execute on function access.stored_file_closed(uuid) from public;
grant execute on function access.stored_file_closed(uuid) to baton_app, baton_worker, baton_access;
