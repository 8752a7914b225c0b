-- Tokens of programs that read one dossier. The secret is nowhere: `token` is its SHA-256, and what it opens is the
-- grant of an account that was made for it. Which dossier that is, and who was given the token, its journal alone knows.
CREATE TABLE tokens (
    org_id BYTEA NOT NULL REFERENCES orgs,
    token BYTEA NOT NULL PRIMARY KEY,
    account BYTEA NOT NULL REFERENCES accounts ON DELETE CASCADE,
    seal BYTEA NOT NULL
);
CREATE INDEX tokens_account ON tokens (account);
