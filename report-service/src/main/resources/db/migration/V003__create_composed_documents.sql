-- The draft as it was last composed, finished for the wire.
create table composed_document (
    municipality_id   text        not null,
    administration_id text        not null,
    period            text        not null,
    input_version     bigint      not null,
    compositions      bigint      not null,
    composed_at       timestamptz not null,
    json              bytea       not null,
    html              bytea       not null,
    constraint composed_document_pk primary key (municipality_id, administration_id, period)
);

-- What was published, frozen.
create table publication (
    municipality_id   text        not null,
    administration_id text        not null,
    period            text        not null,
    number            integer     not null,
    published_at      timestamptz not null,
    published_by      text        not null,
    title             text        not null,
    municipality      text        not null,
    administration    text        not null,
    json              bytea       not null,
    html              bytea       not null,
    constraint publication_pk primary key (municipality_id, administration_id, period, number)
);
