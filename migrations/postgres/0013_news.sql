-- News and episodes: what the instance publishes under its own name. Public once it is published; a draft is encrypted.

CREATE TABLE news (
    org_id BYTEA NOT NULL REFERENCES orgs,
    id BYTEA NOT NULL PRIMARY KEY,
    sort TEXT NOT NULL,             -- news, episode
    number BIGINT NOT NULL,        -- its address
    state TEXT NOT NULL,            -- draft, published, withdrawn
    version BIGINT NOT NULL,       -- grows with each change: of two who write at once, one is told
    published BIGINT,
    corrected BIGINT,
    withdrawn BIGINT,
    head TEXT,                      -- what lists show, in JSON; nothing for a draft, nor once it was withdrawn
    body TEXT,                      -- the text, or the transcript
    draft BYTEA,                     -- both, to the key of the instance's work
    UNIQUE (sort, number)
);
CREATE INDEX news_published ON news (sort, state, published);

-- What was read before each correction.
CREATE TABLE news_versions (
    org_id BYTEA NOT NULL REFERENCES orgs,
    id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    head TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id, version)
);

-- Which files of the folder of public files are held, and by what.
CREATE TABLE public_files (
    org_id BYTEA NOT NULL REFERENCES orgs,
    digest BYTEA NOT NULL,           -- SHA-256: its name
    holder BYTEA NOT NULL,           -- what is published with it
    size BIGINT NOT NULL,
    PRIMARY KEY (digest, holder)
);
CREATE INDEX public_files_holder ON public_files (holder);
