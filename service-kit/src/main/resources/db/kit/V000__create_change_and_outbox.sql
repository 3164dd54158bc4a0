-- Every change of every row, append-only: the history, the audit trail, and the payload of the event that tells of it.
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
    client            text,
    digest            text        not null,
    trace_parent      text,
    constraint change_pk primary key (revision),
    constraint change_state_unless_deleted check (deleted = (state is null))
);

create index change_of_row on change (municipality_id, administration_id, topic, row_key, revision);
create index change_of_kind on change (municipality_id, administration_id, topic, revision);
create index change_of_administration on change (municipality_id, administration_id, revision);

create function refuse_change_of_journal() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only';
end
$$;

create trigger change_is_append_only before update or delete or truncate on change
    for each statement execute function refuse_change_of_journal();

-- What Kafka has not acknowledged yet.
create table outbox (
    revision bigint not null,
    constraint outbox_pk primary key (revision),
    constraint outbox_change_fk foreign key (revision) references change (revision)
);

-- What a POST with an Idempotency-Key was answered, so that it is done once however often it is sent.
create table answered_request (
    caller      text        not null,
    key         text        not null,
    fingerprint text        not null,
    status      integer     not null,
    location    text,
    body        text        not null,
    answered_at timestamptz not null,
    constraint answered_request_pk primary key (caller, key)
);

create index answered_request_by_age on answered_request (answered_at);
