-- Published questions found by anything that was given when asking, the newest first; and what takes an answer up.
CREATE INDEX panel_questions_within ON panel_questions (panel, asked, question) WHERE state = 'published';
CREATE INDEX panel_questions_kind ON panel_questions (kind, asked, question) WHERE state = 'published';
CREATE INDEX panel_questions_profession ON panel_questions (profession, asked, question) WHERE state = 'published';
CREATE INDEX panel_questions_level ON panel_questions (level, asked, question) WHERE state = 'published';
CREATE INDEX panel_answers_source ON panel_answers (source) WHERE source <> '';
