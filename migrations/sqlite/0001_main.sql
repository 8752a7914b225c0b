-- Tables of Préau, version 1: SQLite. Same names as in ../postgres; README.md says how to change them.
-- Only what the metadata budget allows stands in clear: no name of a person, no title, no address,
-- no date of a fact. `ct` is ciphertext that no key of the instance opens, unless said.
-- Months count from January of year 0 (12 × year + month - 1), hours and weeks from 1970.

CREATE TABLE orgs (
    org_id BLOB NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO orgs (org_id) VALUES (x'00000000000000000000000000000000');

CREATE TABLE accounts (
    org_id BLOB NOT NULL REFERENCES orgs,
    account BLOB NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    month INTEGER NOT NULL,
    login BLOB UNIQUE,         -- P("login", name)
    oidc BLOB UNIQUE,          -- P("oidc", issuer LF subject)
    display_name TEXT,         -- roles that form a directory only
    seal BLOB NOT NULL
) STRICT;

CREATE TABLE slots (
    org_id BLOB NOT NULL REFERENCES orgs,
    slot BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind TEXT NOT NULL,
    lookup BLOB UNIQUE,
    salt BLOB NOT NULL,
    recipient TEXT NOT NULL,
    passkey BLOB,
    ct BLOB NOT NULL,          -- the reader identity, to `recipient`
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX slots_account ON slots (account);

-- No dossier here: who reads what is inside `ct`.
CREATE TABLE grants (
    org_id BLOB NOT NULL REFERENCES orgs,
    grant_id BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    expires_month INTEGER,
    ct BLOB NOT NULL,          -- the keyring, to the reader
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX grants_account ON grants (account);

CREATE TABLE dossiers (
    org_id BLOB NOT NULL REFERENCES orgs,
    dossier BLOB NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    size INTEGER NOT NULL,        -- leaves
    frontier BLOB NOT NULL,
    head TEXT NOT NULL,        -- signed note
    last_ct BLOB NOT NULL,     -- instant of the last entry, under the instance's row key
    state TEXT NOT NULL,       -- unconfirmed, open
    damaged INTEGER NOT NULL,
    hold INTEGER NOT NULL,
    purge_month INTEGER NOT NULL,
    used INTEGER NOT NULL,        -- bytes of live blobs, padded
    seal BLOB NOT NULL
) STRICT;

CREATE TABLE entries (
    org_id BLOB NOT NULL REFERENCES orgs,
    dossier BLOB NOT NULL REFERENCES dossiers,
    seq INTEGER NOT NULL,
    leaf BLOB NOT NULL,
    line_ct BLOB,              -- null once erased
    body_ct BLOB,
    PRIMARY KEY (dossier, seq)
) STRICT, WITHOUT ROWID;

-- A blob is received under a lease before its dossier exists, hence no reference.
CREATE TABLE blobs (
    org_id BLOB NOT NULL REFERENCES orgs,
    blob BLOB NOT NULL PRIMARY KEY,
    dossier BLOB NOT NULL,
    state TEXT NOT NULL,       -- receiving, live, dead
    size INTEGER,
    crc INTEGER,                  -- CRC-32C of the ciphertext
    lease INTEGER                 -- while receiving: the instant from which it counts as dead
) STRICT;
CREATE INDEX blobs_dossier ON blobs (dossier);
CREATE INDEX blobs_not_live ON blobs (state) WHERE state <> 'live';

CREATE TABLE sessions (
    org_id BLOB NOT NULL REFERENCES orgs,
    session BLOB NOT NULL PRIMARY KEY,  -- derived from the cookie, which is stored nowhere
    account BLOB,
    kind TEXT NOT NULL,        -- draft, locked, open, api
    seen INTEGER,                 -- 5-minute steps; null where no idle limit applies
    expires INTEGER NOT NULL,
    label_ct BLOB,
    blob BLOB NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE nonces (
    org_id BLOB NOT NULL REFERENCES orgs,
    nonce BLOB NOT NULL PRIMARY KEY,    -- derived from the form's nonce and the dossier
    week INTEGER NOT NULL,
    receipt BLOB NOT NULL      -- under the form's nonce
) STRICT;
CREATE INDEX nonces_week ON nonces (week);

CREATE TABLE seals (
    org_id BLOB NOT NULL REFERENCES orgs,
    dossier BLOB NOT NULL REFERENCES dossiers,
    size INTEGER NOT NULL,
    head TEXT NOT NULL,
    tsq BLOB,                  -- RFC 3161 query, reply and chain
    tsr BLOB,
    chain TEXT,
    PRIMARY KEY (dossier, size)
) STRICT;

CREATE TABLE jobs (
    org_id BLOB NOT NULL REFERENCES orgs,
    job BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    hour INTEGER NOT NULL,        -- due
    lease INTEGER NOT NULL,       -- nobody takes it before this instant
    tries INTEGER NOT NULL,
    dead INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE INDEX jobs_due ON jobs (hour) WHERE dead = 0;

CREATE TABLE caches (
    org_id BLOB NOT NULL REFERENCES orgs,
    owner BLOB NOT NULL,       -- a dossier or an account
    name BLOB NOT NULL,        -- derived
    ct BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT;

-- Tombstones: that a dossier was deleted, not which.
CREATE TABLE erased (
    org_id BLOB NOT NULL REFERENCES orgs,
    month INTEGER NOT NULL,
    leaves INTEGER NOT NULL
) STRICT;
