-- What a calendar reads (seal specification, section 8). No dossier stands in the row: its journal knows the digest, and
-- the days inside `ct` open with the token of the address, which is nowhere, or with the dossier's own key.
CREATE TABLE feeds (
    org_id BLOB NOT NULL REFERENCES orgs,
    feed BLOB NOT NULL PRIMARY KEY, -- digest of the token
    until INTEGER NOT NULL,          -- last month; that of the dossier's own purge
    ct BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;

-- Mails that a person asked for (seal specification, section 8). To whom, and when after this one, is inside `ct`,
-- encrypted to the instance's own work. No dossier stands in the row: its journal knows the number.
CREATE TABLE reminders (
    org_id BLOB NOT NULL REFERENCES orgs,
    reminder BLOB NOT NULL PRIMARY KEY,
    hour INTEGER NOT NULL,        -- of the next mail, in whole hours
    lease INTEGER NOT NULL,       -- the instant until which a node is at it, or waits after a failure
    tries INTEGER NOT NULL,       -- of this mail
    state INTEGER NOT NULL,       -- 0 waits, 1 was tried too often, 2 is refused
    ct BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX reminders_hour ON reminders (hour);
