CREATE TABLE "sampling_finding" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"lot_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"conforms" boolean NOT NULL,
	"fields" text[] NOT NULL,
	"found" bytea NOT NULL,
	"inspected_by" uuid NOT NULL,
	"inspected_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "sampling_finding_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "sampling_finding_once" UNIQUE("firm_id","lot_id","item_id","inspected_at")
);
--> statement-breakpoint
ALTER TABLE "sampling_finding" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sampling_line" (
	"firm_id" uuid,
	"lot_id" uuid,
	"item_id" uuid,
	"handover_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"method" text NOT NULL,
	"listed" jsonb NOT NULL,
	"record_id" uuid,
	"record_version" integer,
	"by_fields" boolean NOT NULL,
	"always" boolean NOT NULL,
	"place" integer,
	"conforms" boolean,
	CONSTRAINT "sampling_line_pkey" PRIMARY KEY("firm_id","lot_id","item_id")
);
--> statement-breakpoint
ALTER TABLE "sampling_line" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sampling_lot" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"transferor_id" uuid NOT NULL,
	"submitted_by" uuid NOT NULL,
	"submitted_at" timestamp(6) with time zone NOT NULL,
	"lines" integer NOT NULL,
	"list_hash" text NOT NULL,
	"quality_limit" text,
	"severity" text NOT NULL,
	"letter" text,
	"sample_size" integer NOT NULL,
	"accept" integer NOT NULL,
	"first" boolean NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"checker_id" uuid,
	"seed" text,
	"seed_size" bigint,
	"drawn_at" timestamp(6) with time zone,
	"nonconforming" integer,
	"decided_at" timestamp(6) with time zone,
	CONSTRAINT "sampling_lot_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "sampling_lot_drawn" CHECK ((state = 'waiting') = (checker_id is null) and (checker_id is null) = (seed is null)),
	CONSTRAINT "sampling_lot_decided" CHECK ((state in ('accepted', 'refused')) = (decided_at is not null)),
	CONSTRAINT "sampling_lot_third_person" CHECK (checker_id <> transferor_id and checker_id <> submitted_by)
);
--> statement-breakpoint
ALTER TABLE "sampling_lot" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "testimony" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"field" text NOT NULL,
	"record_version" integer NOT NULL,
	"voice" text NOT NULL,
	"channel" text NOT NULL,
	"said" bytea NOT NULL,
	"document_id" uuid,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp(6) with time zone NOT NULL,
	"replaced_at" timestamp(6) with time zone,
	CONSTRAINT "testimony_pkey" PRIMARY KEY("firm_id","id")
);
--> statement-breakpoint
ALTER TABLE "testimony" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "sampling_line_item" ON "sampling_line" ("firm_id","item_id");--> statement-breakpoint
CREATE INDEX "sampling_lot_batch" ON "sampling_lot" ("firm_id","batch_id");--> statement-breakpoint
CREATE INDEX "sampling_lot_transferor" ON "sampling_lot" ("firm_id","transferor_id","rule","decided_at");--> statement-breakpoint
CREATE INDEX "sampling_lot_checker" ON "sampling_lot" ("firm_id","checker_id") WHERE checker_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "testimony_present" ON "testimony" ("firm_id","item_id","field","voice","channel") WHERE replaced_at is null;--> statement-breakpoint
CREATE INDEX "testimony_batch" ON "testimony" ("firm_id","batch_id","client_id");--> statement-breakpoint
ALTER TABLE "sampling_finding" ADD CONSTRAINT "sampling_finding_H81ZkPRz29JI_fkey" FOREIGN KEY ("firm_id","lot_id","item_id") REFERENCES "sampling_line"("firm_id","lot_id","item_id");--> statement-breakpoint
ALTER TABLE "sampling_finding" ADD CONSTRAINT "sampling_finding_firm_id_inspected_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","inspected_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "sampling_line" ADD CONSTRAINT "sampling_line_firm_id_lot_id_sampling_lot_firm_id_id_fkey" FOREIGN KEY ("firm_id","lot_id") REFERENCES "sampling_lot"("firm_id","id");--> statement-breakpoint
ALTER TABLE "sampling_line" ADD CONSTRAINT "sampling_line_firm_id_item_id_item_firm_id_id_fkey" FOREIGN KEY ("firm_id","item_id") REFERENCES "item"("firm_id","id");--> statement-breakpoint
ALTER TABLE "sampling_lot" ADD CONSTRAINT "sampling_lot_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "sampling_lot" ADD CONSTRAINT "sampling_lot_firm_id_transferor_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","transferor_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "sampling_lot" ADD CONSTRAINT "sampling_lot_firm_id_checker_id_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","checker_id") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "testimony" ADD CONSTRAINT "testimony_firm_id_item_id_item_firm_id_id_fkey" FOREIGN KEY ("firm_id","item_id") REFERENCES "item"("firm_id","id");--> statement-breakpoint
ALTER TABLE "testimony" ADD CONSTRAINT "testimony_firm_id_recorded_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","recorded_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
-- What several sources say and what is inspected by sample stays as it was written: answers are replaced, lots decided, never taken away.
alter table public.testimony force row level security;
alter table public.sampling_lot force row level security;
alter table public.sampling_line force row level security;
alter table public.sampling_finding force row level security;
grant select, insert on public.testimony, public.sampling_lot, public.sampling_line, public.sampling_finding to baton_app, baton_worker;
grant update (replaced_at) on public.testimony to baton_app;
grant update (state, checker_id, seed, seed_size, drawn_at, nonconforming, decided_at) on public.sampling_lot to baton_app;
grant update (place, conforms, record_version) on public.sampling_line to baton_app;
grant select on public.sampling_lot to baton_access;
grant select (firm_id, lot_id, item_id, client_id, place, conforms) on public.sampling_line to baton_access;
grant select (firm_id, id, verb, handover_id, subject_id) on public.journal_entry to baton_access;
grant select (firm_id, entry_id, index) on public.journal_leaf to baton_access;
grant select (firm_id, size, root) on public.journal_checkpoint to baton_access;
create policy journal_entry_seed on public.journal_entry for select to baton_access using (verb = 'reconciliation.lot-submitted');
create policy journal_leaf_seed on public.journal_leaf for select to baton_access using (true);
create policy journal_checkpoint_seed on public.journal_checkpoint for select to baton_access using (true);
--> statement-breakpoint
-- Handovers whose lots the present person may inspect: a checker of the firm who stands on none of its sides.
create function access.inspected_handovers() returns setof uuid language sql stable security definer set search_path = '' as $$
  select distinct l.handover_id from access.credential() me join public.sampling_lot l on l.firm_id = me.firm
  where access.has_role('checker')
    and not exists (select from public.handover_party h where h.firm_id = me.firm and h.handover_id = l.handover_id and h.person_id = me.person)
