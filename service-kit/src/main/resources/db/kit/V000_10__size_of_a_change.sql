-- What a change takes as JSON, in bytes of UTF-8: pages are bounded by it, and so is what the relay reads at once.
alter table change
    add column bytes integer not null generated always as (coalesce(octet_length(state::text), 0)) stored;
