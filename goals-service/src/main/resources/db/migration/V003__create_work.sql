create table assignment (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    text              text    not null,
    goal_ids          jsonb   not null,
    state             text    not null,
    position          integer not null,
    constraint assignment_pk primary key (municipality_id, administration_id, row_key),
    constraint assignment_state check (state in ('PLANNED', 'ONGOING', 'ON_PLAN', 'COMPLETED', 'DELAYED', 'NOT_COMPLETED'))
);

create table activity (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    name              text    not null,
    goal_id           text    not null,
    assignment_ids    jsonb   not null,
    state             text    not null,
    comment           text,
    position          integer not null,
    constraint activity_pk primary key (municipality_id, administration_id, row_key),
    constraint activity_state check (state in ('PLANNED', 'ONGOING', 'ON_PLAN', 'COMPLETED', 'DELAYED', 'NOT_COMPLETED'))
);

create index activity_of_goal on activity (municipality_id, administration_id, goal_id);
