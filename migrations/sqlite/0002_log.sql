-- The public log: SQLite. Same names as in ../postgres.

CREATE TABLE log (
    org_id BLOB NOT NULL PRIMARY KEY REFERENCES orgs,
    size INTEGER NOT NULL,     -- leaves
    head TEXT NOT NULL,        -- signed checkpoint; empty before the first leaf
    turn INTEGER NOT NULL,     -- interval of the last leaf, counted from 1970
    holder BLOB,               -- the node that writes, and until when
    lease INTEGER NOT NULL,
    undated INTEGER NOT NULL,  -- something waits for a date
    asked INTEGER NOT NULL,    -- interval of the last request for a date
    looked INTEGER NOT NULL    -- interval of the last look for dates to renew
) STRICT;
INSERT INTO log (org_id, size, head, turn, holder, lease, undated, asked, looked)
    VALUES (x'00000000000000000000000000000000', 0, '', 0, NULL, 0, 0, 0, 0);

CREATE TABLE log_tiles (
    org_id BLOB NOT NULL REFERENCES orgs,
    level INTEGER NOT NULL,    -- of the tree; -1 for entries
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,       -- public
    PRIMARY KEY (level, place)
) STRICT;

CREATE TABLE log_batches (
    org_id BLOB NOT NULL REFERENCES orgs,
    place INTEGER NOT NULL PRIMARY KEY,
    leaves BLOB NOT NULL,      -- digests of salted items
    head TEXT NOT NULL,        -- the checkpoint that this batch made
    tsq BLOB,                  -- its date
    tsr BLOB,
    chain TEXT,
    until INTEGER,             -- end of the certificates of `tsr`
    salt BLOB,                 -- item of `tsr` in a later batch
    batch INTEGER
) STRICT;
CREATE INDEX log_batches_fresh ON log_batches (place) WHERE tsr IS NOT NULL AND batch IS NULL;

-- In no order, and which head and which batch is inside `ct`: a row gives no time.
CREATE TABLE log_items (
    org_id BLOB NOT NULL REFERENCES orgs,
    item BLOB NOT NULL PRIMARY KEY,
    dossier BLOB NOT NULL REFERENCES dossiers,
    ct BLOB NOT NULL           -- to the dossier
) STRICT, WITHOUT ROWID;
CREATE INDEX log_items_dossier ON log_items (dossier);

ALTER TABLE dossiers ADD COLUMN logged INTEGER NOT NULL DEFAULT 0; -- size of the last head in a batch
ALTER TABLE seals ADD COLUMN logged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE seals ADD COLUMN until INTEGER;
ALTER TABLE seals ADD COLUMN salt BLOB;
ALTER TABLE seals ADD COLUMN batch INTEGER;
CREATE INDEX dossiers_fresh ON dossiers (dossier) WHERE logged <> size;
CREATE INDEX seals_fresh ON seals (dossier, size) WHERE logged = 0;
CREATE INDEX seals_dated ON seals (dossier, size) WHERE tsr IS NOT NULL AND batch IS NULL;
CREATE INDEX seals_until ON seals (until);
CREATE INDEX log_batches_until ON log_batches (until);
