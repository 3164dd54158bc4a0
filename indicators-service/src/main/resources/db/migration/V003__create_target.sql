create table target (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    indicator_id      text   not null,
    period            text   not null,
    expression        text   not null,
    base_year         integer,
    constraint target_pk primary key (municipality_id, administration_id, row_key)
);

create index target_of_period on target (municipality_id, administration_id, period);
