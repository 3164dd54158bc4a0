alter table target add column reason text;
alter table volume_forecast add column reason text;
