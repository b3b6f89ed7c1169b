CREATE INDEX "client_by_name" ON "client" ("firm_id","name" collate "zh-x-icu","number");--> statement-breakpoint
CREATE INDEX "client_by_contract_end" ON "client" ("firm_id","contract_end","number");--> statement-breakpoint
CREATE INDEX "client_by_paid_through" ON "client" ("firm_id","paid_through","number");--> statement-breakpoint
-- A sorted list walks an index either way, the number deciding between equals. Clients without a day come last in both
-- directions, which no one index can do: from the last day backwards they are a second walk, made when the first did not fill
-- the page.
create or replace function access.search_clients(wanted jsonb) returns setof uuid language plpgsql stable security definer set search_path = '' as $$
declare
  found text := access.clients_wanted(wanted);
  sorting text := case wanted ->> 'sort'
    when 'name' then 'c.name collate "zh-x-icu"' when 'contractEnd' then 'c.contract_end' when 'paidThrough' then 'c.paid_through' end;
  backwards boolean := coalesce((wanted ->> 'descending')::boolean, false);
  direction text := case when backwards then 'desc' else 'asc' end;
  dated boolean := backwards and wanted ->> 'sort' in ('contractEnd', 'paidThrough');
  most integer := (wanted ->> 'most')::integer;
  skip integer := coalesce((wanted ->> 'skip')::integer, 0);
  given integer;
  passed integer := 0;
begin
  if wanted ? 'after' then
    found := found || format(' and c.number %s %L', case when backwards then '<' else '>' end, wanted ->> 'after');
  end if;
  return query execute format('select %s %s order by %s c.number %s limit %s offset %s', found,
    case when dated then 'and ' || sorting || ' is not null' end, sorting || ' ' || direction || ',', direction, most, skip);
  if not dated then return; end if;
  get diagnostics given = row_count;
  if given = most then return; end if;
  if given = 0 and skip > 0 then
    execute format('select count(*) from (select %s and %s is not null) found', found, sorting) into passed;
  end if;
  return query execute format('select %s and %s is null order by c.number %s limit %s offset %s', found, sorting, direction,
    most - given, case when given = 0 then skip - passed else 0 end);
end
$$;