$$;
--> statement-breakpoint
create or replace function access.in_handover(wanted uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.handover_party h join access.credential() me on me.firm = h.firm_id and me.person = h.person_id where h.handover_id = wanted
  ) or access.has_role('manager', 'auditor', 'administrator') or wanted in (select access.inspected_handovers())
$$;
--> statement-breakpoint
-- Lines that the present person is to inspect and has not said yet what they found: what others found of them stays hidden.
create function access.blind_items() returns setof uuid language sql stable security definer set search_path = '' as $$
  select i.item_id from access.credential() me
  join public.sampling_lot l on l.firm_id = me.firm and l.checker_id = me.person and l.state = 'drawn'
  join public.sampling_line i on i.firm_id = l.firm_id and i.lot_id = l.id and i.place is not null and i.conforms is null
$$;
--> statement-breakpoint
create function access.drawn_clients() returns setof uuid language sql stable security definer set search_path = '' as $$
  select distinct i.client_id from access.credential() me
  join public.sampling_lot l on l.firm_id = me.firm and l.checker_id = me.person
  join public.sampling_line i on i.firm_id = l.firm_id and i.lot_id = l.id and i.place is not null
$$;
--> statement-breakpoint
-- The seed of a lot: the root of the first checkpoint of the firm's journal that holds the entry of its handing in. None of those
-- who wrote before it could know it, and everybody who keeps the checkpoint can draw again.
create function access.seed_after(lot uuid) returns table (seed text, seed_size bigint) language sql stable security definer set search_path = '' as $$
  select encode(c.root, 'hex'), c.size
  from public.sampling_lot s
  join public.journal_entry e on e.firm_id = s.firm_id and e.handover_id = s.handover_id and e.verb = 'reconciliation.lot-submitted' and e.subject_id = s.id::text
  join public.journal_leaf f on f.firm_id = e.firm_id and f.entry_id = e.id
  join public.journal_checkpoint c on c.firm_id = e.firm_id and c.size > f.index
  where s.firm_id = access.firm() and s.id = lot
  order by c.size limit 1
