-- The ground that tables stand on: roles, the schema of sign-in, and the questions that every policy asks.
-- The roles themselves are made by platform/database/roles.ts, because a role belongs to the cluster.

create schema auth authorization current_user;
create schema access authorization current_user;
--> statement-breakpoint
create table auth."user" (
  id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null default false, image text,
  "twoFactorEnabled" boolean not null default false, "mustChangePassword" boolean not null default false,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
--> statement-breakpoint
create table auth.session (
  id text primary key, token text not null unique, "userId" text not null references auth."user" (id) on delete cascade,
  "expiresAt" timestamptz not null, "ipAddress" text, "userAgent" text, "firmId" uuid,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create index session_user_id on auth.session ("userId");
--> statement-breakpoint
create table auth.account (
  id text primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references auth."user" (id) on delete cascade,
  "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz,
  scope text, password text, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create index account_user_id on auth.account ("userId");
--> statement-breakpoint
create table auth.verification (
  id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
--> statement-breakpoint
create table auth."twoFactor" (
  id text primary key, secret text not null, "backupCodes" text not null, "userId" text not null references auth."user" (id) on delete cascade,
  verified boolean default true, "failedVerificationCount" integer default 0, "lockedUntil" timestamptz
);
--> statement-breakpoint
-- Keys for programs: only the SHA-256 of a key is kept, and it ends like a session does.
create table auth.api_key (
  id uuid primary key default uuidv7(), hash bytea not null unique, name text not null, "userId" text not null references auth."user" (id) on delete cascade,
  "firmId" uuid not null, "expiresAt" timestamptz not null, "createdAt" timestamptz not null default now()
);
--> statement-breakpoint
grant usage on schema auth to baton_auth, baton_access;
grant select, insert, update, delete on all tables in schema auth to baton_auth;
grant select on auth.session, auth.api_key, auth."user" to baton_access;
grant usage on schema access to baton_app, baton_worker, baton_access;
grant usage on schema public to baton_app, baton_worker, baton_access;
grant create on schema access to baton_access;
--> statement-breakpoint
-- Function bodies name tables that the next migration makes.
set local check_function_bodies = off;
--> statement-breakpoint
-- Who the credential of this transaction belongs to. The setting carries a secret, not a name: a statement that changes
-- it gains nothing without knowing another person's credential. A job logs in as baton_worker and has no person.
create function access.credential() returns table (person uuid, firm uuid) language sql stable security definer set search_path = '' as $$
  select p.id, p.firm_id
  from auth.session s join auth."user" u on u.id = s."userId" and not u."mustChangePassword"
  join public.person p on p.user_id = s."userId" and p.firm_id = s."firmId"
  where s.token = nullif(current_setting('baton.credential', true), '') and s."expiresAt" > now() and p.suspended_at is null and p.left_at is null
  union all
  select p.id, p.firm_id
  from auth.api_key k join public.person p on p.user_id = k."userId" and p.firm_id = k."firmId"
  where k.hash = sha256(convert_to(nullif(current_setting('baton.credential', true), ''), 'UTF8')) and k."expiresAt" > now()
    and p.suspended_at is null and p.left_at is null
  limit 1
$$;
--> statement-breakpoint
create function access.person() returns uuid language sql stable security definer set search_path = '' as $$
  select case when session_user = 'baton_worker' then null else (select person from access.credential()) end
$$;
--> statement-breakpoint
create function access.firm() returns uuid language sql stable security definer set search_path = '' as $$
  select case when session_user = 'baton_worker' then nullif(current_setting('baton.firm', true), '')::uuid else (select firm from access.credential()) end
$$;
--> statement-breakpoint
create function access.has_role(variadic roles text[]) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.role_held r join access.credential() c on c.firm = r.firm_id and c.person = r.person_id
    where r.role = any (roles) and r.ended_at is null
  )
$$;
--> statement-breakpoint
-- The present actor as one JSON value, so that a request learns who it is in one round trip.
create function access.actor() returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'person', p.id, 'firm', p.firm_id, 'name', p.name,
    'roles', coalesce((select jsonb_agg(r.role order by r.role) from public.role_held r where r.firm_id = p.firm_id and r.person_id = p.id and r.ended_at is null), '[]'),
    'positions', coalesce((select jsonb_agg(h.position order by h.position) from public.position_held h where h.firm_id = p.firm_id and h.person_id = p.id and h.ended_at is null), '[]'))
  from access.credential() c join public.person p on p.id = c.person and p.firm_id = c.firm
$$;
--> statement-breakpoint
-- The owner in charge, the parties of a running handover, named staff; nothing else stands.
create function access.sees(wanted uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
declare
  me record;
begin
  if session_user = 'baton_worker' then
    return exists (select from public.client c where c.firm_id = access.firm() and c.id = wanted);
  end if;
  select * into me from access.credential();
  if not found then return false; end if;
  return exists (select from public.client c where c.firm_id = me.firm and c.id = wanted and c.owner_id = me.person)
    or exists (
      select from public.access_grant g
      where g.firm_id = me.firm and g.client_id = wanted and g.person_id = me.person and g.starts_at <= now()
        and (g.ends_at is null or g.ends_at > now()) and g.ended_at is null);
end
$$;
--> statement-breakpoint
-- Every client that the present person sees by a grant; owners see theirs by the column owner_id.
create function access.granted() returns setof uuid language sql stable security definer set search_path = '' as $$
  select g.client_id from public.access_grant g join access.credential() c on c.firm = g.firm_id and c.person = g.person_id
  where g.starts_at <= now() and (g.ends_at is null or g.ends_at > now()) and g.ended_at is null
$$;
--> statement-breakpoint
-- What the present person may do with a client: 'read', 'reveal', 'write', 'open', 'check', … ; owners may do all.
create function access.capabilities(wanted uuid) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct capability), '{}') from (
    select unnest(array['read', 'reveal', 'write', 'open', 'seal']) as capability
    from public.client c join access.credential() me on me.firm = c.firm_id and me.person = c.owner_id where c.id = wanted
    union
    select unnest(g.capabilities) from public.access_grant g join access.credential() me on me.firm = g.firm_id and me.person = g.person_id
    where g.client_id = wanted and g.starts_at <= now() and (g.ends_at is null or g.ends_at > now()) and g.ended_at is null
  ) held
$$;
--> statement-breakpoint
-- Which clients a list holds. LIKE, tsquery and array operators are not leakproof, so indexes rest inside of policies; these
-- functions search for the policies and give ids only: of one's own and granted clients, and to managers, who see the
-- directory, of every client of the firm. An exact phone or account (`hash`) is found among one's own and granted clients.
-- The search table has the number too, so that a piece that many names share is found by walking the numbers.
create function access.clients_wanted(wanted jsonb) returns text language plpgsql stable security definer set search_path = '' as $$
declare
  ours uuid := access.firm();
  me uuid := access.person();
  worker boolean := session_user = 'baton_worker';
  whole boolean := worker or (access.has_role('manager', 'administrator') and not wanted ? 'hash');
  alone boolean := wanted ? 'terms' and whole and coalesce(wanted ->> 'sort', 'number') = 'number'
    and not wanted ?| array['hash', 'owner', 'states', 'contractEndedBefore', 'paidBefore'];
  found text := format('from public.client c where c.firm_id = %L', ours);
begin
  if alone then
    found := format('from public.client_search c where c.firm_id = %L and c.terms @@ %L::tsquery', ours, wanted ->> 'terms');
  elsif wanted ? 'terms' then
    found := format('from public.client c join public.client_search s on s.firm_id = c.firm_id and s.client_id = c.id
      where c.firm_id = %1$L and s.firm_id = %1$L and s.terms @@ %2$L::tsquery', ours, wanted ->> 'terms');
  end if;
  if wanted ? 'piece' then
    found := found || format(' and pg_catalog.strpos(%s.haystack, %L) > 0', case when alone then 'c' else 's' end, wanted ->> 'piece');
  end if;
  if wanted ? 'hash' then
    found := found || format(' and c.id in (select r.client_id from public.client_record r where r.firm_id = %L and r.lookup @> array[decode(%L, ''hex'')] and not r.ended)',
      ours, wanted ->> 'hash');
  end if;
  if not whole then
    found := found || case when exists (select from access.granted())
      then format(' and c.id in (select o.id from public.client o where o.firm_id = %L and o.owner_id = %L union select access.granted())', ours, me)
      else format(' and c.owner_id = %L', me) end;
  end if;
  if wanted ? 'owner' then found := found || format(' and c.owner_id = %L', wanted ->> 'owner'); end if;
  if wanted ? 'states' then found := found || format(' and c.state = any (array(select jsonb_array_elements_text(%L::jsonb)))', wanted ->> 'states'); end if;
  if wanted ? 'contractEndedBefore' then found := found || format(' and c.contract_end < %L', wanted ->> 'contractEndedBefore'); end if;
  if wanted ? 'paidBefore' then found := found || format(' and c.paid_through < %L', wanted ->> 'paidBefore'); end if;
  return case when alone then 'c.client_id' else 'c.id' end || ' ' || found;
end
$$;
--> statement-breakpoint
create function access.search_clients(wanted jsonb) returns setof uuid language plpgsql stable security definer set search_path = '' as $$
declare
  sorting text := case wanted ->> 'sort'
    when 'name' then 'c.name collate "zh-x-icu"' when 'contractEnd' then 'c.contract_end' when 'paidThrough' then 'c.paid_through' else 'c.number' end;
  direction text := case when (wanted ->> 'descending')::boolean then 'desc' else 'asc' end;
  found text := access.clients_wanted(wanted);
begin
  if wanted ? 'after' then
    found := found || format(' and c.number %s %L', case direction when 'desc' then '<' else '>' end, wanted ->> 'after');
  end if;
  if sorting <> 'c.number' then direction := direction || ' nulls last, c.number'; end if;
  return query execute format('select %s order by %s %s limit %s offset %s', found, sorting, direction,
    (wanted ->> 'most')::integer, coalesce((wanted ->> 'skip')::integer, 0));
end
$$;
--> statement-breakpoint
-- How many there are; not further than `most`, where it is given.
create function access.count_clients(wanted jsonb) returns bigint language plpgsql stable security definer set search_path = '' as $$
declare counted bigint;
begin
  execute format('select count(*) from (select %s limit %s) found', access.clients_wanted(wanted), coalesce(wanted ->> 'most', 'all')) into counted;
  return counted;
end
$$;
--> statement-breakpoint
-- Whether another client of the firm has the number, seen by the asker or not.
create function access.number_taken(wanted text, of_client uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.client c where c.firm_id = access.firm() and c.number = wanted and c.id <> of_client)
$$;
--> statement-breakpoint
-- Clients that anything outside of their own records refers to; and those in an open batch of a handover. With the rights of
-- who asks.
create function access.clients_bound(wanted uuid[]) returns setof uuid language plpgsql stable set search_path = '' as $$
declare link record;
begin
  for link in
    select c.conrelid::regclass as bound, a.attname as named
    from pg_catalog.pg_constraint c join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[2]
    where c.contype = 'f' and c.confrelid = 'public.client'::regclass
      and c.conrelid not in ('public.client_record'::regclass, 'public.client_search'::regclass, 'public.client_data_key'::regclass)
  loop
    return query execute format('select distinct b.%I from %s b where b.firm_id = access.firm() and b.%I = any ($1)', link.named, link.bound, link.named)
      using wanted;
  end loop;
end
$$;
--> statement-breakpoint
create function access.clients_in_open_batch(wanted uuid[]) returns setof uuid language sql stable set search_path = '' as $$
  select b.client_id from public.batch_client b where b.firm_id = access.firm() and b.client_id = any (wanted) and b.open
$$;
--> statement-breakpoint
-- Parties see their handover; managers and auditors see every handover of the firm.
create function access.in_handover(wanted uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.handover_party h join access.credential() me on me.firm = h.firm_id and me.person = h.person_id where h.handover_id = wanted
  ) or access.has_role('manager', 'auditor', 'administrator')
$$;
--> statement-breakpoint
-- The handovers in which the present person stands on a side, as a list for a whole statement.
create function access.my_handovers() returns setof uuid language sql stable security definer set search_path = '' as $$
  select h.handover_id from public.handover_party h join access.credential() me on me.firm = h.firm_id and me.person = h.person_id
$$;
--> statement-breakpoint
-- Sign-in records are made in the transaction of the person they belong to, by whoever may appoint people.
create function access.add_user(id text, name text, email text, password_hash text, must_change boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if session_user <> 'baton_worker' and not access.has_role('administrator') then
    raise insufficient_privilege using message = 'only an administrator adds a sign-in';
  end if;
  insert into auth."user" (id, name, email, "emailVerified", "mustChangePassword") values (id, name, email, true, must_change);
  insert into auth.account (id, "accountId", "providerId", "userId", password) values (gen_random_uuid()::text, id, 'credential', id, password_hash);
end
$$;
--> statement-breakpoint
create function access.reset_password(of_person uuid, password_hash text) returns void
language plpgsql security definer set search_path = '' as $$
declare whose text;
begin
  select p.user_id into whose from public.person p where p.id = of_person and p.firm_id = access.firm();
  if whose is null or not access.has_role('administrator') then
    raise insufficient_privilege using message = 'only an administrator resets a password';
  end if;
  update auth.account set password = password_hash, "updatedAt" = now() where "userId" = whose and "providerId" = 'credential';
  update auth."user" set "mustChangePassword" = true, "twoFactorEnabled" = false where id = whose;
  delete from auth."twoFactor" where "userId" = whose;
  delete from auth.session where "userId" = whose;
end
$$;
--> statement-breakpoint
create function access.end_sign_ins(of_person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare whose text;
begin
  select p.user_id into whose from public.person p where p.id = of_person and p.firm_id = access.firm();
  if whose is null or not (session_user = 'baton_worker' or access.has_role('administrator', 'manager')) then
    raise insufficient_privilege using message = 'only a manager ends the sign-ins of another';
  end if;
  delete from auth.session where "userId" = whose;
  delete from auth.api_key where "userId" = whose;
end
$$;
--> statement-breakpoint
-- Keys of the present person.
create function access.add_api_key(key_hash bytea, key_name text, expires_at timestamptz) returns uuid
language sql security definer set search_path = '' as $$
  insert into auth.api_key (hash, name, "userId", "firmId", "expiresAt")
  select key_hash, key_name, p.user_id, p.firm_id, expires_at from public.person p where p.id = access.person() and p.firm_id = access.firm()
  returning id
$$;
--> statement-breakpoint
create function access.api_keys() returns table (id uuid, name text, expires_at timestamptz, created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select k.id, k.name, k."expiresAt", k."createdAt" from auth.api_key k join public.person p on p.user_id = k."userId" and p.firm_id = k."firmId"
  where p.id = access.person() and p.firm_id = access.firm() order by k."createdAt"
$$;
--> statement-breakpoint
create function access.end_api_key(key_id uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  delete from auth.api_key k using public.person p
  where k.id = key_id and p.user_id = k."userId" and p.firm_id = k."firmId" and p.id = access.person() and p.firm_id = access.firm();
  return found;
end
$$;
--> statement-breakpoint
-- Sign-in asks which firm a user belongs to; nobody who left or is suspended gets a session.
create function access.firm_of_user(of_user text) returns uuid language sql stable security definer set search_path = '' as $$
  select firm_id from public.person where user_id = of_user and suspended_at is null and left_at is null order by created_at limit 1
$$;
--> statement-breakpoint
-- Whether anybody has set up a firm here: asked before the first sign-in.
create function access.has_firm() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.person)
$$;
--> statement-breakpoint
-- Firms with work for the program's own clockwork; ids only.
create function access.firms() returns setof uuid language sql stable security definer set search_path = '' as $$
  select distinct firm_id from public.person
$$;
--> statement-breakpoint
-- The next short number of a kind; the row of the firm is locked until the transaction ends, so numbers have no gaps.
create function access.next_number(counter text) returns integer language plpgsql security definer set search_path = '' as $$
declare given integer;
begin
  update public.firm f set counters = jsonb_set(f.counters, array[counter], to_jsonb(coalesce((f.counters ->> counter)::integer, 0) + 1))
  where f.id = access.firm() returning (f.counters ->> counter)::integer into given;
  return given;
end
$$;
--> statement-breakpoint
-- Whether every pledge of a handover is signed; no grant of it is made before.
create function access.pledged(wanted uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select count(*) > 0 and bool_and(l.signature_id is not null)
  from public.letter l where l.firm_id = (select access.firm()) and l.handover_id = wanted and l.withdrawn_at is null
$$;
--> statement-breakpoint
-- How many lines of which state the inventories hold: counts only, for everybody who sees the handover, also for whoever
-- may not see its clients.
create function access.inventory_progress(wanted uuid[], by_client boolean)
returns table (handover_id uuid, batch_id uuid, client_id uuid, state text, lines integer)
language sql stable security definer set search_path = '' as $$
  select i.handover_id, i.batch_id, case when by_client then i.client_id end, i.state, count(*)::integer
  from public.item i
  where i.firm_id = (select access.firm()) and i.handover_id in (
    select w from unnest(wanted) w where session_user = 'baton_worker' or access.in_handover(w))
  group by 1, 2, 3, 4
$$;
--> statement-breakpoint
-- The filings and open matters of a handover with their dates, for everybody who sees the handover; the names of the
-- clients stand behind the clients' own wall.
create function access.handover_deadlines(wanted uuid, until date)
returns table (item_id uuid, batch_id uuid, client_id uuid, title text, due date)
language sql stable security definer set search_path = '' as $$
  select i.id, i.batch_id, i.client_id, i.title, (i.line ->> 'due')::date
  from public.item i
  where i.firm_id = (select access.firm()) and i.handover_id = wanted and i.method = 'obligation' and i.state <> 'dropped'
    and (i.line ->> 'due') <= until::text and (session_user = 'baton_worker' or (select access.in_handover(wanted)))
$$;
--> statement-breakpoint
-- What a suspension of a person ends and what it leaves, as counts.
create function access.suspension_effects(of_person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare whose text;
begin
  select p.user_id into whose from public.person p where p.id = of_person and p.firm_id = access.firm();
  if whose is null or not access.has_role('administrator', 'manager') then
    raise insufficient_privilege using message = 'only a manager asks for the effects of a suspension';
  end if;
  return jsonb_build_object(
    'signIns', (select count(*) from auth.session s where s."userId" = whose and s."expiresAt" > now()),
    'apiKeys', (select count(*) from auth.api_key k where k."userId" = whose and k."expiresAt" > now()),
    'clients', (select count(*) from public.client c where c.firm_id = access.firm() and c.owner_id = of_person),
    'granted', (select count(distinct g.client_id) from public.access_grant g where g.firm_id = access.firm() and g.person_id = of_person
      and g.starts_at <= now() and g.ends_at > now() and g.ended_at is null));
end
$$;
--> statement-breakpoint
create function access.journal_waiting() returns integer language sql stable security definer set search_path = '' as $$
  select count(*)::integer from public.journal_unsequenced where firm_id = access.firm()
$$;
