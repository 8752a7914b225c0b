-- Links through which somebody adds to a dossier and reads nothing (seal specification, section 4). The token is
-- nowhere: `link` is its SHA-256. Who was given it is in the dossier's journal only.
CREATE TABLE links (
    org_id BYTEA NOT NULL REFERENCES orgs,
    link BYTEA NOT NULL PRIMARY KEY,
    dossier BYTEA NOT NULL REFERENCES dossiers,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    key BYTEA,
    counter BIGINT NOT NULL,
    items BIGINT NOT NULL,       -- additions left
    bytes BIGINT NOT NULL,       -- padded bytes left
    until BIGINT NOT NULL,       -- last day, counted from 1970 in UTC
    seal BYTEA NOT NULL
);
CREATE UNIQUE INDEX links_dossier ON links (dossier, number);
CREATE INDEX links_until ON links (until);
