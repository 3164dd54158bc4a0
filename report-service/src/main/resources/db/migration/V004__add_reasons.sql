alter table narrative add column reason text;
alter table significant_event add column reason text;
alter table report add column reason text;
