-- Whether what belongs to a period of an administration may still change freely.
create table period (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    state             text   not null,
    reason            text,
    constraint period_pk primary key (municipality_id, administration_id, row_key),
    constraint period_state check (state in ('OPEN', 'CLOSED'))
);
