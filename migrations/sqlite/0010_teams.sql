-- Teams: accounts of the role "team", whose reader identity is given to their members.
CREATE TABLE team_members (
    org_id BLOB NOT NULL REFERENCES orgs,
    team BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    account BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    ct BLOB NOT NULL,             -- the team's identities, to the member's
    seal BLOB NOT NULL,
    PRIMARY KEY (team, account)
) STRICT;

-- What a team writes for itself about a dossier: its place is a digest that only members can make.
CREATE TABLE team_notes (
    org_id BLOB NOT NULL REFERENCES orgs,
    note BLOB NOT NULL PRIMARY KEY,
    team BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    place BLOB NOT NULL,
    month INTEGER NOT NULL,       -- the last one it is kept: that of the access
    ct BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX team_notes_place ON team_notes (team, place);
