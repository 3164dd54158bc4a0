-- What was published last: of everybody, and of each municipality.
create index publication_newest on publication (published_at desc, municipality_id, administration_id, period);
create index publication_newest_of_municipality on publication (municipality_id, published_at desc);
