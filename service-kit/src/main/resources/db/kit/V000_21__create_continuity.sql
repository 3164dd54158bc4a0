-- Which incarnation of the database was last found to hold all that Kafka knows; see Continuity.
create table continuity (
    one         boolean     not null default true,
    incarnation text        not null,
    found_at    timestamptz not null,
    constraint continuity_pk primary key (one),
    constraint continuity_one check (one)
);
