create table operating_line (
    municipality_id   text   not null,
    administration_id text   not null,
    row_key           text   not null,
    revision          bigint not null,
    unit_id           text   not null,
    scenario          text   not null,
    period            text   not null,
    round             text,
    income            numeric(15, 2),
    cost              numeric(15, 2),
    net               numeric(15, 2),
    reason            text,
    constraint operating_line_pk primary key (municipality_id, administration_id, row_key),
    constraint operating_line_scenario check (scenario in ('ACTUAL', 'BUDGET', 'FORECAST', 'ANNUAL_ACCOUNTS')),
    constraint operating_line_round check ((scenario = 'FORECAST') = (round is not null)),
    constraint operating_line_split_or_net check ((income is null) = (cost is null) and (income is null) <> (net is null))
);

create index operating_line_of_period on operating_line (municipality_id, administration_id, period);
