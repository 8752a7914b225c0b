-- Teams: accounts of the role "team", whose reader identity is given to their members.
CREATE TABLE team_members (
    org_id BYTEA NOT NULL REFERENCES orgs,
    team BYTEA NOT NULL REFERENCES accounts ON DELETE CASCADE,
    account BYTEA NOT NULL REFERENCES accounts ON DELETE CASCADE,
    ct BYTEA NOT NULL,             -- the team's identities, to the member's
    seal BYTEA NOT NULL,
    PRIMARY KEY (team, account)
);

-- What a team writes for itself about a dossier: its place is a digest that only members can make.
CREATE TABLE team_notes (
    org_id BYTEA NOT NULL REFERENCES orgs,
    note BYTEA NOT NULL PRIMARY KEY,
    team BYTEA NOT NULL REFERENCES accounts ON DELETE CASCADE,
    place BYTEA NOT NULL,
    month BIGINT NOT NULL,       -- the last one it is kept: that of the access
    ct BYTEA NOT NULL,
    seal BYTEA NOT NULL
);
CREATE INDEX team_notes_place ON team_notes (team, place);
