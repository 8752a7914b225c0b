# Sessions with experts: what everybody reads and asks.

panel-duty-panels = The sessions with experts: theme, day, texts. Everybody reads them.
panel-duty-experts = The name, function and photo of the experts of a session.
panel-duty-questions = The questions put to experts, under a pseudonym. Encrypted until an expert publishes them, with the mail address left to be told.
panel-duty-parts = The parts of a question.
panel-duty-answers = The experts’ answers, with their name and function. A draft is encrypted.
panel-duty-versions = What a published answer said before each correction. Everybody reads it.
panel-duty-events = The order of what was published, so that everyone receives it: numbers, no text.
panel-keep-panels = As long as the session is published.
panel-keep-questions = Until whoever asked takes it back with her code, or an expert does. A question that was never published is erased after 180 days.
panel-keep-events = The latest; the others once they are replaced.

mine-mail-subject = You have an answer
mine-mail =
    Hello,

    An answer is waiting for you. It is here:
    { $address }

    This link opens your question without a code. Give it to nobody.
