-- Links that open a draft once in a browser. Of the secret in the link only a digest is kept.
create table draft_link (
    digest            bytea       not null,
    municipality_id   text        not null,
    administration_id text        not null,
    period            text        not null,
    made_by           text        not null,
    made_at           timestamptz not null default clock_timestamp(),
    opened_at         timestamptz,
    constraint draft_link_pk primary key (digest)
);

create index draft_link_made on draft_link (municipality_id, made_at);
