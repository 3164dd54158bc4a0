-- What the leader is sending. Kafka keeps the same name with the events and commits it with them, so that the next leader
-- knows whether they are there.
create table outbox_batch (
    only_one  boolean  not null default true,
    batch     text     not null,
    revisions bigint[] not null,
    constraint outbox_batch_pk primary key (only_one),
    constraint outbox_batch_only_one check (only_one)
);

-- The last event that was committed to a partition.
create table sent_position (
    topic       text    not null,
    partition   integer not null,
    last_offset bigint  not null,
    constraint sent_position_pk primary key (topic, partition)
);

-- What Kafka refuses for what it is. It is tried again every minute, unless a newer change of its row was sent.
create table outbox_aside (
    revision bigint      not null,
    reason   text        not null,
    since    timestamptz not null,
    constraint outbox_aside_pk primary key (revision),
    constraint outbox_aside_change_fk foreign key (revision) references change (revision)
);
