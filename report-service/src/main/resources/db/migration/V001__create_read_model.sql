-- A generation is one build of the read model. One is current; while another is built beside it, both are written.
create table generation (
    generation integer not null,
    state      text    not null,
    constraint generation_pk primary key (generation),
    constraint generation_state check (state in ('CURRENT', 'BUILDING'))
);

create unique index generation_one_of_each on generation (state);

insert into generation (generation, state) values (1, 'CURRENT');

create table fact (
    generation        integer not null,
    municipality_id   text    not null,
    administration_id text    not null,
    topic             text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    deleted           boolean not null,
    period            text,
    body              jsonb,
    constraint fact_pk primary key (generation, municipality_id, administration_id, topic, row_key),
    constraint fact_generation_fk foreign key (generation) references generation (generation),
    constraint fact_body_unless_deleted check (deleted = (body is null))
);

-- Grows by one with everything that changes what a report of the administration is composed from.
create table input_version (
    municipality_id   text   not null,
    administration_id text   not null,
    version           bigint not null,
    constraint input_version_pk primary key (municipality_id, administration_id)
);
