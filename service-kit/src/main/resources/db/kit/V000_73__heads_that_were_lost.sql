-- The trails whose end a restored database lacks, each with the head that it was last anchored with; and how many there were.
alter table restore
    add column lost_trails integer not null default 0,
    add column lost_heads  jsonb   not null default '[]';
