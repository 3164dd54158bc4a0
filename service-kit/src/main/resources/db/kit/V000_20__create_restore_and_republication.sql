-- Each time that the database was declared restored from a backup. Their number is the epoch: what is sent from now on counts as
-- newer than all that was sent before.
create table restore (
    epoch             integer     not null,
    declared_at       timestamptz not null,
    declared_by       text        not null,
    reason            text        not null,
    lost_epoch        integer     not null,
    lost_revision     bigint      not null,
    restored_revision bigint      not null,
    continues_after   bigint      not null,
    constraint restore_pk primary key (epoch),
    constraint restore_epoch check (epoch > 0)
);

create trigger restore_is_append_only before update or delete or truncate on restore
    for each statement execute function refuse_change_of_journal();

-- Each time that all rows were published anew.
create table republication (
    number      integer     not null,
    epoch       integer     not null,
    reason      text        not null,
    started_at  timestamptz not null,
    started_by  text        not null,
    state       text        not null,
    up_to       bigint,
    done_to     bigint      not null,
    rows        bigint      not null,
    deletions   bigint      not null,
    finished_at timestamptz,
    constraint republication_pk primary key (number),
    constraint republication_state check (state in ('RUNNING', 'DONE', 'SUPERSEDED')),
    constraint republication_finished check ((state = 'RUNNING') = (finished_at is null))
);

create unique index republication_one_at_a_time on republication (state) where state = 'RUNNING';
