-- A rebuild of the read model is a generation: who wanted it and why, how far it is, what it lacks. One at a time is built, by one
-- instance, which says every few seconds that it is at it. Only the current generation is read, and written by the consumers.
drop index generation_one_of_each;

alter table generation
    drop constraint generation_state,
    add column reads                 integer     not null default 0,
    add column cause                 text        not null default 'ASKED',
    add column asked_by              text        not null default 'report-service',
    add column begun_at              timestamptz not null default now(),
    add column ended_at              timestamptz,
    add column builder               text,
    add column beat_at               timestamptz not null default now(),
    add column messages              bigint      not null default 0,
    add column unreadable            bigint      not null default 0,
    add column live_rows             bigint,
    add column lacking               bigint      not null default 0,
    add column lacking_fingerprint   text,
    add column lacking_keys          text[]      not null default '{}',
    add column confirmed_fingerprint text,
    add column confirmed_by          text,
    add column failure               text,
    add column emptied               boolean     not null default false;

update generation set state = 'ABANDONED', ended_at = now() where state = 'BUILDING';
update generation set cause = 'INITIAL' where state = 'CURRENT';

alter table generation
    add constraint generation_state
        check (state in ('CURRENT', 'BUILDING', 'UNCONFIRMED', 'REPLACED', 'FAILED', 'ABANDONED')),
    add constraint generation_cause check (cause in ('INITIAL', 'ASKED', 'FIELDS_CHANGED', 'DELETIONS_MISSED'));

create unique index generation_one_current on generation ((true)) where state = 'CURRENT';
create unique index generation_one_build on generation ((true)) where state in ('BUILDING', 'UNCONFIRMED');

-- How often the producer's database had been declared restored when it sent the fact: revisions are compared within an epoch.
alter table fact add column epoch bigint not null default 0;

-- Up to where each partition has been applied to a generation. It is written with the facts, so it is what consumers start from;
-- the offsets that Kafka keeps for the group only inform. A topic that was made anew has another id, and is read from its beginning.
create table consumed_partition (
    generation  integer     not null,
    topic       text        not null,
    partition   integer     not null,
    topic_id    text        not null,
    next_offset bigint      not null,
    seen_at     timestamptz not null default now(),
    constraint consumed_partition_pk primary key (generation, topic, partition),
    constraint consumed_partition_generation_fk foreign key (generation) references generation (generation)
);
