-- Messages that could not be read and came when as many of their municipality lay aside as are kept: how many, and where they lie on
-- their topics. Of a municipality that is none, an empty text.
create table unkept_letter (
    generation      integer     not null,
    municipality_id text        not null,
    topic           text        not null,
    topic_id        text        not null,
    partition       integer     not null,
    messages        bigint      not null,
    first_offset    bigint      not null,
    last_offset     bigint      not null,
    since           timestamptz not null default now(),
    constraint unkept_letter_pk primary key (generation, municipality_id, topic, topic_id, partition)
);
