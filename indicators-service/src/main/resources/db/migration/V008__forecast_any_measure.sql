-- Any measure is forecast, in words too; and a source may send more decimals than are shown.
alter table volume_forecast rename to forecast;
alter table forecast rename constraint volume_forecast_pk to forecast_pk;
alter table forecast
    drop constraint volume_forecast_decimals,
    alter column number drop not null,
    alter column number type numeric(36, 18),
    alter column decimals drop not null,
    add column text text,
    add constraint forecast_decimals check ((number is null) = (decimals is null) and decimals between 0 and 18);
alter table measurement
    drop constraint measurement_decimals,
    alter column value_number type numeric(36, 18),
    add constraint measurement_decimals check ((value_number is null) = (value_decimals is null) and value_decimals between 0 and 18);
