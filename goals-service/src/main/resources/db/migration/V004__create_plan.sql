create table plan (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    name              text    not null,
    kind              text    not null,
    position          integer not null,
    constraint plan_pk primary key (municipality_id, administration_id, row_key),
    constraint plan_kind check (kind in ('PLAN', 'PROGRAMME', 'INTERNAL_CONTROL'))
);

create table plan_follow_up (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    plan_id           text    not null,
    period            text    not null,
    text              text    not null,
    reason            text,
    constraint plan_follow_up_pk primary key (municipality_id, administration_id, row_key)
);

create index plan_follow_up_of_period on plan_follow_up (municipality_id, administration_id, period);
