alter table plan_follow_up
    add column conclusion text;
