-- Pages looked at again on a schedule (seal specification, section 8). Which page, and for which entry, is inside `ct`,
-- encrypted to the instance's own work: the server can read it, and says so before it is asked.
CREATE TABLE watches (
    org_id BLOB NOT NULL REFERENCES orgs,
    watch BLOB NOT NULL PRIMARY KEY,
    dossier BLOB NOT NULL REFERENCES dossiers,
    hour INTEGER NOT NULL,        -- when it is looked at next, in whole hours
    lease INTEGER NOT NULL,       -- the instant until which a node is at it
    times INTEGER NOT NULL,       -- looks left
    ct BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX watches_dossier ON watches (dossier);
CREATE INDEX watches_hour ON watches (hour);
