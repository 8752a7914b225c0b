-- Organisations, those who work for them, and invitations. Only staff has a name here: it forms a directory.

ALTER TABLE orgs ADD COLUMN name TEXT;
ALTER TABLE orgs ADD COLUMN kind TEXT;        -- asl, union, association, school, academy
ALTER TABLE orgs ADD COLUMN place TEXT;       -- a département, or empty
ALTER TABLE orgs ADD COLUMN seal BLOB;

-- The public half of a staff member's reader identity: what dossiers are shared to.
ALTER TABLE accounts ADD COLUMN recipient TEXT;

-- An invitation is a slot that serves once, for some tries and some days.
CREATE TABLE invites (
    org_id BLOB NOT NULL REFERENCES orgs,
    slot BLOB NOT NULL PRIMARY KEY REFERENCES slots ON DELETE CASCADE,
    tries INTEGER NOT NULL,
    until INTEGER NOT NULL          -- last day, counted from 1970 in UTC
) STRICT;
