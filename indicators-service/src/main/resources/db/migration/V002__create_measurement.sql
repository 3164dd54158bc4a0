-- A number is kept together with how many decimals it was reported with: 4.0 is not 4.
create table measurement (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    indicator_id      text    not null,
    period            text    not null,
    breakdown         text    not null,
    value_state       text    not null,
    value_number      numeric(24, 6),
    value_decimals    integer,
    value_text        text,
    footnote          text,
    row_footnote      text,
    comparison_period text,
    preliminary       boolean not null,
    reason            text,
    constraint measurement_pk primary key (municipality_id, administration_id, row_key),
    constraint measurement_state check (value_state in ('NUMBER', 'TEXT', 'NO_DATA', 'NOT_APPLICABLE')),
    constraint measurement_decimals check ((value_number is null) = (value_decimals is null) and value_decimals between 0 and 6)
);

create index measurement_of_indicator on measurement (municipality_id, administration_id, indicator_id, period);
create index measurement_of_period on measurement (municipality_id, administration_id, period);
