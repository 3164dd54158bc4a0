create table control_point (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    control_point_id  text    not null,
    plan_id           text    not null,
    period            text    not null,
    name              text    not null,
    finding           text    not null,
    measure           text,
    position          integer not null,
    constraint control_point_pk primary key (municipality_id, administration_id, row_key)
);

create index control_point_of_period on control_point (municipality_id, administration_id, period);
