-- To have a file is a right of its own beside reading it: the owner in charge has it, and the parties of handovers that run now keep it.
create or replace function access.capabilities(wanted uuid) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct capability), '{}') from (
    select unnest(array['read', 'reveal', 'write', 'open', 'seal', 'download']) as capability
    from public.client c join access.credential() me on me.firm = c.firm_id and me.person = c.owner_id where c.id = wanted
    union
    select unnest(g.capabilities) from public.access_grant g join access.credential() me on me.firm = g.firm_id and me.person = g.person_id
    where g.client_id = wanted and g.starts_at <= now() and (g.ends_at is null or g.ends_at > now()) and g.ended_at is null
  ) held
$$;
--> statement-breakpoint
-- The walls bind the owner of the table too; this migration passes through one for itself.
create policy access_grant_download on public.access_grant for all to current_user using (true) with check (true);
update public.access_grant set capabilities = capabilities || 'download'::text
where handover_id is not null and ended_at is null and ends_at > now() and 'read' = any (capabilities) and not 'download' = any (capabilities);
drop policy access_grant_download on public.access_grant;
