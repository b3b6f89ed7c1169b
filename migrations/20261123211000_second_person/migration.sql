-- What two persons do together is held by the database too: who asks asks as themselves and for a day at most, another one approves with a
-- signature, once, and only who asked uses it, once, before the day is over. None of it is taken back.
revoke update, delete on public.second_person_request from baton_app, baton_worker;
grant update (approver_id, approved_at, approval, used_at, completed_at) on public.second_person_request to baton_app;
alter table public.second_person_request add constraint within_a_day check (expires_at <= requested_at + interval '24 hours');
create policy second_person_asked on public.second_person_request as restrictive for insert to baton_app
  with check (requester_id = (select access.person()) and requested_at <= now() and approver_id is null and used_at is null and completed_at is null);
--> statement-breakpoint
create function access.keep_second_person() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.approver_id is null then
    if new.approver_id is not null and (new.approver_id is distinct from access.person() or new.approval is null or now() > old.expires_at) then
      raise insufficient_privilege using message = 'a second person approves for themselves, with a signature, before the request is over';
    end if;
  elsif (new.approver_id, new.approved_at, new.approval) is distinct from (old.approver_id, old.approved_at, old.approval) then
    raise insufficient_privilege using message = 'an approval stands as it was given';
  end if;
  if old.used_at is null then
    if new.used_at is not null and (access.person() is distinct from old.requester_id or new.approver_id is null or now() > old.expires_at) then
      raise insufficient_privilege using message = 'only who asked uses an approved request, before it is over';
    end if;
  elsif new.used_at is distinct from old.used_at then
    raise insufficient_privilege using message = 'a request is used once';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger keep_second_person before update on public.second_person_request for each row execute function access.keep_second_person();
