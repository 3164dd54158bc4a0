-- Whether a service had unsent changes when it was last heard of, and did not name whose they are.
alter table service_heard add column unsent_of_anybody boolean not null default false;

-- Whose changes of a service were not all there when everybody else's were, and up to when theirs are; never known if null.
create table service_waiting (
    service           text        not null,
    municipality_id   text        not null,
    administration_id text        not null,
    complete_at       timestamptz,
    constraint service_waiting_pk primary key (service, municipality_id, administration_id)
);
