# Answers to programs: what is wrong, in one sentence.

api-fault-not-found = There is nothing at this address.
api-fault-sign-in = This address asks for a token.
api-fault-forgery = This request comes from elsewhere.
api-fault-invalid = What was sent cannot be used as it is. Nothing was added.
api-fault-too-large = This is more than the address takes, or than what is left of this token. Nothing was added.
api-fault-disk-full = There is no room left on this server. Nothing was added: try again later.
api-fault-cut-off = The upload stopped before its end. Nothing was added: try again.
api-fault-busy = Too many requests at once. Wait a few seconds.
api-fault-conflict = This was sent before, or something changed meanwhile.
api-fault-damaged = The dossier no longer matches its seal. Nothing is added to it; its owner is told on her page.
api-fault-internal = Something failed on our side. Nothing that was confirmed is lost.
api-fault-method = This address does not answer that method.
api-fault-media = The body of the request is not of the type described.
api-fault-token = This token opens nothing: it does not exist, it was closed, or its time is over.
api-fault-scope = This token does not allow that. The owner of the dossier can make another one.
api-fault-unconfirmed = The owner of the dossier has not confirmed the key of this extension yet.
api-limit = Ask for 1 to 500 answers.
api-count = Ask for 1 to 50 answers.
api-date = Write a date like 2026-11-22, or a date and an hour like 2026-11-22T18:00.
api-place = Write the number of a département: 01 to 95, 2A, 2B, 971 to 978.
api-kinds-missing = Give at least one situation of /api/v1/situations.
api-facts-unknown = Some values are not known; “reason” says which, and those that exist.
api-letter-refused = This letter cannot be written with these elements; “refusal” says why.
