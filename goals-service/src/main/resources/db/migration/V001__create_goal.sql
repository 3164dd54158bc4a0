create table goal (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    level             text    not null,
    parent_id         text,
    name              text    not null,
    position          integer not null,
    aliases           jsonb   not null,
    constraint goal_pk primary key (municipality_id, administration_id, row_key),
    constraint goal_level check (level in ('AREA', 'MUNICIPAL', 'ADMINISTRATION'))
);
