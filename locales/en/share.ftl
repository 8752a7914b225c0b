# Who may read: accesses given, openings, the summary for those who help.
# @family may-
# @family reader-may-
# @family role-

share-title = Who may read this dossier
share-lead = You choose who reads it, what they may do and until when. You see every opening.
share-nobody = Nobody but you can read this dossier.
share-accesses = Accesses given
share-until = { $may }, until { $date }.
share-given = Access given on { $date }.
share-ended = You closed this access on { $date }.
share-lapsed = This access is over.
share-opened = { $count ->
    [one] One opening
   *[other] { $count } openings
}
share-opened-nothing = Has opened nothing yet.
share-opened-dossier = The dossier, on { $date }
share-opened-piece = Exhibit { $number }, on { $date }
share-opened-gone = An exhibit withdrawn since, on { $date }
share-close = Close the access of { $name }
share-close-hint = It closes at once. What was read may have been remembered or copied. What you add from then on stays closed.
share-see = See the dossier as those who help see it
share-new = Give access
share-whole = The person you choose will be able to open the whole dossier: the story, the facts, the exhibits and the steps. It is not possible to open only a part of it: for that, prepare an export.
share-who = To whom?
share-who-missing = Say to whom you want to open this dossier.
share-who-gone = This person is no longer in the directory. Nothing was shared: choose somebody else.
share-choose = Choose a person
share-or = or
share-by-link = Somebody without an account
share-by-link-hint = A lawyer, a colleague, a relative: you give them an address and four words.
share-hierarchy = This person works for your school or your academy: they may be above you.
share-hierarchy-short = may be above you
share-name = What do you call them?
share-name-hint = Useful for somebody without an account. This name stays encrypted in your dossier.
share-name-missing = Give this person a name, so that you know them later.
share-may = What may they do?
share-may-missing = Say what this person may do.
may-read = Read
may-read-hint = They see everything and change nothing.
may-comment = Read and write to you
may-comment-hint = They can also answer you inside the dossier.
may-act = Prepare with you
may-act-hint = They can also add and correct facts, exhibits and notes, and propose letters; the history says who wrote what. Only you tell the story, seal, send, export, withdraw or delete.
share-days = For how long?
share-days-missing = Choose how long.
share-lasts = { $days } days
share-give = Open my dossier to this person
share-after = You can close the access at any time, without giving a reason.
share-too-many = Twenty accesses are open already. Close one, then try again.
share-already = This person has access already. To change it, close it first.
share-made-before = This invitation has just been made. It is shown once only: if you no longer have it, close the access and start again.
share-made = The access is ready
share-made-once = This page is shown once only. Préau keeps neither the address nor the words.
share-made-address = The address to send
share-made-words = The four words to tell
share-made-apart = Send the address by one means and tell the words by another: the address by mail, the words by telephone. Five tries are possible, for 14 days. The address serves once.
share-made-back = I have noted the address and the words
role-adviser = Advice
role-lawyer = Lawyer
role-coordinator = Coordination
role-head = Head of school
summary-as-seen = This is what those to whom you opened this dossier see.
summary-noted = The person to whom this dossier belongs sees what you open.
summary-work = Prepare with the person
summary-kinds = What it may be
summary-dates = Dates to keep
summary-steps = Steps and letters
summary-letter-draft = draft
summary-letter-proposed = proposed by { $name }
summary-letter-final = ready to be sent
summary-letter-sent = sent on { $date }
summary-story = Story
summary-facts = Facts
summary-pieces = Exhibits
summary-pieces-hint = Some may be hard to look at. Open those that you need.
summary-said = Messages
summary-said-nothing = Nothing has been written here yet.
summary-owner = The person of the dossier
summary-say = Write a message
summary-say-hint = Everybody who reads this dossier will see it.
summary-say-nothing = Write something before you send.
summary-say-long = This message is too long. Shorten it, or add it as an exhibit. Nothing is lost.
summary-send = Send
dossiers-shared = Dossiers that were opened to you
dossiers-none = No dossier is open to you at the moment.
letter-proposed = { $name } prepared this letter with you. Read it again: only you decide to send it.
letter-agreed = These people agreed and are not on the list yet. To have them sign, add their names to the signatories:
entry-share = Access given
entry-share-ended = Access closed
entry-epoch = New key of the dossier
entry-opened = Opening by somebody who helps
entry-comment = Message
home-readers = { $count ->
    [0] Who may read: only you
    [one] Who may read: you and one person
   *[other] Who may read: you and { $count } people
}
share-confirm-lead = Before you open your dossier to somebody, write your code again.
share-confirm = Confirm that it is me
share-place = Département: { $place }
reader-may-read = You may read this dossier
reader-may-comment = You may read this dossier and write a message in it
reader-may-act = You may prepare this dossier with the person
share-gone = This person can no longer open your dossier: they left their organisation, or were invited anew. You can close this access, and give another.
entry-access = Access, link, export or reminder
dossiers-closed = { $count ->
    [one] One dossier does not open at the moment. The others are untouched. Tell whoever hosts this site.
   *[other] { $count } dossiers do not open at the moment. The others are untouched. Tell whoever hosts this site.
}
only-owner = Only the person of the dossier can do this.
history-by = { $kind } (by { $name })
