-- What a calendar reads (seal specification, section 8). No dossier stands in the row: its journal knows the digest, and
-- the days inside `ct` open with the token of the address, which is nowhere, or with the dossier's own key.
CREATE TABLE feeds (
    org_id BYTEA NOT NULL REFERENCES orgs,
    feed BYTEA NOT NULL PRIMARY KEY, -- digest of the token
    until BIGINT NOT NULL,          -- last month; that of the dossier's own purge
    ct BYTEA NOT NULL,
    seal BYTEA NOT NULL
);

-- Mails that a person asked for (seal specification, section 8). To whom, and when after this one, is inside `ct`,
-- encrypted to the instance's own work. No dossier stands in the row: its journal knows the number.
CREATE TABLE reminders (
    org_id BYTEA NOT NULL REFERENCES orgs,
    reminder BYTEA NOT NULL PRIMARY KEY,
    hour BIGINT NOT NULL,        -- of the next mail, in whole hours
    lease BIGINT NOT NULL,       -- the instant until which a node is at it, or waits after a failure
    tries BIGINT NOT NULL,       -- of this mail
    state BIGINT NOT NULL,       -- 0 waits, 1 was tried too often, 2 is refused
    ct BYTEA NOT NULL,
    seal BYTEA NOT NULL
);
CREATE INDEX reminders_hour ON reminders (hour);
