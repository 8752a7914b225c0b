-- Whom to call in one's département: public contact details of organisations, from dated files. Nobody's own.

CREATE TABLE directory_imports (
    org_id BLOB NOT NULL REFERENCES orgs,
    number INTEGER NOT NULL,        -- from 1
    source TEXT NOT NULL,           -- where the lines come from
    day INTEGER NOT NULL,           -- the day they speak of, counted from 1970
    imported INTEGER NOT NULL,
    brought INTEGER NOT NULL,       -- entries
    PRIMARY KEY (org_id, number)
) STRICT;

CREATE TABLE directory_entries (
    org_id BLOB NOT NULL REFERENCES orgs,
    number INTEGER NOT NULL,        -- the import
    place INTEGER NOT NULL,         -- in it, from 1
    kind TEXT NOT NULL,             -- asl, union, france-victimes, cellule, dsden, rectorat, autre
    departement TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    mail TEXT NOT NULL,
    address TEXT NOT NULL,
    hours TEXT NOT NULL,
    page TEXT NOT NULL,
    PRIMARY KEY (org_id, number, place),
    FOREIGN KEY (org_id, number) REFERENCES directory_imports
) STRICT;

CREATE INDEX directory_entries_of ON directory_entries (org_id, departement);
