alter table unit add column reason text;
