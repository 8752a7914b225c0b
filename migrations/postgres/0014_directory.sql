-- Whom to call in one's département: public contact details of organisations, from dated files. Nobody's own.

CREATE TABLE directory_imports (
    org_id BYTEA NOT NULL REFERENCES orgs,
    number BIGINT NOT NULL,        -- from 1
    source TEXT NOT NULL,           -- where the lines come from
    day BIGINT NOT NULL,           -- the day they speak of, counted from 1970
    imported BIGINT NOT NULL,
    brought BIGINT NOT NULL,       -- entries
    PRIMARY KEY (org_id, number)
);

CREATE TABLE directory_entries (
    org_id BYTEA NOT NULL REFERENCES orgs,
    number BIGINT NOT NULL,        -- the import
    place BIGINT NOT NULL,         -- in it, from 1
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
);

CREATE INDEX directory_entries_of ON directory_entries (org_id, departement);
