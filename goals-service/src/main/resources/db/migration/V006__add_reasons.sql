alter table control_point add column reason text;
