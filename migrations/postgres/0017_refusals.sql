-- Questions refused together, for one reason, which stands here once. What was refused so can wait again.
CREATE TABLE panel_refusals (
    org_id BYTEA NOT NULL REFERENCES orgs,
    refusal BYTEA NOT NULL PRIMARY KEY,
    panel BYTEA NOT NULL REFERENCES panels,
    account BYTEA NOT NULL,        -- by which expert
    at BIGINT NOT NULL,
    ct BYTEA NOT NULL              -- the reason, for those who asked and the experts
);
CREATE INDEX panel_refusals_panel ON panel_refusals (panel, at);

ALTER TABLE panel_questions ADD COLUMN refusal BYTEA; -- with which others, when it was refused with others
CREATE INDEX panel_questions_refusal ON panel_questions (refusal) WHERE refusal IS NOT NULL;
