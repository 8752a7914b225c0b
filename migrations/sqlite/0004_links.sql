-- Links through which somebody adds to a dossier and reads nothing (seal specification, section 4). The token is
-- nowhere: `link` is its SHA-256. Who was given it is in the dossier's journal only.
CREATE TABLE links (
    org_id BLOB NOT NULL REFERENCES orgs,
    link BLOB NOT NULL PRIMARY KEY,
    dossier BLOB NOT NULL REFERENCES dossiers,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    key BLOB,
    counter INTEGER NOT NULL,
    items INTEGER NOT NULL,       -- additions left
    bytes INTEGER NOT NULL,       -- padded bytes left
    until INTEGER NOT NULL,       -- last day, counted from 1970 in UTC
    seal BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX links_dossier ON links (dossier, number);
CREATE INDEX links_until ON links (until);
