-- Until now every value was taken as from January to the end of its month.
alter table indicator
    add column accumulation text not null default 'YEAR_TO_DATE',
    add constraint indicator_accumulation check (accumulation in ('YEAR_TO_DATE', 'AT_DATE', 'MONTH', 'ROLLING_YEAR'));
