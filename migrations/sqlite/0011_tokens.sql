-- Tokens of programs that read one dossier. The secret is nowhere: `token` is its SHA-256, and what it opens is the
-- grant of an account that was made for it. Which dossier that is, and who was given the token, its journal alone knows.
CREATE TABLE tokens (
    org_id BLOB NOT NULL REFERENCES orgs,
    token BLOB NOT NULL PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX tokens_account ON tokens (account);
