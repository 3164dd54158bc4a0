create table municipality (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    name              text   not null,
    constraint municipality_pk primary key (municipality_id, administration_id, row_key)
);

create table administration (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    name              text   not null,
    short_name        text   not null,
    board             text,
    constraint administration_pk primary key (municipality_id, administration_id, row_key)
);

create table unit (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    name              text    not null,
    short_name        text,
    position          integer not null,
    contribution      text    not null,
    aliases           jsonb   not null,
    placements        jsonb   not null,
    predecessors      jsonb   not null,
    constraint unit_pk primary key (municipality_id, administration_id, row_key),
    constraint unit_contribution check (contribution in ('ADDITIVE', 'INFORMATIVE'))
);
