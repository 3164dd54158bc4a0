-- Each topic that was sent to, with the number of partitions that it had first. It stays: with another, keys would lie elsewhere.
create table sent_topic (
    topic      text    not null,
    topic_id   text    not null,
    partitions integer not null,
    constraint sent_topic_pk primary key (topic)
);
