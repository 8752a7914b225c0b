# Giving access to a program.

programs-title = Give access to a program
programs-lead = Software that you use, or that of the person who helps you, can read this dossier or suggest additions to it. If this means nothing to you, you do not need it.
programs-name = program { $name }
programs-reading = Programs that read
programs-adding = Programs that add
programs-new = Make a token
programs-whole = A token is a key: any program that has it can use it. Do not send it by e-mail, and give it only to a program that you trust.
programs-called = Which program?
programs-called-hint = To recognise it later. This name stays encrypted in your dossier.
programs-name-missing = Give this program a name, to recognise it later.
programs-scope = What will it be able to do?
programs-may-read = Read
programs-may-read-hint = It sees the story, facts, pieces, steps, letters and dates. It sees no proof of identity, nothing that you keep to yourself, and nothing of what is said between those who follow the dossier. You see each day on which it opens the dossier.
programs-may-add = Suggest additions
programs-may-add-hint = It sends facts, pieces and notes, { $items } at most, and reads nothing. Nothing counts before you agree.
programs-give = Make this token
programs-made-before = This token has just been made. It is shown once: if you no longer have it, close the access and start again.
programs-too-many = Twenty accesses or links are open already. Close one, then start again.
programs-made = The token is ready
programs-made-once = This page is shown once. Préau does not keep the token.
programs-made-token = The token
programs-made-described = For whoever writes the program
programs-made-keep = Copy it into the program now. If it is lost, close it and make another one.
programs-made-back = I have copied the token
entry-opened-program = Opening
