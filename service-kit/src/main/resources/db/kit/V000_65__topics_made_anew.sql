-- When a topic was last found made anew, unless everything was just being published anew: what lay on the old one is missing until
-- that is done.
alter table sent_topic add column made_anew_at timestamptz;
