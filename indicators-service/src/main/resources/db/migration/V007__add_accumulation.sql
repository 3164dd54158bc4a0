alter table indicator
    add column accumulation text,
    add constraint indicator_accumulation check (accumulation in ('YEAR_TO_DATE', 'AT_DATE', 'MONTH', 'ROLLING_YEAR'));
