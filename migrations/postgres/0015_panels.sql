-- Questions to experts. What was published is public; what was not is sealed to the key of the instance's work.
CREATE TABLE panels (
    org_id BYTEA NOT NULL REFERENCES orgs,
    panel BYTEA NOT NULL PRIMARY KEY,
    theme TEXT NOT NULL,
    intro TEXT NOT NULL,
    opening TEXT NOT NULL,
    closing TEXT NOT NULL,
    kinds TEXT NOT NULL,          -- separated by spaces
    starts BIGINT NOT NULL,
    days BIGINT NOT NULL,        -- after the end, for those that wait for their answer
    state TEXT NOT NULL,
    ended BIGINT                 -- no question is taken any more since then
);
CREATE INDEX panels_starts ON panels (starts);

CREATE TABLE panel_experts (
    org_id BYTEA NOT NULL REFERENCES orgs,
    panel BYTEA NOT NULL REFERENCES panels ON DELETE CASCADE,
    account BYTEA NOT NULL,        -- no reference: the name signs answers that stay
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    media TEXT NOT NULL,          -- of the photo, or empty
    photo BYTEA,
    active BIGINT NOT NULL,
    PRIMARY KEY (panel, account)
);

CREATE TABLE panel_questions (
    org_id BYTEA NOT NULL REFERENCES orgs,
    question BYTEA NOT NULL PRIMARY KEY,
    panel BYTEA NOT NULL REFERENCES panels,
    place BIGINT,                -- in the order of publication
    asked BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    code BYTEA NOT NULL,           -- a keyed digest: the words themselves are kept nowhere
    same BYTEA NOT NULL,           -- a keyed digest of the text: the same question twice
    ct BYTEA NOT NULL,             -- what nobody reads but the experts and whoever asked
    alias TEXT NOT NULL,          -- the pseudonym without capitals, accents and signs; empty until published, like what follows
    pseudonym TEXT NOT NULL,
    body TEXT NOT NULL,
    kind TEXT NOT NULL,
    profession TEXT NOT NULL,
    level TEXT NOT NULL,
    state TEXT NOT NULL,
    joined BYTEA,                  -- the question that stands for this one
    taken BYTEA,                   -- by which expert
    mail BIGINT NOT NULL,        -- 1 when one is due, 2 while an address is kept
    lease BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
CREATE UNIQUE INDEX panel_questions_code ON panel_questions (code);
CREATE UNIQUE INDEX panel_questions_place ON panel_questions (panel, place);
CREATE INDEX panel_questions_public ON panel_questions (asked, question) WHERE state = 'published';
CREATE INDEX panel_questions_queue ON panel_questions (panel, state, asked);
CREATE INDEX panel_questions_same ON panel_questions (panel, same);
CREATE INDEX panel_questions_alias ON panel_questions (alias, asked) WHERE alias <> '';
CREATE INDEX panel_questions_joined ON panel_questions (joined) WHERE joined IS NOT NULL;
CREATE INDEX panel_questions_mail ON panel_questions (mail, lease) WHERE mail = 1;

CREATE TABLE panel_parts (
    org_id BYTEA NOT NULL REFERENCES orgs,
    question BYTEA NOT NULL REFERENCES panel_questions ON DELETE CASCADE,
    part BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (question, part)
);

CREATE TABLE panel_answers (
    org_id BYTEA NOT NULL REFERENCES orgs,
    answer BYTEA NOT NULL PRIMARY KEY,
    question BYTEA NOT NULL REFERENCES panel_questions ON DELETE CASCADE,
    parts TEXT NOT NULL,          -- the parts that it answers, separated by spaces
    state TEXT NOT NULL,
    version BIGINT NOT NULL,     -- 0 until published
    author BYTEA NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    reader TEXT NOT NULL,         -- who read it a second time, or empty
    source TEXT NOT NULL,         -- the answer that it takes up, or empty
    kinds TEXT NOT NULL,
    letters TEXT NOT NULL,
    marks TEXT NOT NULL,          -- what each article said when it was written: article=mark
    ct BYTEA NOT NULL,             -- the draft; empty once published
    published BIGINT,
    changed BIGINT NOT NULL
);
CREATE INDEX panel_answers_question ON panel_answers (question);
CREATE INDEX panel_answers_state ON panel_answers (state, changed);

CREATE TABLE panel_versions (
    org_id BYTEA NOT NULL REFERENCES orgs,
    answer BYTEA NOT NULL REFERENCES panel_answers ON DELETE CASCADE,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    name TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (answer, version)
);

-- What changed in public, in the order of its commits: what listeners are sent and what the search follows.
CREATE TABLE panel_events (
    org_id BYTEA NOT NULL REFERENCES orgs,
    seq BIGINT NOT NULL PRIMARY KEY,
    panel BYTEA NOT NULL,
    question BYTEA                 -- none: the session itself
);
CREATE INDEX panel_events_panel ON panel_events (panel, seq);
CREATE INDEX panel_events_question ON panel_events (question, seq);

CREATE TABLE panel_counter (
    org_id BYTEA NOT NULL PRIMARY KEY REFERENCES orgs,
    seq BIGINT NOT NULL
);
