-- Tables of Préau, version 1: PostgreSQL. Same names as in ../sqlite; README.md says how to change them.
-- Only what the metadata budget allows stands in clear: no name of a person, no title, no address,
-- no date of a fact. `ct` is ciphertext that no key of the instance opens, unless said.
-- Months count from January of year 0 (12 × year + month - 1), hours and weeks from 1970.

CREATE TABLE orgs (
    org_id BYTEA NOT NULL PRIMARY KEY
);
INSERT INTO orgs (org_id) VALUES ('\x00000000000000000000000000000000');

CREATE TABLE accounts (
    org_id BYTEA NOT NULL REFERENCES orgs,
    account BYTEA NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    month BIGINT NOT NULL,
    login BYTEA UNIQUE,         -- P("login", name)
    oidc BYTEA UNIQUE,          -- P("oidc", issuer LF subject)
    display_name TEXT,         -- roles that form a directory only
    seal BYTEA NOT NULL
);

CREATE TABLE slots (
    org_id BYTEA NOT NULL REFERENCES orgs,
    slot BYTEA NOT NULL PRIMARY KEY,
    account BYTEA NOT NULL REFERENCES accounts ON DELETE CASCADE,
    kind TEXT NOT NULL,
    lookup BYTEA UNIQUE,
    salt BYTEA NOT NULL,
    recipient TEXT NOT NULL,
    passkey BYTEA,
    ct BYTEA NOT NULL,          -- the reader identity, to `recipient`
    seal BYTEA NOT NULL
);
CREATE INDEX slots_account ON slots (account);

-- No dossier here: who reads what is inside `ct`.
CREATE TABLE grants (
    org_id BYTEA NOT NULL REFERENCES orgs,
    grant_id BYTEA NOT NULL PRIMARY KEY,
    account BYTEA NOT NULL REFERENCES accounts ON DELETE CASCADE,
    expires_month BIGINT,
    ct BYTEA NOT NULL,          -- the keyring, to the reader
    seal BYTEA NOT NULL
);
CREATE INDEX grants_account ON grants (account);

CREATE TABLE dossiers (
    org_id BYTEA NOT NULL REFERENCES orgs,
    dossier BYTEA NOT NULL PRIMARY KEY,
    recipient TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    size BIGINT NOT NULL,        -- leaves
    frontier BYTEA NOT NULL,
    head TEXT NOT NULL,        -- signed note
    last_ct BYTEA NOT NULL,     -- instant of the last entry, under the instance's row key
    state TEXT NOT NULL,       -- unconfirmed, open
    damaged BIGINT NOT NULL,
    hold BIGINT NOT NULL,
    purge_month BIGINT NOT NULL,
    used BIGINT NOT NULL,        -- bytes of live blobs, padded
    seal BYTEA NOT NULL
);

CREATE TABLE entries (
    org_id BYTEA NOT NULL REFERENCES orgs,
    dossier BYTEA NOT NULL REFERENCES dossiers,
    seq BIGINT NOT NULL,
    leaf BYTEA NOT NULL,
    line_ct BYTEA,              -- null once erased
    body_ct BYTEA,
    PRIMARY KEY (dossier, seq)
);

-- A blob is received under a lease before its dossier exists, hence no reference.
CREATE TABLE blobs (
    org_id BYTEA NOT NULL REFERENCES orgs,
    blob BYTEA NOT NULL PRIMARY KEY,
    dossier BYTEA NOT NULL,
    state TEXT NOT NULL,       -- receiving, live, dead
    size BIGINT,
    crc BIGINT,                  -- CRC-32C of the ciphertext
    lease BIGINT                 -- while receiving: the instant from which it counts as dead
);
CREATE INDEX blobs_dossier ON blobs (dossier);
CREATE INDEX blobs_not_live ON blobs (state) WHERE state <> 'live';

CREATE TABLE sessions (
    org_id BYTEA NOT NULL REFERENCES orgs,
    session BYTEA NOT NULL PRIMARY KEY,  -- derived from the cookie, which is stored nowhere
    account BYTEA,
    kind TEXT NOT NULL,        -- draft, locked, open, api
    seen BIGINT,                 -- 5-minute steps; null where no idle limit applies
    expires BIGINT NOT NULL,
    label_ct BYTEA,
    blob BYTEA NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE nonces (
    org_id BYTEA NOT NULL REFERENCES orgs,
    nonce BYTEA NOT NULL PRIMARY KEY,    -- derived from the form's nonce and the dossier
    week BIGINT NOT NULL,
    receipt BYTEA NOT NULL      -- under the form's nonce
);
CREATE INDEX nonces_week ON nonces (week);

CREATE TABLE seals (
    org_id BYTEA NOT NULL REFERENCES orgs,
    dossier BYTEA NOT NULL REFERENCES dossiers,
    size BIGINT NOT NULL,
    head TEXT NOT NULL,
    tsq BYTEA,                  -- RFC 3161 query, reply and chain
    tsr BYTEA,
    chain TEXT,
    PRIMARY KEY (dossier, size)
);

CREATE TABLE jobs (
    org_id BYTEA NOT NULL REFERENCES orgs,
    job BYTEA NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    hour BIGINT NOT NULL,        -- due
    lease BIGINT NOT NULL,       -- nobody takes it before this instant
    tries BIGINT NOT NULL,
    dead BIGINT NOT NULL,
    payload BYTEA NOT NULL
);
CREATE INDEX jobs_due ON jobs (hour) WHERE dead = 0;

CREATE TABLE caches (
    org_id BYTEA NOT NULL REFERENCES orgs,
    owner BYTEA NOT NULL,       -- a dossier or an account
    name BYTEA NOT NULL,        -- derived
    ct BYTEA NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (owner, name)
);

-- Tombstones: that a dossier was deleted, not which.
CREATE TABLE erased (
    org_id BYTEA NOT NULL REFERENCES orgs,
    month BIGINT NOT NULL,
    leaves BIGINT NOT NULL
);
