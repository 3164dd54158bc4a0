-- Whose it is: municipalities take turns, then what each of them has to send.
alter table outbox add column municipality text collate "C"
    generated always as (split_part(split_part(part, ' ', 2), '/', 1)) stored;
create index outbox_by_municipality on outbox (municipality, part, revision);

alter table outbox_aside add column municipality text collate "C"
    generated always as (split_part(split_part(part, ' ', 2), '/', 1)) stored;
create index outbox_aside_by_municipality on outbox_aside (municipality, part, revision);
