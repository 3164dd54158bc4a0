-- How many things the draft lacked that was published, and why that was accepted: apart from why it was published though services
-- were behind. Of what was published before this is not known.
alter table publication add column lacking integer;
alter table publication add column lacking_reason text;
alter table publication add constraint publication_lacking_ck check ((lacking is null) = (lacking_reason is null));
