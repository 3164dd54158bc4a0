-- Every change of every row, append-only: the history, and the payload of the event that tells of it.
create sequence revision_seq;

create table change (
    revision          bigint      not null,
    topic             text        not null,
    municipality_id   text        not null,
    administration_id text        not null,
    row_key           text        not null,
    deleted           boolean     not null,
    state             json,
    reason            text,
    recorded_at       timestamptz not null,
    recorded_by       text        not null,
    trace_parent      text,
    constraint change_pk primary key (revision),
    constraint change_state_unless_deleted check (deleted = (state is null))
);

create index change_of_row on change (municipality_id, administration_id, topic, row_key, revision);

-- What Kafka has not acknowledged yet.
create table outbox (
    revision bigint not null,
    constraint outbox_pk primary key (revision),
    constraint outbox_change_fk foreign key (revision) references change (revision)
);
