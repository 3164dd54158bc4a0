-- Which program composed a draft: another release composes it anew.
alter table composed_document add column composer text not null default '';
