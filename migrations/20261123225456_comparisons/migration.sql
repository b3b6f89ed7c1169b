-- The batches in which the present person stands as a party or as a checker and sees every client: what is one file for all of them is
-- open to nobody who may see only some. After sign-off the clients that it was signed for count.
create function access.shared_batches() returns setof uuid language sql stable security definer set search_path = '' as $$
  with seen as materialized (select s.client_id from access.seen s),
  near as (select distinct b.batch_id from public.batch_client b where b.firm_id = (select access.firm()) and b.client_id in (select client_id from seen)),
  mine as (
    select b.batch_id, b.client_id from public.batch_client b
    where b.firm_id = (select access.firm()) and b.batch_id in (select batch_id from near)
      and (b.handover_id in (select access.my_handovers()) or (select access.has_role('checker')))
      and (b.open or not exists (select from public.batch_client o where o.firm_id = b.firm_id and o.batch_id = b.batch_id and o.open)))
  select m.batch_id from mine m group by m.batch_id having bool_and(m.client_id in (select client_id from seen))
$$;
--> statement-breakpoint
-- What the present person may do with every client of a batch.
create function access.shared_capabilities(wanted uuid) returns text[] language sql stable security definer set search_path = '' as $$
  with those as (
    select b.client_id from public.batch_client b
    where b.firm_id = (select access.firm()) and b.batch_id = wanted
      and (b.open or not exists (select from public.batch_client o where o.firm_id = b.firm_id and o.batch_id = wanted and o.open))),
  held as (select t.client_id, unnest(access.capabilities(t.client_id)) as capability from those t)
  select coalesce(array_agg(h.capability order by h.capability), '{}') from (
    select capability from held group by capability having count(distinct client_id) = (select count(*) from those)) h
