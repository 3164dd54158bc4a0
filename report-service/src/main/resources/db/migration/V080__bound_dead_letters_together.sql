-- How much a message that was put aside takes, with its key and what tells of it: so that all of them are bounded together.
alter table dead_letter add column bytes integer not null generated always as (
    octet_length(message_key) + coalesce(octet_length(message_value), 0) + octet_length(message_headers) + octet_length(reason)
    + coalesce(octet_length(municipality_id) + octet_length(administration_id) + octet_length(row_key), 0)) stored;

create index dead_letter_open_bytes on dead_letter (municipality_id) include (bytes) where state = 'OPEN';

-- What ended is not tried again.
update dead_letter set message_value = null, message_headers = '{}' where state <> 'OPEN';
