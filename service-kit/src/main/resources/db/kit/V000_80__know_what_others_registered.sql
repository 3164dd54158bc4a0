-- What other services have registered, by the topics that this one follows.
create table known_elsewhere (
    topic             text not null,
    municipality_id   text not null,
    administration_id text not null,
    row_key           text not null,
    constraint known_elsewhere_pk primary key (topic, municipality_id, administration_id, row_key)
);

-- How far each partition of these topics was read, whether to its end once, and when that was seen last.
create table read_elsewhere (
    topic       text        not null,
    partition   integer     not null,
    topic_id    text        not null,
    next_offset bigint      not null default 0,
    whole       boolean     not null default false,
    followed_at timestamptz not null default now(),
    constraint read_elsewhere_pk primary key (topic, partition)
);
