-- Files that arrive in several pieces (tus 1.0.0). Which segments belong to it, of what file, how far it is and
-- who may go on is inside `ct`, encrypted to the dossier; the segments are rows of `blobs`, still receiving.
CREATE TABLE uploads (
    org_id BYTEA NOT NULL REFERENCES orgs,
    upload BYTEA NOT NULL PRIMARY KEY,
    dossier BYTEA NOT NULL REFERENCES dossiers,
    lease BIGINT NOT NULL,       -- the instant from which it is given up, in whole hours
    ct BYTEA NOT NULL,
    seal BYTEA NOT NULL
);
CREATE INDEX uploads_dossier ON uploads (dossier);
CREATE INDEX uploads_lease ON uploads (lease);