$$;
--> statement-breakpoint
grant select on public.batch_client to baton_access;
create policy batch_client_answer on public.batch_client for select to baton_access using (true);
alter function access.shared_batches() owner to baton_access;
alter function access.shared_capabilities(uuid) owner to baton_access;
revoke execute on function access.shared_batches(), access.shared_capabilities(uuid) from public;
grant execute on function access.shared_batches(), access.shared_capabilities(uuid) to baton_app, baton_worker, baton_access;
--> statement-breakpoint
CREATE TABLE "comparison" (
	"firm_id" uuid,
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7(),
	"number" integer NOT NULL,
	"left_id" uuid NOT NULL,
	"right_id" uuid NOT NULL,
	"plan" jsonb NOT NULL,
	"state" text NOT NULL,
	"progress" jsonb,
	"failure" jsonb,
	"data_key" bytea NOT NULL,
	"run" integer DEFAULT 0 NOT NULL,
	"result" text,
	"result_bytes" bigint,
	"counts" jsonb,
	"lines" integer,
	"summary" bytea,
	"checked_at" timestamp(6) with time zone,
	"started_by" uuid NOT NULL,
	"started_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(6) with time zone,
	CONSTRAINT "comparison_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "comparison_done" CHECK ((state = 'done') = (result is not null))
);
--> statement-breakpoint
ALTER TABLE "comparison" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dataset" (
	"firm_id" uuid,
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7(),
	"origin" text NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"data_key" bytea,
	"reading" jsonb NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"read_round" integer,
	"state" text NOT NULL,
	"rows" bigint,
	"failure" jsonb,
	"description" bytea,
	"added_by" uuid NOT NULL,
	"added_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dataset_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "dataset_readable" CHECK ((data_key is null) = (state in ('refused', 'discarded')))
);
--> statement-breakpoint
ALTER TABLE "dataset" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dataset_confirmation" (
	"firm_id" uuid,
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"dataset_id" uuid,
	"side" text,
	"sha256" text NOT NULL,
	"rows" bigint NOT NULL,
	"totals" bytea NOT NULL,
	"confirmed_by" uuid NOT NULL,
	"confirmed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dataset_confirmation_pkey" PRIMARY KEY("firm_id","dataset_id","side")
);
--> statement-breakpoint
ALTER TABLE "dataset_confirmation" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "dataset_mapping" (
	"firm_id" uuid,
	"left_columns" bytea,
	"right_columns" bytea,
	"pairs" jsonb NOT NULL,
	"key" jsonb NOT NULL,
	"confirmed_by" uuid NOT NULL,
	"confirmed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dataset_mapping_pkey" PRIMARY KEY("firm_id","left_columns","right_columns")
);
--> statement-breakpoint
ALTER TABLE "dataset_mapping" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "row_link" (
	"firm_id" uuid,
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7(),
	"comparison_id" uuid NOT NULL,
	"left_place" bigint NOT NULL,
	"right_place" bigint NOT NULL,
	"left_mark" bytea NOT NULL,
	"right_mark" bytea NOT NULL,
	"probability" double precision NOT NULL,
	"reasons" jsonb NOT NULL,
	"decision" text,
	"decided_by" uuid,
	"decided_at" timestamp(6) with time zone,
	"carried" boolean DEFAULT false NOT NULL,
	CONSTRAINT "row_link_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "row_link_decided" CHECK ((decision is null) = (decided_by is null))
);
--> statement-breakpoint
ALTER TABLE "row_link" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "difference_settlement" (
	"firm_id" uuid,
	"handover_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7(),
	"comparison_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"lines" int4multirange NOT NULL,
	"count" integer NOT NULL,
	"reason" bytea NOT NULL,
	"issue_id" uuid,
	"settled_by" uuid NOT NULL,
	"settled_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"undone_by" uuid,
	"undone_at" timestamp(6) with time zone,
	CONSTRAINT "difference_settlement_pkey" PRIMARY KEY("firm_id","id"),
	CONSTRAINT "settlement_issue" CHECK ((kind = 'issue') = (issue_id is not null))
);
--> statement-breakpoint
ALTER TABLE "difference_settlement" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "comparison_batch" ON "comparison" ("firm_id","batch_id");--> statement-breakpoint
CREATE INDEX "dataset_batch" ON "dataset" ("firm_id","batch_id");--> statement-breakpoint
CREATE INDEX "row_link_comparison" ON "row_link" ("firm_id","comparison_id","probability");--> statement-breakpoint
CREATE INDEX "row_link_batch" ON "row_link" ("firm_id","batch_id","decided_at");--> statement-breakpoint
CREATE INDEX "settlement_comparison" ON "difference_settlement" ("firm_id","comparison_id");--> statement-breakpoint
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_firm_id_left_id_dataset_firm_id_id_fkey" FOREIGN KEY ("firm_id","left_id") REFERENCES "dataset"("firm_id","id");--> statement-breakpoint
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_firm_id_right_id_dataset_firm_id_id_fkey" FOREIGN KEY ("firm_id","right_id") REFERENCES "dataset"("firm_id","id");--> statement-breakpoint
ALTER TABLE "comparison" ADD CONSTRAINT "comparison_firm_id_started_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","started_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_firm_id_batch_id_batch_firm_id_id_fkey" FOREIGN KEY ("firm_id","batch_id") REFERENCES "batch"("firm_id","id");--> statement-breakpoint
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_firm_id_added_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","added_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "dataset_confirmation" ADD CONSTRAINT "dataset_confirmation_firm_id_dataset_id_dataset_firm_id_id_fkey" FOREIGN KEY ("firm_id","dataset_id") REFERENCES "dataset"("firm_id","id");--> statement-breakpoint
ALTER TABLE "dataset_confirmation" ADD CONSTRAINT "dataset_confirmation_fukTmyNIvx9O_fkey" FOREIGN KEY ("firm_id","confirmed_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
ALTER TABLE "row_link" ADD CONSTRAINT "row_link_firm_id_comparison_id_comparison_firm_id_id_fkey" FOREIGN KEY ("firm_id","comparison_id") REFERENCES "comparison"("firm_id","id");--> statement-breakpoint
ALTER TABLE "difference_settlement" ADD CONSTRAINT "difference_settlement_40uIHALU1Pgn_fkey" FOREIGN KEY ("firm_id","comparison_id") REFERENCES "comparison"("firm_id","id");--> statement-breakpoint
ALTER TABLE "difference_settlement" ADD CONSTRAINT "difference_settlement_firm_id_issue_id_issue_firm_id_id_fkey" FOREIGN KEY ("firm_id","issue_id") REFERENCES "issue"("firm_id","id");--> statement-breakpoint
ALTER TABLE "difference_settlement" ADD CONSTRAINT "difference_settlement_firm_id_settled_by_person_firm_id_id_fkey" FOREIGN KEY ("firm_id","settled_by") REFERENCES "person"("firm_id","id");--> statement-breakpoint
CREATE POLICY "comparison_read" ON "comparison" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("comparison"."firm_id" = (select access.firm()) and ("comparison"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "comparison_insert" ON "comparison" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("comparison"."firm_id" = (select access.firm()) and ("comparison"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "comparison_update" ON "comparison" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("comparison"."firm_id" = (select access.firm()) and ("comparison"."batch_id" in (select access.shared_batches()))) WITH CHECK ("comparison"."firm_id" = (select access.firm()) and ("comparison"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "comparison_delete" ON "comparison" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("comparison"."firm_id" = (select access.firm()) and ("comparison"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "comparison_job" ON "comparison" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("comparison"."firm_id" = (select access.firm())) WITH CHECK ("comparison"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "dataset_read" ON "dataset" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("dataset"."firm_id" = (select access.firm()) and ("dataset"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_insert" ON "dataset" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("dataset"."firm_id" = (select access.firm()) and ("dataset"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_update" ON "dataset" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("dataset"."firm_id" = (select access.firm()) and ("dataset"."batch_id" in (select access.shared_batches()))) WITH CHECK ("dataset"."firm_id" = (select access.firm()) and ("dataset"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_delete" ON "dataset" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("dataset"."firm_id" = (select access.firm()) and ("dataset"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_job" ON "dataset" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("dataset"."firm_id" = (select access.firm())) WITH CHECK ("dataset"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "dataset_confirmation_read" ON "dataset_confirmation" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("dataset_confirmation"."firm_id" = (select access.firm()) and ("dataset_confirmation"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_confirmation_insert" ON "dataset_confirmation" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("dataset_confirmation"."firm_id" = (select access.firm()) and ("dataset_confirmation"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_confirmation_update" ON "dataset_confirmation" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("dataset_confirmation"."firm_id" = (select access.firm()) and ("dataset_confirmation"."batch_id" in (select access.shared_batches()))) WITH CHECK ("dataset_confirmation"."firm_id" = (select access.firm()) and ("dataset_confirmation"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_confirmation_delete" ON "dataset_confirmation" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("dataset_confirmation"."firm_id" = (select access.firm()) and ("dataset_confirmation"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "dataset_confirmation_job" ON "dataset_confirmation" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("dataset_confirmation"."firm_id" = (select access.firm())) WITH CHECK ("dataset_confirmation"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "dataset_mapping_read" ON "dataset_mapping" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("dataset_mapping"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "dataset_mapping_insert" ON "dataset_mapping" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("dataset_mapping"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "dataset_mapping_update" ON "dataset_mapping" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("dataset_mapping"."firm_id" = (select access.firm())) WITH CHECK ("dataset_mapping"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "dataset_mapping_delete" ON "dataset_mapping" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("dataset_mapping"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "dataset_mapping_job" ON "dataset_mapping" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("dataset_mapping"."firm_id" = (select access.firm())) WITH CHECK ("dataset_mapping"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "row_link_read" ON "row_link" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("row_link"."firm_id" = (select access.firm()) and ("row_link"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "row_link_insert" ON "row_link" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("row_link"."firm_id" = (select access.firm()) and ("row_link"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "row_link_update" ON "row_link" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("row_link"."firm_id" = (select access.firm()) and ("row_link"."batch_id" in (select access.shared_batches()))) WITH CHECK ("row_link"."firm_id" = (select access.firm()) and ("row_link"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "row_link_delete" ON "row_link" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("row_link"."firm_id" = (select access.firm()) and ("row_link"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "row_link_job" ON "row_link" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("row_link"."firm_id" = (select access.firm())) WITH CHECK ("row_link"."firm_id" = (select access.firm()));--> statement-breakpoint
CREATE POLICY "difference_settlement_read" ON "difference_settlement" AS PERMISSIVE FOR SELECT TO "baton_app" USING ("difference_settlement"."firm_id" = (select access.firm()) and ("difference_settlement"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "difference_settlement_insert" ON "difference_settlement" AS PERMISSIVE FOR INSERT TO "baton_app" WITH CHECK ("difference_settlement"."firm_id" = (select access.firm()) and ("difference_settlement"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "difference_settlement_update" ON "difference_settlement" AS PERMISSIVE FOR UPDATE TO "baton_app" USING ("difference_settlement"."firm_id" = (select access.firm()) and ("difference_settlement"."batch_id" in (select access.shared_batches()))) WITH CHECK ("difference_settlement"."firm_id" = (select access.firm()) and ("difference_settlement"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "difference_settlement_delete" ON "difference_settlement" AS PERMISSIVE FOR DELETE TO "baton_app" USING ("difference_settlement"."firm_id" = (select access.firm()) and ("difference_settlement"."batch_id" in (select access.shared_batches())));--> statement-breakpoint
CREATE POLICY "difference_settlement_job" ON "difference_settlement" AS PERMISSIVE FOR ALL TO "baton_worker" USING ("difference_settlement"."firm_id" = (select access.firm())) WITH CHECK ("difference_settlement"."firm_id" = (select access.firm()));
--> statement-breakpoint
do $$
declare t text;
begin
  foreach t in array array['dataset', 'dataset_confirmation', 'dataset_mapping', 'comparison', 'difference_settlement', 'row_link'] loop
    execute format('alter table public.%I force row level security', t);
    execute format('grant select, insert on public.%I to baton_app, baton_worker', t);
  end loop;
end $$;
--> statement-breakpoint
-- What was uploaded, agreed upon, found and said stays as it was; only how far it is changes.
grant update (data_key, reading, round, read_round, state, rows, failure, description) on public.dataset to baton_app, baton_worker;
grant update (state, progress, failure, run, result, result_bytes, counts, lines, summary, checked_at, finished_at) on public.comparison to baton_app, baton_worker;
grant update (undone_by, undone_at) on public.difference_settlement to baton_app;
grant update (decision, decided_by, decided_at, carried) on public.row_link to baton_app;
grant update (pairs, key, confirmed_by, confirmed_at) on public.dataset_mapping to baton_app;
