DROP INDEX "letter_once";--> statement-breakpoint
CREATE UNIQUE INDEX "letter_once" ON "letter" ("firm_id","kind","person_id",coalesce(handover_id, '00000000-0000-0000-0000-000000000000'::uuid),coalesce(access_until, 'infinity'::date)) WHERE withdrawn_at is null;--> statement-breakpoint
-- Whether every pledge of a handover is signed; a pledge that is given again for a longer plan does not take back the first.
grant select (person_id, kind, side, access_until) on public.letter to baton_access;
create or replace function access.pledged(wanted uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select count(*) > 0 and bool_and(signed) from (
    select bool_or(l.signature_id is not null) as signed from public.letter l
    where l.firm_id = (select access.firm()) and l.handover_id = wanted and l.withdrawn_at is null
    group by l.kind, l.person_id, l.side
  ) pledge
$$;
--> statement-breakpoint
-- The last end of access in a handover that the person has signed; nobody's grant outlasts it.
create function access.pledged_until(wanted uuid, who uuid) returns timestamptz language sql stable security definer set search_path = '' as $$
  select (max(l.access_until) + 1)::timestamp at time zone 'Asia/Shanghai' from public.letter l
  where l.firm_id = (select access.firm()) and l.handover_id = wanted and l.person_id = who and l.signature_id is not null and l.withdrawn_at is null
$$;
--> statement-breakpoint
alter function access.pledged_until(uuid, uuid) owner to baton_access;
revoke execute on function access.pledged_until(uuid, uuid) from public;
grant execute on function access.pledged_until(uuid, uuid) to baton_app, baton_worker;
create policy access_grant_as_signed on public.access_grant as restrictive for insert to baton_app
  with check (handover_id is null or ends_at <= access.pledged_until(handover_id, person_id));
create policy access_grant_no_longer on public.access_grant as restrictive for update to baton_app using (true)
  with check (handover_id is null or ended_at is not null or ends_at <= access.pledged_until(handover_id, person_id));
