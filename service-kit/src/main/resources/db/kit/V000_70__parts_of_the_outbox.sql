-- Since when a change waits to be sent: it may be an old one that is published anew.
alter table outbox add column put_at timestamptz not null default now();
create index outbox_by_age on outbox (put_at);
create index outbox_aside_by_age on outbox_aside (since);

-- Of which topic and administration it is, as one text ("finance.unit.v1 0580/vss"), by which all that have something unsent are found
-- without reading all that is. A release that does not know of it writes it too.
create function part_of_change() returns trigger language plpgsql as $$
begin
    select topic || ' ' || municipality_id || '/' || administration_id into new.part from change where revision = new.revision;
    return new;
end
$$;

alter table outbox add column part text collate "C";
update outbox set part = topic || ' ' || municipality_id || '/' || administration_id
from change where change.revision = outbox.revision;
alter table outbox alter column part set not null;
create index outbox_by_part on outbox (part, revision);
create trigger outbox_knows_its_part before insert on outbox for each row execute function part_of_change();

alter table outbox_aside add column part text collate "C";
update outbox_aside set part = topic || ' ' || municipality_id || '/' || administration_id
from change where change.revision = outbox_aside.revision;
alter table outbox_aside alter column part set not null;
create index outbox_aside_by_part on outbox_aside (part, revision);
create trigger outbox_aside_knows_its_part before insert on outbox_aside for each row execute function part_of_change();
