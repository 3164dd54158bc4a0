-- When each of the other services was last heard of, and up to when the read model has all of it, as all instances together know.
create table service_heard (
    service     text        not null,
    heard_at    timestamptz not null,
    complete_at timestamptz,
    unsent      bigint      not null,
    constraint service_heard_pk primary key (service)
);

-- What a draft says that it may lack: composed anew when that changes.
alter table composed_document add column behind text not null default '';

-- Services whose changes were perhaps missing when somebody published all the same, and why they did.
alter table publication
    add column behind text[],
    add column reason text;
