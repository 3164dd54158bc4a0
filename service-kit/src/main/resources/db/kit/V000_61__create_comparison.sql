-- Each time that what the database holds was compared with what lies on the topics.
create table comparison (
    number      integer     not null,
    started_at  timestamptz not null,
    started_by  text        not null,
    state       text        not null,
    messages    bigint      not null default 0,
    missing     bigint      not null default 0,
    extra       bigint      not null default 0,
    older       bigint      not null default 0,
    newer       bigint      not null default 0,
    other       bigint      not null default 0,
    changing    bigint      not null default 0,
    first       text        not null default '[]',
    failure     text,
    finished_at timestamptz,
    constraint comparison_pk primary key (number),
    constraint comparison_state check (state in ('RUNNING', 'DONE', 'FAILED')),
    constraint comparison_finished check ((state = 'RUNNING') = (finished_at is null))
);

create unique index comparison_one_at_a_time on comparison (state) where state = 'RUNNING';

-- What one topic tells of each row, while it is compared. Nothing of it is ever committed.
create unlogged table told_row (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    epoch             integer not null,
    revision          bigint  not null,
    deleted           boolean not null,
    digest            text    not null,
    constraint told_row_pk primary key (municipality_id, administration_id, row_key)
);
