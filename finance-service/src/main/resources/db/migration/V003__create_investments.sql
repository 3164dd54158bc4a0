create table investment_object (
    municipality_id   text    not null,
    administration_id text    not null,
    row_key           text    not null,
    revision          bigint  not null,
    unit_id           text    not null,
    name              text    not null,
    position          integer not null,
    constraint investment_object_pk primary key (municipality_id, administration_id, row_key)
);

create table investment_line (
    municipality_id   text           not null,
    administration_id text           not null,
    row_key           text           not null,
    revision          bigint         not null,
    object_id         text           not null,
    scenario          text           not null,
    period            text           not null,
    round             text,
    expenditure       numeric(15, 2) not null,
    income            numeric(15, 2) not null,
    reason            text,
    constraint investment_line_pk primary key (municipality_id, administration_id, row_key),
    constraint investment_line_scenario check (scenario in ('ACTUAL', 'BUDGET', 'FORECAST')),
    constraint investment_line_round check ((scenario = 'FORECAST') = (round is not null))
);

create index investment_line_of_period on investment_line (municipality_id, administration_id, period);
