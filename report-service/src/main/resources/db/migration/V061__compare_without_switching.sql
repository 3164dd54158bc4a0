-- A trial is built and compared, and never switched to.
alter table generation
    drop constraint generation_state,
    add column trial          boolean not null default false,
    add column exceeding      bigint  not null default 0,
    add column exceeding_keys text[]  not null default '{}';

alter table generation
    add constraint generation_state
        check (state in ('CURRENT', 'BUILDING', 'UNCONFIRMED', 'REPLACED', 'COMPARED', 'FAILED', 'ABANDONED'));
