-- Topics that the leader cannot send to just now, each with the reason: what lies in the outbox for them keeps nothing else.
create table waiting_topic (
    topic  text not null,
    reason text not null,
    constraint waiting_topic_pk primary key (topic)
);
