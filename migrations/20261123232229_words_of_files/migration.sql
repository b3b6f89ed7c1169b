CREATE TABLE "file_text" (
	"firm_id" uuid,
	"stored_file_id" uuid DEFAULT uuidv7(),
	"client_id" uuid,
	"handover_id" uuid,
	"state" text NOT NULL,
	"fault" text,
	"cut" boolean DEFAULT false NOT NULL,
	"tries" integer NOT NULL,
	"begun_at" timestamp(6) with time zone NOT NULL,
	"words" bytea,
	"grams" integer[],
	CONSTRAINT "file_text_pkey" PRIMARY KEY("firm_id","stored_file_id")
);
--> statement-breakpoint
ALTER TABLE "file_text" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "file_text_grams" ON "file_text" USING gin ("grams") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "file_text_client" ON "file_text" ("firm_id","client_id","state");--> statement-breakpoint
CREATE INDEX "file_text_handover" ON "file_text" ("firm_id","handover_id");--> statement-breakpoint
ALTER TABLE "file_text" ADD CONSTRAINT "file_text_firm_id_stored_file_id_stored_file_firm_id_id_fkey" FOREIGN KEY ("firm_id","stored_file_id") REFERENCES "stored_file"("firm_id","id");--> statement-breakpoint
CREATE POLICY "file_text_read" ON "file_text" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("file_text"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_text_insert" ON "file_text" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("file_text"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_text_update" ON "file_text" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("file_text"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end)) WITH CHECK ("file_text"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_text_delete" ON "file_text" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("file_text"."firm_id" = (select access.firm()) and (case when client_id is null then access.in_handover(handover_id) else access.sees(client_id) end));--> statement-breakpoint
CREATE POLICY "file_text_job" ON "file_text" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("file_text"."firm_id" = (select access.firm())) WITH CHECK ("file_text"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "file_text_answer" ON "file_text" AS PERMISSIVE FOR SELECT TO "baton_access" USING (true);--> statement-breakpoint
-- What is read of a file is written by jobs alone.
alter table public.file_text force row level security;
grant select on public.file_text to baton_app;
grant select, insert, update, delete on public.file_text to baton_worker;
grant select (firm_id, stored_file_id, client_id, handover_id, grams) on public.file_text to baton_access;
--> statement-breakpoint
-- Contents in whose hashes all wanted pairs of characters are, the newest first, of the clients that the present person reads and the
-- handovers that they see. Array operators are not leakproof, so the index rests inside of policies; the rows are then read under the
-- person's own. Each client has tokens of its own for a pair: they are reckoned here, of the clients that the person may read and no
-- others. Of many clients each is asked by itself, since a long list of alternatives costs more than as many look-ups.
create function access.search_texts(wanted jsonb) returns setof uuid language plpgsql stable security definer
set search_path = '' set enable_seqscan = off as $$
declare
  ours uuid;
  me uuid;
  of_client uuid := wanted ->> 'client';
  of_handover uuid := wanted ->> 'handover';
  last uuid := coalesce(wanted ->> 'after', 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  most integer := wanted ->> 'most';
  hashes bytea[] := array(select decode(value, 'hex') from pg_catalog.jsonb_array_elements_text(wanted -> 'grams'));
  holders uuid[];
begin
  select firm, person into ours, me from access.credential();
  if session_user = 'baton_worker' or me is null or pg_catalog.cardinality(hashes) = 0 then return; end if;
  holders := array(
    select c.id from public.client c where c.firm_id = ours and c.owner_id = me and of_handover is null and (of_client is null or c.id = of_client)
    union
    select g.client_id from public.access_grant g
    where g.firm_id = ours and g.person_id = me and 'read' = any (g.capabilities) and g.starts_at <= now() and g.ends_at > now() and g.ended_at is null
      and of_handover is null and (of_client is null or g.client_id = of_client)
    union
    select h.handover_id from public.handover_party h
    where h.firm_id = ours and of_client is null and (of_handover is null or h.handover_id = of_handover)
      and (h.person_id = me or (select access.has_role('manager', 'auditor', 'administrator'))));
  return query
    select t.stored_file_id
    from pg_catalog.unnest(holders) holder (id)
    cross join lateral (
      select pg_catalog.array_agg(pg_catalog.substr(pg_catalog.sha256(hash || pg_catalog.uuid_send(holder.id)), 1, 4)::integer) as tokens
      from pg_catalog.unnest(hashes) hash
    ) asked
    join public.file_text t on t.grams @> asked.tokens
    where t.firm_id = ours and coalesce(t.client_id, t.handover_id) = holder.id and t.stored_file_id < last
    order by t.stored_file_id desc
    limit most;
end
$$;
--> statement-breakpoint
alter function access.search_texts(jsonb) owner to baton_access;
revoke execute on function access.search_texts(jsonb) from public;
grant execute on function access.search_texts(jsonb) to baton_app, baton_access;
