-- What is remembered of one municipality, whoever it was answered to: only so many, and only so many bytes.
alter table answered_request
    add column municipality_id text not null default '',
    add column bytes integer not null generated always as (
        octet_length(caller) + octet_length(key) + octet_length(fingerprint) + coalesce(octet_length(location), 0)
            + octet_length(body)) stored;

create index answered_request_of_municipality on answered_request (municipality_id, answered_at desc) include (bytes);