$$;
--> statement-breakpoint
-- What the switching rules ask of a transferor's lots: counts, and nothing of a client.
create function access.lots_before(of_transferor uuid, of_rule text)
returns table (letter text, quality_limit text, accept integer, nonconforming integer)
language sql stable security definer set search_path = '' as $$
  select l.letter, l.quality_limit, l.accept, l.nonconforming from public.sampling_lot l
  where l.firm_id = access.firm() and l.transferor_id = of_transferor and l.rule = of_rule and l.first and l.letter is not null and l.decided_at is not null
  order by l.decided_at, l.id
$$;
--> statement-breakpoint
-- The third person, held by the database: the receiver hands a lot in; a checker who stands on no side takes it for themselves, with the
-- seed that the journal gives and no other; who took it decides it, once.
create function access.keep_third_person() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  me uuid := access.person();
begin
  if session_user <> 'baton_app' then return new; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'waiting' or new.submitted_by is distinct from me
      or not exists (select from public.handover_party h where h.firm_id = new.firm_id and h.handover_id = new.handover_id and h.side = 'incoming' and h.person_id = me)
      or not exists (select from public.handover_party h where h.firm_id = new.firm_id and h.handover_id = new.handover_id and h.side = 'outgoing' and h.person_id = new.transferor_id)
    then
      raise insufficient_privilege using message = 'the receiver hands in what the transferor handed over';
    end if;
    return new;
  end if;
  if old.checker_id is null then
    if new.checker_id is distinct from me or not access.has_role('checker') or new.state <> 'drawn'
      or exists (select from public.handover_party h where h.firm_id = new.firm_id and h.handover_id = new.handover_id and h.person_id = me)
    then
      raise insufficient_privilege using message = 'a sample is drawn by a checker who is no party of the handover';
    end if;
    if not exists (select from access.seed_after(new.id) s where s.seed = new.seed and s.seed_size = new.seed_size) then
      raise insufficient_privilege using message = 'the seed is the root of the first checkpoint after the lot was handed in';
    end if;
  elsif old.state <> 'drawn' or old.checker_id is distinct from me
    or (new.checker_id, new.seed, new.seed_size, new.drawn_at) is distinct from (old.checker_id, old.seed, old.seed_size, old.drawn_at)
  then
    raise insufficient_privilege using message = 'who drew a lot decides it, once';
  end if;
  return new;
end
$$;
--> statement-breakpoint
alter function access.inspected_handovers() owner to baton_access;
alter function access.blind_items() owner to baton_access;
alter function access.drawn_clients() owner to baton_access;
alter function access.seed_after(uuid) owner to baton_access;
alter function access.lots_before(uuid, text) owner to baton_access;
alter function access.keep_third_person() owner to baton_access;
revoke execute on function access.inspected_handovers(), access.blind_items(), access.drawn_clients(), access.seed_after(uuid), access.lots_before(uuid, text), access.keep_third_person() from public;
grant execute on function access.inspected_handovers(), access.blind_items(), access.drawn_clients(), access.seed_after(uuid), access.lots_before(uuid, text) to baton_app, baton_worker;
create trigger keep_third_person before insert or update on public.sampling_lot for each row execute function access.keep_third_person();
-- A checker signs no pledge of one handover: what was drawn is seen for thirty days at most, for the inspection alone.
alter policy access_grant_as_signed on public.access_grant
  with check (handover_id is null or (capabilities = array['inspect'] and ends_at <= now() + interval '30 days') or ends_at <= access.pledged_until(handover_id, person_id));
