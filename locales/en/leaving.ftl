take-title = Take everything away
take-lead = One file, with everything that this site keeps of you.
take-dossiers = Each of your dossiers, as a sealed ZIP that hides nothing: proofs of identity, accesses given and what was said included.
take-account = What is kept of your account, in a file that a program can read.
take-warning = This file is not encrypted and shows everything. Give it to nobody: for somebody else, prepare an export from the dossier.
take-do = Take everything away (ZIP)
take-readme = Take everything away
    
    dossier-1.zip, dossier-2.zip…: your dossiers, each of them sealed. Nothing is hidden in them.
    To check them: preau verify dossier-1.zip, or the commands of VERIFIER.md. They work without this site.
    compte.json: what the site keeps of your account. Your return code is not in it: it is written nowhere.
    To put a dossier back here or on another site: “Bring back a dossier”.
bring-title = Bring back a dossier
bring-lead = Give the ZIP of a dossier. It becomes a new dossier, yours.
bring-checked = It is verified first. If it was changed since it was sealed, nothing is brought back.
bring-whole = The whole ZIP becomes piece 1: its dates, its signed heads and the first history stay in it, and can be checked.
bring-again = What can be read of it is written again so that you can go on: story, facts, pieces, letters, follow-up, measures. These entries carry today’s date.
bring-not = Accesses given, boxes ticked and reminders are not brought back.
bring-file = The ZIP of the dossier
bring-do = Bring back this dossier
bring-unreadable = This file is not the ZIP of a dossier. Choose the one that you took away, without opening or making it again.
bring-false = This ZIP was changed since it was sealed. The command preau verify says where. Nothing was brought back.
entry-brought = Dossier brought back here
