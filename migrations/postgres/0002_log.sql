-- The public log: PostgreSQL. Same names as in ../sqlite.

CREATE TABLE log (
    org_id BYTEA NOT NULL PRIMARY KEY REFERENCES orgs,
    size BIGINT NOT NULL,     -- leaves
    head TEXT NOT NULL,        -- signed checkpoint; empty before the first leaf
    turn BIGINT NOT NULL,     -- interval of the last leaf, counted from 1970
    holder BYTEA,               -- the node that writes, and until when
    lease BIGINT NOT NULL,
    undated BIGINT NOT NULL,  -- something waits for a date
    asked BIGINT NOT NULL,    -- interval of the last request for a date
    looked BIGINT NOT NULL    -- interval of the last look for dates to renew
);
INSERT INTO log (org_id, size, head, turn, holder, lease, undated, asked, looked)
    VALUES ('\x00000000000000000000000000000000', 0, '', 0, NULL, 0, 0, 0, 0);

CREATE TABLE log_tiles (
    org_id BYTEA NOT NULL REFERENCES orgs,
    level BIGINT NOT NULL,    -- of the tree; -1 for entries
    place BIGINT NOT NULL,
    bytes BYTEA NOT NULL,       -- public
    PRIMARY KEY (level, place)
);

CREATE TABLE log_batches (
    org_id BYTEA NOT NULL REFERENCES orgs,
    place BIGINT NOT NULL PRIMARY KEY,
    leaves BYTEA NOT NULL,      -- digests of salted items
    head TEXT NOT NULL,        -- the checkpoint that this batch made
    tsq BYTEA,                  -- its date
    tsr BYTEA,
    chain TEXT,
    until BIGINT,             -- end of the certificates of `tsr`
    salt BYTEA,                 -- item of `tsr` in a later batch
    batch BIGINT
);
CREATE INDEX log_batches_fresh ON log_batches (place) WHERE tsr IS NOT NULL AND batch IS NULL;

-- In no order, and which head and which batch is inside `ct`: a row gives no time.
CREATE TABLE log_items (
    org_id BYTEA NOT NULL REFERENCES orgs,
    item BYTEA NOT NULL PRIMARY KEY,
    dossier BYTEA NOT NULL REFERENCES dossiers,
    ct BYTEA NOT NULL           -- to the dossier
);
CREATE INDEX log_items_dossier ON log_items (dossier);

ALTER TABLE dossiers ADD COLUMN logged BIGINT NOT NULL DEFAULT 0; -- size of the last head in a batch
ALTER TABLE seals ADD COLUMN logged BIGINT NOT NULL DEFAULT 0;
ALTER TABLE seals ADD COLUMN until BIGINT;
ALTER TABLE seals ADD COLUMN salt BYTEA;
ALTER TABLE seals ADD COLUMN batch BIGINT;
CREATE INDEX dossiers_fresh ON dossiers (dossier) WHERE logged <> size;
CREATE INDEX seals_fresh ON seals (dossier, size) WHERE logged = 0;
CREATE INDEX seals_dated ON seals (dossier, size) WHERE tsr IS NOT NULL AND batch IS NULL;
CREATE INDEX seals_until ON seals (until);
CREATE INDEX log_batches_until ON log_batches (until);