alter policy access_grant_no_longer on public.access_grant using (true)
  with check (handover_id is null or ended_at is not null or (capabilities = array['inspect'] and ends_at <= now() + interval '30 days') or ends_at <= access.pledged_until(handover_id, person_id));
create policy sampling_finding_own on public.sampling_finding as restrictive for insert to baton_app
  with check (inspected_by = (select access.person()) and lot_id in (select l.id from public.sampling_lot l where l.checker_id = (select access.person())));
--> statement-breakpoint
CREATE POLICY "batch_inspected" ON "batch" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("batch"."firm_id" = (select access.firm()) and "batch"."handover_id" in (select access.inspected_handovers()));--> statement-breakpoint
CREATE POLICY "batch_raised" ON "batch" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("batch"."firm_id" = (select access.firm()) and "batch"."handover_id" in (select access.inspected_handovers()) and state = 'checking') WITH CHECK ("batch"."firm_id" = (select access.firm()) and "batch"."handover_id" in (select access.inspected_handovers()) and state = 'checking');--> statement-breakpoint
CREATE POLICY "handover_inspected" ON "handover" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("handover"."firm_id" = (select access.firm()) and "handover"."id" in (select access.inspected_handovers()));--> statement-breakpoint
CREATE POLICY "handover_party_inspected" ON "handover_party" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("handover_party"."firm_id" = (select access.firm()) and "handover_party"."handover_id" in (select access.inspected_handovers()));--> statement-breakpoint
CREATE POLICY "item_blind" ON "item" AS RESTRICTIVE FOR SELECT TO "baton_app" USING ("item"."id" is null or "item"."id" not in (select access.blind_items()));--> statement-breakpoint
CREATE POLICY "issue_blind" ON "issue" AS RESTRICTIVE FOR SELECT TO "baton_app" USING ("issue"."item_id" is null or "issue"."item_id" not in (select access.blind_items()));--> statement-breakpoint
CREATE POLICY "check_result_blind" ON "check_result" AS RESTRICTIVE FOR SELECT TO "baton_app" USING ("check_result"."item_id" is null or "check_result"."item_id" not in (select access.blind_items()));--> statement-breakpoint
CREATE POLICY "sampling_finding_read" ON "sampling_finding" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("sampling_finding"."firm_id" = (select access.firm()) and (("sampling_finding"."client_id" in (select access.granted()) or "sampling_finding"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "sampling_finding_insert" ON "sampling_finding" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("sampling_finding"."firm_id" = (select access.firm()) and (("sampling_finding"."client_id" in (select access.granted()) or "sampling_finding"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "sampling_finding_update" ON "sampling_finding" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("sampling_finding"."firm_id" = (select access.firm()) and (("sampling_finding"."client_id" in (select access.granted()) or "sampling_finding"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))))) WITH CHECK ("sampling_finding"."firm_id" = (select access.firm()) and (("sampling_finding"."client_id" in (select access.granted()) or "sampling_finding"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "sampling_finding_delete" ON "sampling_finding" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("sampling_finding"."firm_id" = (select access.firm()) and (("sampling_finding"."client_id" in (select access.granted()) or "sampling_finding"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "sampling_finding_job" ON "sampling_finding" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("sampling_finding"."firm_id" = (select access.firm())) WITH CHECK ("sampling_finding"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "sampling_line_read" ON "sampling_line" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("sampling_line"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_line"."handover_id" in (select access.my_handovers())) or "sampling_line"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
CREATE POLICY "sampling_line_insert" ON "sampling_line" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("sampling_line"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_line"."handover_id" in (select access.my_handovers())) or "sampling_line"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
CREATE POLICY "sampling_line_update" ON "sampling_line" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("sampling_line"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_line"."handover_id" in (select access.my_handovers())) or "sampling_line"."handover_id" in (select access.inspected_handovers()))) WITH CHECK ("sampling_line"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_line"."handover_id" in (select access.my_handovers())) or "sampling_line"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
CREATE POLICY "sampling_line_delete" ON "sampling_line" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("sampling_line"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_line"."handover_id" in (select access.my_handovers())) or "sampling_line"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
CREATE POLICY "sampling_line_job" ON "sampling_line" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("sampling_line"."firm_id" = (select access.firm())) WITH CHECK ("sampling_line"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "sampling_line_answer" ON "sampling_line" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "sampling_lot_read" ON "sampling_lot" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("sampling_lot"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_lot"."handover_id" in (select access.my_handovers())) or "sampling_lot"."handover_id" in (select access.inspected_handovers()) or (select access.has_role('auditor', 'administrator'))));--> statement-breakpoint
CREATE POLICY "sampling_lot_insert" ON "sampling_lot" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("sampling_lot"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_lot"."handover_id" in (select access.my_handovers())) or "sampling_lot"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
CREATE POLICY "sampling_lot_update" ON "sampling_lot" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("sampling_lot"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_lot"."handover_id" in (select access.my_handovers())) or "sampling_lot"."handover_id" in (select access.inspected_handovers()))) WITH CHECK ("sampling_lot"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_lot"."handover_id" in (select access.my_handovers())) or "sampling_lot"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
CREATE POLICY "sampling_lot_delete" ON "sampling_lot" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("sampling_lot"."firm_id" = (select access.firm()) and (((select access.has_role('manager')) or "sampling_lot"."handover_id" in (select access.my_handovers())) or "sampling_lot"."handover_id" in (select access.inspected_handovers())));--> statement-breakpoint
CREATE POLICY "sampling_lot_job" ON "sampling_lot" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("sampling_lot"."firm_id" = (select access.firm())) WITH CHECK ("sampling_lot"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "sampling_lot_answer" ON "sampling_lot" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "testimony_read" ON "testimony" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("testimony"."firm_id" = (select access.firm()) and (("testimony"."client_id" in (select access.granted()) or "testimony"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "testimony_insert" ON "testimony" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("testimony"."firm_id" = (select access.firm()) and (("testimony"."client_id" in (select access.granted()) or "testimony"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "testimony_update" ON "testimony" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("testimony"."firm_id" = (select access.firm()) and (("testimony"."client_id" in (select access.granted()) or "testimony"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person()))))) WITH CHECK ("testimony"."firm_id" = (select access.firm()) and (("testimony"."client_id" in (select access.granted()) or "testimony"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "testimony_delete" ON "testimony" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("testimony"."firm_id" = (select access.firm()) and (("testimony"."client_id" in (select access.granted()) or "testimony"."client_id" in (select c.id from client c where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())))));--> statement-breakpoint
CREATE POLICY "testimony_job" ON "testimony" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("testimony"."firm_id" = (select access.firm())) WITH CHECK ("testimony"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "testimony_blind" ON "testimony" AS RESTRICTIVE FOR SELECT TO "baton_app" USING ("testimony"."item_id" is null or "testimony"."item_id" not in (select access.blind_items()));--> statement-breakpoint
CREATE POLICY "access_grant_inspect_insert" ON "access_grant" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("access_grant"."firm_id" = (select access.firm()) and "access_grant"."person_id" = (select access.person()) and capabilities = array['inspect'] and "access_grant"."handover_id" in (select access.inspected_handovers()) and "access_grant"."client_id" in (select access.drawn_clients()));--> statement-breakpoint
CREATE POLICY "access_grant_inspect_update" ON "access_grant" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("access_grant"."firm_id" = (select access.firm()) and "access_grant"."person_id" = (select access.person()) and capabilities = array['inspect'] and "access_grant"."handover_id" in (select access.inspected_handovers()) and "access_grant"."client_id" in (select access.drawn_clients())) WITH CHECK ("access_grant"."firm_id" = (select access.firm()) and "access_grant"."person_id" = (select access.person()) and capabilities = array['inspect'] and "access_grant"."handover_id" in (select access.inspected_handovers()) and "access_grant"."client_id" in (select access.drawn_clients()));