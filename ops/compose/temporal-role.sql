-- A role of its own for the Temporal server, which cannot read Forewarn's tables. Repeating it sets the password anew.
\set ON_ERROR_STOP on
\getenv password TEMPORAL_PASSWORD
select 'create role temporal login createdb' where not exists (select from pg_roles where rolname = 'temporal') \gexec
alter role temporal with login createdb password :'password';
revoke connect on database forewarn from public;
