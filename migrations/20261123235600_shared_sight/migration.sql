-- What the present person may do with every client of a batch, found in one go: it is asked for each page of differences.
create or replace function access.shared_capabilities(wanted uuid) returns text[] language sql stable security definer set search_path = '' as $$
  with those as materialized (
    select b.client_id from public.batch_client b
    where b.firm_id = (select access.firm()) and b.batch_id = wanted
      and (b.open or not exists (select from public.batch_client o where o.firm_id = b.firm_id and o.batch_id = wanted and o.open))),
  held as (
    select c.id as client_id, unnest(array['read', 'reveal', 'write', 'open', 'seal']) as capability
    from public.client c join those t on t.client_id = c.id
    where c.firm_id = (select access.firm()) and c.owner_id = (select access.person())
    union
    select g.client_id, unnest(g.capabilities)
    from public.access_grant g join those t on t.client_id = g.client_id
    where g.firm_id = (select access.firm()) and g.person_id = (select access.person())
      and g.starts_at <= now() and (g.ends_at is null or g.ends_at > now()) and g.ended_at is null)
  select coalesce(array_agg(h.capability order by h.capability), '{}') from (
    select capability from held group by capability having count(*) = (select count(*) from those)) h
$$;
