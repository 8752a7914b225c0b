-- What was erased and is not yet written to the list beside the backups (seal specification, section 9): a row lives
-- between the erasure's commit and the list's next synced line, usually some milliseconds.
CREATE TABLE erasures (
    org_id BYTEA NOT NULL REFERENCES orgs,
    kind TEXT NOT NULL,        -- dossier, entry, blob, account, grant, feed, reminder, link, watch
    id BYTEA NOT NULL,
    seq BIGINT NOT NULL,      -- of an entry, or the number of a link; else -1
    PRIMARY KEY (kind, id, seq)
);
