ALTER TABLE "comparison" RENAME TO "second_source";--> statement-breakpoint
ALTER TABLE "check_result" RENAME COLUMN "comparison_id" TO "second_source_id";--> statement-breakpoint
ALTER POLICY "comparison_read" ON "second_source" RENAME TO "second_source_read";--> statement-breakpoint
ALTER POLICY "comparison_insert" ON "second_source" RENAME TO "second_source_insert";--> statement-breakpoint
ALTER POLICY "comparison_update" ON "second_source" RENAME TO "second_source_update";--> statement-breakpoint
ALTER POLICY "comparison_delete" ON "second_source" RENAME TO "second_source_delete";--> statement-breakpoint
ALTER POLICY "comparison_job" ON "second_source" RENAME TO "second_source_job";--> statement-breakpoint
ALTER POLICY "second_source_read" ON "second_source" TO "baton_app" USING ("second_source"."firm_id" = (select access.firm()) and (access.in_handover("second_source"."handover_id")));--> statement-breakpoint
ALTER POLICY "second_source_insert" ON "second_source" TO "baton_app" WITH CHECK ("second_source"."firm_id" = (select access.firm()) and (access.in_handover("second_source"."handover_id")));--> statement-breakpoint
ALTER POLICY "second_source_update" ON "second_source" TO "baton_app" USING ("second_source"."firm_id" = (select access.firm()) and (access.in_handover("second_source"."handover_id"))) WITH CHECK ("second_source"."firm_id" = (select access.firm()) and (access.in_handover("second_source"."handover_id")));--> statement-breakpoint
ALTER POLICY "second_source_delete" ON "second_source" TO "baton_app" USING ("second_source"."firm_id" = (select access.firm()) and (access.in_handover("second_source"."handover_id")));--> statement-breakpoint
ALTER POLICY "second_source_job" ON "second_source" TO "baton_worker" USING ("second_source"."firm_id" = (select access.firm())) WITH CHECK ("second_source"."firm_id" = (select access.firm()));--> statement-breakpoint
alter index comparison_pkey rename to second_source_pkey;
