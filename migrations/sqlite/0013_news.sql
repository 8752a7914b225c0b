-- News and episodes: what the instance publishes under its own name. Public once it is published; a draft is encrypted.

CREATE TABLE news (
    org_id BLOB NOT NULL REFERENCES orgs,
    id BLOB NOT NULL PRIMARY KEY,
    sort TEXT NOT NULL,             -- news, episode
    number INTEGER NOT NULL,        -- its address
    state TEXT NOT NULL,            -- draft, published, withdrawn
    version INTEGER NOT NULL,       -- grows with each change: of two who write at once, one is told
    published INTEGER,
    corrected INTEGER,
    withdrawn INTEGER,
    head TEXT,                      -- what lists show, in JSON; nothing for a draft, nor once it was withdrawn
    body TEXT,                      -- the text, or the transcript
    draft BLOB,                     -- both, to the key of the instance's work
    UNIQUE (sort, number)
) STRICT;
CREATE INDEX news_published ON news (sort, state, published);

-- What was read before each correction.
CREATE TABLE news_versions (
    org_id BLOB NOT NULL REFERENCES orgs,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    head TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

-- Which files of the folder of public files are held, and by what.
CREATE TABLE public_files (
    org_id BLOB NOT NULL REFERENCES orgs,
    digest BLOB NOT NULL,           -- SHA-256: its name
    holder BLOB NOT NULL,           -- what is published with it
    size INTEGER NOT NULL,
    PRIMARY KEY (digest, holder)
) STRICT;
CREATE INDEX public_files_holder ON public_files (holder);
