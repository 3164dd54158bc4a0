create table template (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    name              text   not null,
    sections          jsonb  not null,
    constraint template_pk primary key (municipality_id, administration_id, row_key)
);

create table report (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    template_id       text   not null,
    title             text   not null,
    constraint report_pk primary key (municipality_id, administration_id, row_key)
);

create table narrative (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    period            text   not null,
    section_id        text   not null,
    markdown          text   not null,
    constraint narrative_pk primary key (municipality_id, administration_id, row_key)
);

create table significant_event (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    event_id          text    not null,
    period            text    not null,
    text              text    not null,
    details           jsonb   not null,
    economic_effect   jsonb   not null,
    conclusion        text,
    position          integer not null,
    constraint significant_event_pk primary key (municipality_id, administration_id, row_key)
);
