-- What was corrected since the publication that this one replaced; and what tells its content from that one's, since number and
-- date stand in the bytes. Of what was published before, and by the release before, they do not, and it is the digest of the bytes.
alter table publication add column correction text;
alter table publication add column replaces integer;
alter table publication add column content_digest bytea;

-- Which publications were withdrawn. The publication itself stays as it is, and so does this.
create table withdrawal (
    municipality_id   text        not null,
    administration_id text        not null,
    period            text        not null,
    number            integer     not null,
    withdrawn_at      timestamptz not null,
    withdrawn_by      text        not null,
    reason            text        not null,
    constraint withdrawal_pk primary key (municipality_id, administration_id, period, number)
);
