ALTER TABLE "disposal_seat" DROP CONSTRAINT "disposal_seat_one_each";--> statement-breakpoint
CREATE UNIQUE INDEX "disposal_seat_own_person" ON "disposal_seat" ("firm_id","disposal_id","stage","person_id") WHERE stage <> 'opinion';--> statement-breakpoint
-- Of the five opinions one person gives two at most, and never those of a head and its handler, or of both handlers.
create or replace function access.keep_disposal_seat() returns trigger language plpgsql set search_path = '' as $$
declare
  held text[];
begin
  if tg_op = 'INSERT' and new.signature_id is not null then
    raise insufficient_privilege using message = 'a seat is named before it is signed at';
  end if;
  if tg_op = 'INSERT' and new.stage = 'opinion' then
    held := array(select s.seat from public.disposal_seat s
      where s.firm_id = new.firm_id and s.disposal_id = new.disposal_id and s.stage = 'opinion' and s.person_id = new.person_id) || new.seat;
    if cardinality(held) > 2 or held @> '{head-of-archives,archives-handler}' or held @> '{head-of-accounting,accounting-handler}'
      or held @> '{archives-handler,accounting-handler}' then
      raise insufficient_privilege using message = 'nobody agrees over themselves, and nobody gives three opinions';
    end if;
  end if;
  if tg_op = 'UPDATE' and (old.signature_id is not null or new.person_id is distinct from access.person() or not exists (
    select from public.signature g
    where g.firm_id = new.firm_id and g.id = new.signature_id and g.person_id = new.person_id and g.subject_id = new.disposal_id::text
      and g.purpose = 'baton/disposal/v1')) then
    raise insufficient_privilege using message = 'who is named for a seat signs at it, once, for themselves';
  end if;
  return new;
end
$$;
