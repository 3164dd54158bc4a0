-- Messages that were put aside: where they came from, why, and what they are, so that they can be tried again.
create table dead_letter (
    number            bigint      not null generated always as identity,
    topic             text        not null,
    topic_id          text        not null,
    partition         integer     not null,
    message_offset    bigint      not null,
    municipality_id   text,
    administration_id text,
    row_key           text,
    message_key       bytea       not null,
    message_value     bytea,
    message_headers   text        not null,
    truncated         boolean     not null,
    reason            text        not null,
    received_at       timestamptz not null default now(),
    reads             integer     not null,
    attempts          integer     not null default 1,
    state             text        not null default 'OPEN',
    ended_at          timestamptz,
    constraint dead_letter_pk primary key (number),
    constraint dead_letter_of_message unique (topic, topic_id, partition, message_offset),
    constraint dead_letter_state check (state in ('OPEN', 'RESOLVED', 'SUPERSEDED'))
);

create index dead_letter_open on dead_letter (municipality_id, administration_id, topic, row_key) where state = 'OPEN';

-- The highest revision that was applied of each topic and administration: it stays, whatever the topics forget.
create table consumed_revision (
    municipality_id   text   not null,
    administration_id text   not null,
    topic             text   not null,
    epoch             bigint not null,
    revision          bigint not null,
    constraint consumed_revision_pk primary key (municipality_id, administration_id, topic)
);

insert into consumed_revision (municipality_id, administration_id, topic, epoch, revision)
select municipality_id, administration_id, topic, 0, max(revision)
from fact
where generation = (select generation from generation where state = 'CURRENT')
group by municipality_id, administration_id, topic;
