create function access.has_position(variadic wanted text[]) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.position_held h join access.credential() c on c.firm = h.firm_id and c.person = h.person_id
    where h.position = any (wanted) and h.ended_at is null
  )
$$;
--> statement-breakpoint
-- Those whom the law charges with the archives, and auditors: they read what there is, neither names nor contents.
create function access.keeps_archives() returns boolean language sql stable security definer set search_path = '' as $$
  select access.has_position('head-of-unit', 'head-of-accounting', 'head-of-archives', 'archivist') or access.has_role('auditor')
$$;
--> statement-breakpoint
CREATE TABLE "document_filing" (
	"firm_id" uuid,
	"document_id" uuid,
	"client_id" uuid,
	"kind" text NOT NULL,
	"fiscal_year" integer,
	"may_go_from" date,
	"rules" text NOT NULL,
	"code" text,
	"filed_by" uuid NOT NULL,
	"filed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"destroyed_at" timestamp(6) with time zone,
	CONSTRAINT "document_filing_pkey" PRIMARY KEY("firm_id","document_id")
);
--> statement-breakpoint
ALTER TABLE "document_filing" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "purpose_opening" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"document_id" uuid NOT NULL,
	"client_id" uuid,
	"person_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"reason" text NOT NULL,
	"asked_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp(6) with time zone,
	"until" timestamp(6) with time zone,
	CONSTRAINT "purpose_opening_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "opened_by_two" CHECK (approved_by is null or approved_by <> person_id),
	CONSTRAINT "open_for_a_day" CHECK (until is null or until <= approved_at + interval '24 hours')
);
--> statement-breakpoint
ALTER TABLE "purpose_opening" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "retention_kind" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"name" text NOT NULL,
	"term" jsonb NOT NULL,
	"tax" boolean NOT NULL,
	"source" text NOT NULL,
	"added_by" uuid NOT NULL,
	"added_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "retention_kind_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "retention_kind_name" UNIQUE("firm_id","name")
);
--> statement-breakpoint
ALTER TABLE "retention_kind" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "safeguard" (
	"firm_id" uuid,
	"id" uuid DEFAULT uuidv7(),
	"kind" text NOT NULL,
	"client_id" uuid,
	"document_id" uuid,
	"reason" text NOT NULL,
	"placed_by" uuid NOT NULL,
	"placed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp(6) with time zone,
	"lift_reason" text,
	"lift_asked_by" uuid,
	"lift_asked_at" timestamp(6) with time zone,
	"lifted_by" uuid,
	"lifted_at" timestamp(6) with time zone,
	CONSTRAINT "safeguard_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "safeguards_something" CHECK (client_id is not null or document_id is not null),
	CONSTRAINT "placed_by_two" CHECK (confirmed_by is null or confirmed_by <> placed_by),
	CONSTRAINT "lifted_by_two" CHECK (lifted_by is null or lifted_by <> lift_asked_by),
	CONSTRAINT "lifted_for_a_reason" CHECK (lifted_at is null or (lift_reason is not null and lifted_by is not null))
);
--> statement-breakpoint
ALTER TABLE "safeguard" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "document_filing_due" ON "document_filing" ("firm_id","may_go_from","document_id") WHERE destroyed_at is null;--> statement-breakpoint
CREATE INDEX "document_filing_client" ON "document_filing" ("firm_id","client_id");--> statement-breakpoint
CREATE INDEX "purpose_opening_document" ON "purpose_opening" ("firm_id","document_id","person_id");--> statement-breakpoint
CREATE INDEX "safeguard_client" ON "safeguard" ("firm_id","client_id");--> statement-breakpoint
CREATE INDEX "safeguard_document" ON "safeguard" ("firm_id","document_id");--> statement-breakpoint
ALTER TABLE "document_filing" ADD CONSTRAINT "document_filing_firm_id_document_id_document_firm_id_id_fkey" FOREIGN KEY ("firm_id","document_id") REFERENCES "document"("firm_id","id");--> statement-breakpoint
ALTER TABLE "document_filing" ADD CONSTRAINT "document_filing_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "purpose_opening" ADD CONSTRAINT "purpose_opening_firm_id_document_id_document_firm_id_id_fkey" FOREIGN KEY ("firm_id","document_id") REFERENCES "document"("firm_id","id");--> statement-breakpoint
ALTER TABLE "retention_kind" ADD CONSTRAINT "retention_kind_firm_id_added_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","added_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "safeguard" ADD CONSTRAINT "safeguard_firm_id_client_id_client_firm_id_id_fkey" FOREIGN KEY ("firm_id","client_id") REFERENCES "client"("firm_id","id");--> statement-breakpoint
ALTER TABLE "safeguard" ADD CONSTRAINT "safeguard_firm_id_document_id_document_firm_id_id_fkey" FOREIGN KEY ("firm_id","document_id") REFERENCES "document"("firm_id","id");--> statement-breakpoint
CREATE POLICY "document_filing_read" ON "document_filing" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("document_filing"."firm_id" = (select access.firm()) and (case when client_id is null then exists (select from document d where d.firm_id = document_filing.firm_id and d.id = document_id) else access.sees(client_id) end or (select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "document_filing_insert" ON "document_filing" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("document_filing"."firm_id" = (select access.firm()) and (case when client_id is null then exists (select from document d where d.firm_id = document_filing.firm_id and d.id = document_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "document_filing_update" ON "document_filing" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("document_filing"."firm_id" = (select access.firm()) and (case when client_id is null then exists (select from document d where d.firm_id = document_filing.firm_id and d.id = document_id) else access.sees(client_id) end)) WITH CHECK ("document_filing"."firm_id" = (select access.firm()) and (case when client_id is null then exists (select from document d where d.firm_id = document_filing.firm_id and d.id = document_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "document_filing_delete" ON "document_filing" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("document_filing"."firm_id" = (select access.firm()) and (case when client_id is null then exists (select from document d where d.firm_id = document_filing.firm_id and d.id = document_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "document_filing_job" ON "document_filing" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("document_filing"."firm_id" = (select access.firm())) WITH CHECK ("document_filing"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "document_filing_answer" ON "document_filing" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "purpose_opening_read" ON "purpose_opening" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("purpose_opening"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "purpose_opening_insert" ON "purpose_opening" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("purpose_opening"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "purpose_opening_update" ON "purpose_opening" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("purpose_opening"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.keeps_archives()))) WITH CHECK ("purpose_opening"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "purpose_opening_delete" ON "purpose_opening" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("purpose_opening"."firm_id" = (select access.firm()) and (person_id = (select access.person()) or (select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "purpose_opening_job" ON "purpose_opening" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("purpose_opening"."firm_id" = (select access.firm())) WITH CHECK ("purpose_opening"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "purpose_opening_answer" ON "purpose_opening" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "retention_kind_read" ON "retention_kind" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("retention_kind"."firm_id" = (select access.firm()) and (true));--> statement-breakpoint
CREATE POLICY "retention_kind_insert" ON "retention_kind" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("retention_kind"."firm_id" = (select access.firm()) and ((select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "retention_kind_update" ON "retention_kind" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("retention_kind"."firm_id" = (select access.firm()) and ((select access.keeps_archives()))) WITH CHECK ("retention_kind"."firm_id" = (select access.firm()) and ((select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "retention_kind_delete" ON "retention_kind" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("retention_kind"."firm_id" = (select access.firm()) and ((select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "retention_kind_job" ON "retention_kind" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("retention_kind"."firm_id" = (select access.firm())) WITH CHECK ("retention_kind"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "safeguard_read" ON "safeguard" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("safeguard"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or (client_id is not null and access.sees(client_id))));--> statement-breakpoint
CREATE POLICY "safeguard_insert" ON "safeguard" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("safeguard"."firm_id" = (select access.firm()) and ((select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "safeguard_update" ON "safeguard" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("safeguard"."firm_id" = (select access.firm()) and ((select access.keeps_archives()))) WITH CHECK ("safeguard"."firm_id" = (select access.firm()) and ((select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "safeguard_delete" ON "safeguard" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("safeguard"."firm_id" = (select access.firm()) and ((select access.keeps_archives())));--> statement-breakpoint
CREATE POLICY "safeguard_job" ON "safeguard" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("safeguard"."firm_id" = (select access.firm())) WITH CHECK ("safeguard"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "safeguard_answer" ON "safeguard" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
alter table public.document_filing force row level security;
alter table public.retention_kind force row level security;
alter table public.safeguard force row level security;
alter table public.purpose_opening force row level security;
-- A filing is changed and never taken away; a kind stands as it was added; a safeguard and an opening only go forward.
grant select, insert, update on public.document_filing to baton_app, baton_worker;
revoke update on public.document_filing from baton_app;
grant update (kind, fiscal_year, may_go_from, rules, code, filed_by, filed_at) on public.document_filing to baton_app;
grant select, insert on public.retention_kind to baton_app;
grant select on public.retention_kind to baton_worker;
grant select, insert on public.safeguard to baton_app;
grant update (confirmed_by, confirmed_at, lift_reason, lift_asked_by, lift_asked_at, lifted_by, lifted_at) on public.safeguard to baton_app;
grant select on public.safeguard to baton_worker;
grant select, insert on public.purpose_opening to baton_app;
grant update (approved_by, approved_at, until) on public.purpose_opening to baton_app;
grant select on public.purpose_opening to baton_worker;
grant select on public.document_filing, public.safeguard, public.purpose_opening to baton_access;
grant select (firm_id, id, client_id, handover_id, media_type, size, sha256, added_at) on public.document to baton_access;
create policy document_answer on public.document for select to baton_access using (firm_id = access.firm());
--> statement-breakpoint
-- Which of the files are held, and which are restricted, of those that the person may know of.
create function access.safeguarded(wanted uuid[]) returns table (document uuid, held boolean, restricted boolean) language sql stable security definer set search_path = '' as $$
  select d.id, coalesce(bool_or(s.kind = 'hold'), false), coalesce(bool_or(s.kind = 'restriction' and s.confirmed_at is not null), false)
  from public.document d
  left join public.safeguard s on s.firm_id = d.firm_id and s.lifted_at is null
    and (s.document_id = d.id or (s.document_id is null and s.client_id = d.client_id))
  where d.firm_id = access.firm() and d.id = any (wanted)
    and (session_user = 'baton_worker' or access.keeps_archives()
      or case when d.client_id is null then access.in_handover(d.handover_id) else access.sees(d.client_id) end)
  group by d.id
$$;
--> statement-breakpoint
-- A restricted file is stored and protected, no more, but for who has an approved opening for a named purpose. A job reads on: it keeps copies whole.
create function access.document_closed(wanted uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  if session_user = 'baton_worker' then return false; end if;
  return exists (
    select from public.document d
    join public.safeguard s on s.firm_id = d.firm_id and s.kind = 'restriction' and s.confirmed_at is not null and s.lifted_at is null
      and (s.document_id = d.id or (s.document_id is null and s.client_id = d.client_id))
    where d.firm_id = access.firm() and d.id = wanted
  ) and not exists (
    select from public.purpose_opening o
    where o.firm_id = access.firm() and o.document_id = wanted and o.person_id = access.person() and o.until > now()
  );
end
$$;
--> statement-breakpoint
create function access.archive_clients(wanted uuid[]) returns table (id uuid, number text, name text) language sql stable security definer set search_path = '' as $$
  select c.id, c.number, c.name from public.client c
  where c.firm_id = access.firm() and c.id = any (wanted) and (session_user = 'baton_worker' or access.keeps_archives())
$$;
--> statement-breakpoint
-- The directory of the archive: what is due first, then by day; a page goes on after (may_go_from, document) of the one before.
create function access.archive_directory(wanted jsonb)
returns table (document uuid, client uuid, client_number text, client_name text, kind text, fiscal_year integer, may_go_from date, code text,
  media_type text, size bigint, sha256 text, added_at timestamptz, destroyed_at timestamptz, held boolean, restricted boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  of_state text := coalesce(wanted ->> 'state', 'all');
  today date := (wanted ->> 'today')::date;
  documents uuid[] := (select array_agg(value::uuid) from jsonb_array_elements_text(wanted -> 'documents'));
begin
  if session_user <> 'baton_worker' and not access.keeps_archives() then return; end if;
  return query
    select d.id, d.client_id, c.number, c.name, f.kind, f.fiscal_year, f.may_go_from, f.code,
      d.media_type, d.size::bigint, d.sha256, d.added_at, f.destroyed_at, g.held, g.restricted
    from public.document d
    left join public.document_filing f on f.firm_id = d.firm_id and f.document_id = d.id
    left join public.client c on c.firm_id = d.firm_id and c.id = d.client_id
    cross join lateral (
      select coalesce(bool_or(s.kind = 'hold'), false) as held, coalesce(bool_or(s.kind = 'restriction' and s.confirmed_at is not null), false) as restricted
      from public.safeguard s
      where s.firm_id = d.firm_id and s.lifted_at is null and (s.document_id = d.id or (s.document_id is null and s.client_id = d.client_id))
    ) g
    where d.firm_id = access.firm()
      and (wanted -> 'documents' is null or d.id = any (documents))
      and (wanted ->> 'client' is null or d.client_id = (wanted ->> 'client')::uuid)
      and (wanted ->> 'kind' is null or f.kind = wanted ->> 'kind')
      and case of_state
        when 'due' then f.may_go_from <= today and f.destroyed_at is null
        when 'unfiled' then f.document_id is null
        when 'held' then g.held and f.destroyed_at is null
        when 'restricted' then g.restricted and f.destroyed_at is null
        when 'destroyed' then f.destroyed_at is not null
        else true
      end
      and (wanted -> 'after' is null or (coalesce(f.may_go_from, 'infinity'), d.id) > ((wanted #>> '{after,mayGoFrom}')::date, (wanted #>> '{after,document}')::uuid))
    order by coalesce(f.may_go_from, 'infinity'), d.id
    limit (wanted ->> 'limit')::integer;
end
$$;
--> statement-breakpoint
create function access.count_directory(today date) returns table (state text, files bigint) language plpgsql stable security definer set search_path = '' as $$
begin
  if session_user <> 'baton_worker' and not access.keeps_archives() then return; end if;
  return query
    with guarded as (
      select distinct d.id, s.kind from public.safeguard s
      join public.document d on d.firm_id = s.firm_id and (d.id = s.document_id or (s.document_id is null and d.client_id = s.client_id))
      left join public.document_filing f on f.firm_id = d.firm_id and f.document_id = d.id
      where s.firm_id = access.firm() and s.lifted_at is null and (s.kind = 'hold' or s.confirmed_at is not null) and f.destroyed_at is null
    )
    select 'all', count(*) from public.document d where d.firm_id = access.firm()
    union all select 'due', count(*) from public.document_filing f where f.firm_id = access.firm() and f.may_go_from <= today and f.destroyed_at is null
    union all select 'unfiled', count(*) from public.document d
      where d.firm_id = access.firm() and not exists (select from public.document_filing f where f.firm_id = d.firm_id and f.document_id = d.id)
    union all select 'held', count(*) from guarded where kind = 'hold'
    union all select 'restricted', count(*) from guarded where kind = 'restriction'
    union all select 'destroyed', count(*) from public.document_filing f where f.firm_id = access.firm() and f.destroyed_at is not null;
end
$$;
--> statement-breakpoint
-- Two persons, each for themselves, one step after the other, and no step is taken back.
create function access.keep_safeguard() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    if new.placed_by is distinct from access.person() or new.confirmed_at is not null or new.lift_asked_at is not null or new.lifted_at is not null then
      raise insufficient_privilege using message = 'who places a safeguard places it as themselves, for another one to confirm';
    end if;
    return new;
  end if;
  if (new.confirmed_by, new.confirmed_at) is distinct from (old.confirmed_by, old.confirmed_at)
    and (old.confirmed_at is not null or new.confirmed_by is distinct from access.person()) then
    raise insufficient_privilege using message = 'a second person confirms a safeguard, once, for themselves';
  end if;
  if (new.lift_reason, new.lift_asked_by, new.lift_asked_at) is distinct from (old.lift_reason, old.lift_asked_by, old.lift_asked_at)
    and (old.lift_asked_at is not null or new.lift_asked_by is distinct from access.person()) then
    raise insufficient_privilege using message = 'who asks to lift a safeguard asks once, for themselves';
  end if;
  if (new.lifted_by, new.lifted_at) is distinct from (old.lifted_by, old.lifted_at)
    and (old.lifted_at is not null or old.lift_asked_at is null or new.lifted_by is distinct from access.person()) then
    raise insufficient_privilege using message = 'a second person lifts a safeguard, once, after somebody asked';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_safeguard before insert or update on public.safeguard for each row execute function access.keep_safeguard();
--> statement-breakpoint
create function access.keep_opening() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' and (new.person_id is distinct from access.person() or new.approved_at is not null or new.until is not null) then
    raise insufficient_privilege using message = 'who asks for an opening asks for themselves, for another one to approve';
  end if;
  if tg_op = 'UPDATE' and (old.approved_at is not null or new.approved_by is distinct from access.person() or not access.keeps_archives()) then
    raise insufficient_privilege using message = 'somebody charged with the archives approves an opening, once, for themselves';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_opening before insert or update on public.purpose_opening for each row execute function access.keep_opening();
--> statement-breakpoint
alter function access.has_position(text[]) owner to baton_access;
alter function access.keeps_archives() owner to baton_access;
alter function access.safeguarded(uuid[]) owner to baton_access;
alter function access.document_closed(uuid) owner to baton_access;
alter function access.archive_clients(uuid[]) owner to baton_access;
alter function access.archive_directory(jsonb) owner to baton_access;
alter function access.count_directory(date) owner to baton_access;
revoke execute on function access.has_position(text[]), access.keeps_archives(), access.safeguarded(uuid[]), access.document_closed(uuid), access.archive_clients(uuid[]), access.archive_directory(jsonb), access.count_directory(date) from public;
grant execute on function access.has_position(text[]), access.keeps_archives(), access.safeguarded(uuid[]), access.document_closed(uuid), access.archive_clients(uuid[]), access.archive_directory(jsonb), access.count_directory(date) to baton_app, baton_worker, baton_access;
