CREATE TABLE "archive_series" (
	"firm_id" uuid,
	"beginning" text,
	"last" integer NOT NULL,
	CONSTRAINT "archive_series_pkey" PRIMARY KEY("firm_id","beginning")
);
--> statement-breakpoint
ALTER TABLE "archive_series" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "paper_place" (
	"firm_id" uuid,
	"document_id" uuid,
	"cabinet" text NOT NULL,
	"shelf" text NOT NULL,
	"box" text NOT NULL,
	"placed_by" uuid NOT NULL,
	"placed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "paper_place_pkey" PRIMARY KEY("firm_id","document_id"),
	CONSTRAINT "stands_somewhere" CHECK (cabinet <> '')
);
--> statement-breakpoint
ALTER TABLE "paper_place" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "document_filing_client";--> statement-breakpoint
ALTER TABLE "document_filing" ADD CONSTRAINT "document_filing_code" UNIQUE("firm_id","code");--> statement-breakpoint
CREATE INDEX "document_filing_day" ON "document_filing" ("firm_id","may_go_from","document_id");--> statement-breakpoint
CREATE INDEX "document_filing_kind" ON "document_filing" ("firm_id","kind","may_go_from","document_id");--> statement-breakpoint
CREATE INDEX "document_filing_class" ON "document_filing" ("firm_id","client_id","fiscal_year","kind","may_go_from","destroyed_at");--> statement-breakpoint
CREATE INDEX "paper_place_shelf" ON "paper_place" ("firm_id","cabinet","shelf","box");--> statement-breakpoint
CREATE INDEX "paper_place_box" ON "paper_place" ("firm_id","box");--> statement-breakpoint
ALTER TABLE "paper_place" ADD CONSTRAINT "paper_place_firm_id_document_id_document_firm_id_id_fkey" FOREIGN KEY ("firm_id","document_id") REFERENCES "document"("firm_id","id");--> statement-breakpoint
CREATE POLICY "archive_series_read" ON "archive_series" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("archive_series"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "archive_series_insert" ON "archive_series" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("archive_series"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "archive_series_update" ON "archive_series" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("archive_series"."firm_id" = (select access.firm()) and (false)) WITH CHECK ("archive_series"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "archive_series_delete" ON "archive_series" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("archive_series"."firm_id" = (select access.firm()) and (false));--> statement-breakpoint
CREATE POLICY "archive_series_job" ON "archive_series" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("archive_series"."firm_id" = (select access.firm())) WITH CHECK ("archive_series"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "archive_series_answer" ON "archive_series" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
CREATE POLICY "paper_place_read" ON "paper_place" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("paper_place"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or exists (select from document d where d.firm_id = paper_place.firm_id and d.id = document_id)));--> statement-breakpoint
CREATE POLICY "paper_place_insert" ON "paper_place" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("paper_place"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or exists (select from document d where d.firm_id = paper_place.firm_id and d.id = document_id)));--> statement-breakpoint
CREATE POLICY "paper_place_update" ON "paper_place" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("paper_place"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or exists (select from document d where d.firm_id = paper_place.firm_id and d.id = document_id))) WITH CHECK ("paper_place"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or exists (select from document d where d.firm_id = paper_place.firm_id and d.id = document_id)));--> statement-breakpoint
CREATE POLICY "paper_place_delete" ON "paper_place" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("paper_place"."firm_id" = (select access.firm()) and ((select access.keeps_archives()) or exists (select from document d where d.firm_id = paper_place.firm_id and d.id = document_id)));--> statement-breakpoint
CREATE POLICY "paper_place_job" ON "paper_place" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("paper_place"."firm_id" = (select access.firm())) WITH CHECK ("paper_place"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "paper_place_answer" ON "paper_place" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
-- Counting goes on from the codes that stand. The walls bind the owner of the table too; this migration passes through one for itself.
create policy document_filing_counting on public.document_filing for select to current_user using (true);
insert into public.archive_series (firm_id, beginning, last)
select firm_id, substring(code from '^.*-'), max(substring(code from '[0-9]+$')::integer) from public.document_filing
where code ~ '-[0-9]+$' group by 1, 2;
drop policy document_filing_counting on public.document_filing;
--> statement-breakpoint
alter table public.archive_series force row level security;
alter table public.paper_place force row level security;
grant select, insert, update on public.archive_series to baton_access;
create policy archive_series_count on public.archive_series for all to baton_access using (firm_id = (select access.firm())) with check (firm_id = (select access.firm()));
-- Asked once a statement and not of each of two hundred thousand files.
alter policy document_answer on public.document using (firm_id = (select access.firm()));
grant select, insert, update, delete on public.paper_place to baton_app;
grant select on public.paper_place to baton_worker, baton_access;
--> statement-breakpoint
-- Takes so many numbers of a series at once, and answers the last of them; whoever comes second waits for the first.
create function access.next_archive_numbers(series text, wanted integer) returns integer language plpgsql security definer set search_path = '' as $$
declare given integer;
begin
  insert into public.archive_series as s (firm_id, beginning, last) values (access.firm(), series, wanted)
  on conflict (firm_id, beginning) do update set last = s.last + excluded.last returning s.last into given;
  return given;
end
$$;
--> statement-breakpoint
-- A series only counts on.
create function access.keep_series() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.last <= old.last or (new.firm_id, new.beginning) <> (old.firm_id, old.beginning) then
    raise insufficient_privilege using message = 'a series of archive codes only counts on';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_series before update on public.archive_series for each row execute function access.keep_series();
--> statement-breakpoint
-- Every three neighbouring characters of a code, to find it by any piece of it.
create function access.grams(code text) returns text[] language sql immutable parallel safe set search_path = '' as $$
  select coalesce(array_agg(distinct substr(code, at, 3)), '{}') from generate_series(1, length(code) - 2) as at
$$;
--> statement-breakpoint
create index document_filing_grams on public.document_filing using gin (access.grams(code)) with (fastupdate = false);
--> statement-breakpoint
-- The directory of the archive: of the whole firm to whom it is charged to, to anybody else of the clients that they see. What may go
-- first stands first, and what has no day stands at the end; a page goes on after (may_go_from, document) of the one before. The
-- conditions are put together so that each question is planned for itself, and a page is cut before anything else is asked of its files.
drop function access.archive_directory(jsonb);
--> statement-breakpoint
create function access.archive_directory(wanted jsonb)
returns table (document uuid, client uuid, client_number text, client_name text, kind text, fiscal_year integer, may_go_from date, code text,
  media_type text, size bigint, sha256 text, added_at timestamptz, destroyed_at timestamptz, held boolean, restricted boolean,
  cabinet text, shelf text, box text)
language plpgsql stable security definer set search_path = '' as $$
declare
  ours uuid := access.firm();
  of_state text := coalesce(wanted ->> 'state', 'all');
  day date := coalesce((wanted #>> '{after,mayGoFrom}')::date, '-infinity');
  most integer := (wanted ->> 'limit')::integer;
  known text := format('d.firm_id = %L', ours);
  guarded text := $sql$ d.id in (
    select x.id from public.safeguard s join public.document x on x.firm_id = s.firm_id and (x.id = s.document_id or (s.document_id is null and x.client_id = s.client_id))
    where s.firm_id = %L and s.lifted_at is null and %s) $sql$;
  rows_of text := $sql$
    with page as materialized (select * from (%s) x order by x.may_go_from, x.id limit %s)
    select p.id, p.client_id, c.number, c.name, p.kind, p.fiscal_year, p.may_go_from, p.code, p.media_type, p.size, p.sha256, p.added_at, p.destroyed_at,
      g.held, g.restricted, l.cabinet, l.shelf, l.box
    from page p
    left join public.client c on c.firm_id = %3$L and c.id = p.client_id
    left join public.paper_place l on l.firm_id = %3$L and l.document_id = p.id
    cross join lateral (
      select coalesce(bool_or(s.kind = 'hold'), false) as held, coalesce(bool_or(s.kind = 'restriction' and s.confirmed_at is not null), false) as restricted
      from public.safeguard s
      where s.firm_id = %3$L and s.lifted_at is null and (s.document_id = p.id or (s.document_id is null and s.client_id = p.client_id))
    ) g
    order by coalesce(p.may_go_from, 'infinity'), p.id $sql$;
  dated text := $sql$ (select d.id, d.client_id, f.kind, f.fiscal_year, f.code, d.media_type, f.may_go_from, d.size::bigint, d.sha256, d.added_at, f.destroyed_at
    from public.document_filing f join public.document d on d.firm_id = f.firm_id and d.id = f.document_id
    where f.firm_id = %L and f.may_go_from is not null and (f.may_go_from, f.document_id) > (%L, %L) and %s and %s order by f.may_go_from, f.document_id limit %s) $sql$;
  undated text := $sql$ (select d.id, d.client_id, f.kind, f.fiscal_year, f.code, d.media_type, f.may_go_from, d.size::bigint, d.sha256, d.added_at, f.destroyed_at
    from public.document d left join public.document_filing f on f.firm_id = d.firm_id and f.document_id = d.id
    where d.firm_id = %L and f.may_go_from is null and d.id > %L and %s and %s order by d.id limit %s) $sql$;
  words text := wanted ->> 'words';
  ways text[] := '{true}';
  named uuid[];
  past uuid := coalesce((wanted #>> '{after,document}')::uuid, '00000000-0000-0000-0000-000000000000');
  given integer;
begin
  if session_user <> 'baton_worker' and not access.keeps_archives() then
    known := known || format(' and d.client_id = any (%L::uuid[])', coalesce((select array_agg(s.client_id) from access.seen s), '{}'));
  end if;
  if wanted ? 'documents' then
    known := known || format(' and d.id = any (%L::uuid[])', (select coalesce(array_agg(value), '{}') from jsonb_array_elements_text(wanted -> 'documents')));
  end if;
  if wanted ->> 'client' is not null then known := known || format(' and d.client_id = %L', wanted ->> 'client'); end if;
  if wanted ? 'client' and wanted ->> 'client' is null then known := known || ' and d.client_id is null'; end if;
  if wanted ->> 'kind' is not null then known := known || format(' and f.kind = %L', wanted ->> 'kind'); end if;
  if wanted ->> 'year' is not null then known := known || format(' and f.fiscal_year = %L', wanted ->> 'year'); end if;
  if wanted ? 'year' and wanted ->> 'year' is null then known := known || ' and f.fiscal_year is null'; end if;
  if words is not null then
    named := coalesce((select array_agg(c.id) from public.client c where c.firm_id = ours and (strpos(c.name, words) > 0 or strpos(c.number, upper(words)) > 0)), '{}');
    ways := array[
      format('d.client_id = any (%L::uuid[])', named),
      format('f.kind = any (%L::text[])', (select coalesce(array_agg(value), '{}') from jsonb_array_elements_text(wanted -> 'kinds'))),
      format('d.id in (select l.document_id from public.paper_place l where l.firm_id = %L and (l.box = %L or (l.cabinet, l.shelf, l.box) = (%L, %L, coalesce(%L, l.box))))',
        ours, words, split_part(words, '-', 1), split_part(words, '-', 2), nullif(split_part(words, '-', 3), ''))]
      || case when length(words) < 3 then '{}' else array[
        format('access.grams(f.code) @> access.grams(upper(%1$L)) and strpos(f.code, upper(%1$L)) > 0', words)] end;
  end if;
  known := known || case of_state
    when 'due' then format(' and f.may_go_from <= %L and f.destroyed_at is null', wanted ->> 'today')
    when 'unfiled' then ' and f.document_id is null'
    when 'held' then ' and f.destroyed_at is null and' || format(guarded, ours, 's.kind = ''hold''')
    when 'restricted' then ' and f.destroyed_at is null and' || format(guarded, ours, 's.kind = ''restriction'' and s.confirmed_at is not null')
    when 'destroyed' then ' and f.destroyed_at is not null'
    else ''
  end;
  if of_state <> 'unfiled' and day < 'infinity' then
    return query execute format(rows_of,
      (select string_agg(format(dated, ours, day, past, known, way, coalesce(most::text, 'all')), ' union ') from unnest(ways) as way), coalesce(most::text, 'all'), ours);
    get diagnostics given = row_count;
    most := most - given;
    past := '00000000-0000-0000-0000-000000000000';
  end if;
  if of_state not in ('due', 'destroyed') and (most is null or most > 0) then
    return query execute format(rows_of,
      (select string_agg(format(undated, ours, past, known, way, coalesce(most::text, 'all')), ' union ') from unnest(ways) as way), coalesce(most::text, 'all'), ours);
  end if;
end
$$;
--> statement-breakpoint
-- The class tree: of each client how many files it has and how they stand; of one client (or, with null, of the handovers) by fiscal
-- year and kind.
create function access.archive_classes(wanted jsonb)
returns table (client uuid, client_number text, client_name text, fiscal_year integer, kind text,
  files bigint, unfiled bigint, due bigint, held bigint, restricted bigint, destroyed bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  ours uuid := access.firm();
  whole boolean := session_user = 'baton_worker' or access.keeps_archives();
  mine uuid[] := case when session_user = 'baton_worker' or access.keeps_archives() then null else coalesce((select array_agg(s.client_id) from access.seen s), '{}') end;
  of_client uuid := (wanted ->> 'client')::uuid;
  today date := (wanted ->> 'today')::date;
begin
  if wanted ? 'client' then
    return query
      with guards as (
        select d.id, bool_or(s.kind = 'hold') as held, bool_or(s.kind = 'restriction' and s.confirmed_at is not null) as restricted
        from public.safeguard s
        join public.document d on d.firm_id = s.firm_id and (d.id = s.document_id or (s.document_id is null and d.client_id = s.client_id))
        where s.firm_id = ours and s.lifted_at is null and d.client_id is not distinct from of_client group by d.id
      )
      select d.client_id, null::text, null::text, f.fiscal_year, f.kind, count(*), count(*) filter (where f.document_id is null),
        count(*) filter (where f.may_go_from <= today and f.destroyed_at is null), count(*) filter (where g.held and f.destroyed_at is null),
        count(*) filter (where g.restricted and f.destroyed_at is null), count(*) filter (where f.destroyed_at is not null)
      from public.document d
      left join public.document_filing f on f.firm_id = d.firm_id and f.document_id = d.id
      left join guards g on g.id = d.id
      where d.firm_id = ours and case when of_client is null then d.client_id is null else d.client_id = of_client end
        and (whole or d.client_id = any (mine))
      group by d.client_id, f.fiscal_year, f.kind
      order by f.fiscal_year desc nulls last, f.kind nulls first;
  else
    return query
      with kept as (
        select d.client_id, count(*) as files from public.document d where d.firm_id = ours and (whole or d.client_id = any (mine)) group by d.client_id
      ), filed as (
        select f.client_id, count(*) as files, count(*) filter (where f.may_go_from <= today and f.destroyed_at is null) as due,
          count(*) filter (where f.destroyed_at is not null) as destroyed
        from public.document_filing f where f.firm_id = ours and (whole or f.client_id = any (mine)) group by f.client_id
      ), guards as (
        select d.client_id, d.id, bool_or(s.kind = 'hold') as held, bool_or(s.kind = 'restriction' and s.confirmed_at is not null) as restricted
        from public.safeguard s
        join public.document d on d.firm_id = s.firm_id and (d.id = s.document_id or (s.document_id is null and d.client_id = s.client_id))
        left join public.document_filing f on f.firm_id = d.firm_id and f.document_id = d.id
        where s.firm_id = ours and s.lifted_at is null and f.destroyed_at is null group by d.client_id, d.id
      ), guarded as (
        select g.client_id, count(*) filter (where g.held) as held, count(*) filter (where g.restricted) as restricted from guards g group by g.client_id
      )
      select k.client_id, c.number, c.name, null::integer, null::text, k.files, k.files - coalesce(f.files, 0), coalesce(f.due, 0),
        coalesce(g.held, 0), coalesce(g.restricted, 0), coalesce(f.destroyed, 0)
      from kept k
      left join filed f on f.client_id is not distinct from k.client_id
      left join guarded g on g.client_id is not distinct from k.client_id
      left join public.client c on c.firm_id = ours and c.id = k.client_id
      order by c.number nulls last;
  end if;
end
$$;
--> statement-breakpoint
-- How many files of each state there are in the whole firm; nothing for who is not charged with the archives. Every filing is of one file, so what is not filed is the rest.
create or replace function access.count_directory(today date) returns table (state text, files bigint) language plpgsql stable security definer set search_path = '' as $$
begin
  if session_user <> 'baton_worker' and not access.keeps_archives() then return; end if;
  return query
    with guarded as (
      select distinct d.id, s.kind from public.safeguard s
      join public.document d on d.firm_id = s.firm_id and (d.id = s.document_id or (s.document_id is null and d.client_id = s.client_id))
      left join public.document_filing f on f.firm_id = d.firm_id and f.document_id = d.id
      where s.firm_id = access.firm() and s.lifted_at is null and (s.kind = 'hold' or s.confirmed_at is not null) and f.destroyed_at is null
    ), kept as (
      select count(*) as files from public.document d where d.firm_id = access.firm()
    ), filed as (
      select count(*) as files, count(*) filter (where f.may_go_from <= today and f.destroyed_at is null) as due,
        count(*) filter (where f.destroyed_at is not null) as destroyed
      from public.document_filing f where f.firm_id = access.firm()
    )
    select 'all', k.files from kept k
    union all select 'due', f.due from filed f
    union all select 'unfiled', k.files - f.files from kept k, filed f
    union all select 'held', count(*) from guarded where kind = 'hold'
    union all select 'restricted', count(*) from guarded where kind = 'restriction'
    union all select 'destroyed', f.destroyed from filed f;
end
$$;
--> statement-breakpoint
alter function access.next_archive_numbers(text, integer) owner to baton_access;
alter function access.archive_directory(jsonb) owner to baton_access;
alter function access.archive_classes(jsonb) owner to baton_access;
alter function access.grams(text) owner to baton_access;
grant execute on function access.grams(text) to baton_app, baton_worker, baton_access;
revoke execute on function access.next_archive_numbers(text, integer), access.archive_directory(jsonb), access.archive_classes(jsonb) from public;
grant execute on function access.next_archive_numbers(text, integer), access.archive_directory(jsonb), access.archive_classes(jsonb) to baton_app, baton_worker, baton_access;
