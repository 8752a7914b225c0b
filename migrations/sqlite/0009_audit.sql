-- The self-audit of accessibility: one line per criterion of the RGAA. About pages, never about anybody.

CREATE TABLE audit (
    org_id BLOB NOT NULL REFERENCES orgs,
    criterion TEXT NOT NULL,        -- 1.1 to 13.12
    state TEXT NOT NULL,            -- non-teste, conforme, non-conforme, non-applicable
    note TEXT NOT NULL,
    day INTEGER NOT NULL,           -- counted from 1970 in UTC
    PRIMARY KEY (org_id, criterion)
) STRICT;
