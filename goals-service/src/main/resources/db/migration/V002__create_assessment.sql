create table assessment (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    goal_id           text    not null,
    period            text    not null,
    status            text    not null,
    motivation        text,
    results           jsonb   not null,
    reason            text,
    constraint assessment_pk primary key (municipality_id, administration_id, row_key),
    constraint assessment_status check (status in ('FULFILLED', 'PARTLY_FULFILLED', 'NOT_FULFILLED', 'CANNOT_BE_ASSESSED'))
);

create index assessment_of_period on assessment (municipality_id, administration_id, period);
