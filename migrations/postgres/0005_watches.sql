-- Pages looked at again on a schedule (seal specification, section 8). Which page, and for which entry, is inside `ct`,
-- encrypted to the instance's own work: the server can read it, and says so before it is asked.
CREATE TABLE watches (
    org_id BYTEA NOT NULL REFERENCES orgs,
    watch BYTEA NOT NULL PRIMARY KEY,
    dossier BYTEA NOT NULL REFERENCES dossiers,
    hour BIGINT NOT NULL,        -- when it is looked at next, in whole hours
    lease BIGINT NOT NULL,       -- the instant until which a node is at it
    times BIGINT NOT NULL,       -- looks left
    ct BYTEA NOT NULL,
    seal BYTEA NOT NULL
);
CREATE INDEX watches_dossier ON watches (dossier);
CREATE INDEX watches_hour ON watches (hour);
