-- Questions refused together, for one reason, which stands here once. What was refused so can wait again.
CREATE TABLE panel_refusals (
    org_id BLOB NOT NULL REFERENCES orgs,
    refusal BLOB NOT NULL PRIMARY KEY,
    panel BLOB NOT NULL REFERENCES panels,
    account BLOB NOT NULL,        -- by which expert
    at INTEGER NOT NULL,
    ct BLOB NOT NULL              -- the reason, for those who asked and the experts
) STRICT;
CREATE INDEX panel_refusals_panel ON panel_refusals (panel, at);

ALTER TABLE panel_questions ADD COLUMN refusal BLOB; -- with which others, when it was refused with others
CREATE INDEX panel_questions_refusal ON panel_questions (refusal) WHERE refusal IS NOT NULL;
