create table volume_forecast (
    municipality_id   text           not null,
    administration_id text           not null,
    row_key           text           not null,
    revision          bigint         not null,
    indicator_id      text           not null,
    period            text           not null,
    round             text           not null,
    number            numeric(24, 6) not null,
    decimals          integer        not null,
    constraint volume_forecast_pk primary key (municipality_id, administration_id, row_key),
    constraint volume_forecast_decimals check (decimals between 0 and 6)
);

create index volume_forecast_of_period on volume_forecast (municipality_id, administration_id, period);
