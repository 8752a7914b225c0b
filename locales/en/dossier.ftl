# The dossier: facts, pieces, check, letters, export.

dossiers-title = Your dossiers
dossiers-lead = One code can open several dossiers.
dossiers-new = Open another dossier
dossiers-untitled = Dossier opened on { $date }
dossier-opened = Opened on { $date }.
dossier-alone = Only you can read it.
dossier-name = Give this dossier a name
dossier-name-hint = To find your way. The name is encrypted too.
dossier-name-save = Save the name
dossier-for-colleague = You keep it for a colleague.
dossier-for-pupil = You keep it for a pupil.
dossier-for-colleague-hint = Ask for your colleague’s agreement before sending anything. It is for them to sign.
dossier-for-pupil-hint = Tell the management and, with them, the parents. Do not show any image of the pupil.
dossier-tasks = Where you are
task-story = Tell the story
task-facts = Describe the facts
task-pieces = Add your evidence
task-check = Check and seal
task-plan = Follow the plan
task-letters = Prepare the letters
task-export = Take the dossier away
task-todo = To do
dossier-next-date = Next date
dossier-history = History
dossier-delete = Delete this dossier
dossier-damaged = This dossier no longer matches its seal. It can still be read, but nothing more can be added. Tell the person who hosts this site.

recit-title = Your story
recit-save = Save
recit-kept = Every version stays in the history.

facts-title = The facts
facts-empty = No fact is described yet.
facts-add = Add a fact
facts-edit = Correct
facts-again = Several facts are noted. Repetition may come under harassment: keep every date.
fact-title = A fact
fact-what = What happened?
fact-what-missing = Say in one sentence what happened.
fact-told-by = If it was told to you: by whom, when, how
fact-told-by-hint = Préau sees neither private groups, nor live streams, nor what has vanished. What others saw counts too.
fact-held = It is a comment held in moderation: it was never online
fact-vanishes = Vanishing content (story, live stream, message) goes by itself. Capture it now, or ask somebody who saw it to write it down. A statement alone is enough for a dossier.
fact-vanishes-hours = { $count ->
    [0] It was less than an hour ago. Vanishing content (story, live stream, message) goes by itself. Capture it now, or ask somebody who saw it to write it down.
    [one] It was an hour ago. Vanishing content (story, live stream, message) goes by itself. Capture it now, or ask somebody who saw it to write it down.
   *[other] It was { $count } hours ago. Vanishing content (story, live stream, message) goes by itself. Capture it now, or ask somebody who saw it to write it down.
}
fact-vanishes-days = { $count ->
    [0] It was today. Vanishing content (story, live stream, message) goes by itself. Capture it now, or ask somebody who saw it to write it down.
    [one] It was yesterday. Vanishing content (story, live stream, message) may be gone. If it is still there, capture it; else ask somebody who saw it to write it down. A statement alone is enough for a dossier.
   *[other] It was { $count } days ago. Vanishing content (story, live stream, message) may be gone. If it is still there, capture it; else ask somebody who saw it to write it down. A statement alone is enough for a dossier.
}
fact-vanishes-add = Add evidence
fact-vanishes-witness = Prepare a witness’s statement
fact-save = Save the fact
fact-kept = The earlier version will stay in the history.
fact-date-missing = Give the day, or choose “I no longer know”.
fact-date-future = This date has not come yet. Check the year.
fact-date-order = The last time is before the first one. Check both dates.
fact-address-wrong = This does not look like a link. A link starts with https:// or http://. Without one, leave it empty and describe the place.
fact-hour-wrong = Write the hour like 21:43, or leave it empty.
fact-when-exact = On { $date }
fact-when-hour = On { $date }, at about { $hour }
fact-when-around = Around { $date }
fact-when-several = Several times, from { $from } to { $to }
fact-when-unknown = Date not known

pieces-title = Your evidence
pieces-lead = Screenshots, photos, videos, mails. Several files at once, up to { $size } each.
pieces-choose = Choose files
pieces-send = Add these files
pieces-empty = No evidence yet.
pieces-none = I have none
pieces-none-how = Take a screenshot of the whole screen, with the address and the hour visible. Otherwise, write down who saw what.
pieces-continue = Continue
pieces-received = { $count ->
    [one] One piece is sealed.
   *[other] { $count } pieces are sealed.
}
pieces-again = You had already put in { $name }. It is kept once.
pieces-empty-file = The file { $name } is empty. Choose it again. The others are kept.
pieces-too-large = The file { $name } is larger than { $size }. Cut it into parts, or keep it on a drive and note that it exists. The others are kept.
pieces-nothing = Choose at least one file.
pieces-disk-full = This server has no room left. Keep your file and tell the person who hosts this site. What was already put in is safe.
pieces-cut = The upload stopped before its end. Start again with this file. What was already put in is safe.
uploads-done = { $name } is kept.
uploads-kept-name = { $name } has been kept up to { $percent }%. Choose it again to go on.
uploads-stopped-name = { $name } has not arrived whole. What arrived is kept. Choose it again to go on.
uploads-unsent-name = { $name } has not left yet. Choose it again to send it.
uploads-waiting = { $name }: the network does not answer. What arrived is kept ({ $percent }%). The upload goes on as soon as possible.
uploads-until = Kept until { $date }.
uploads-ended = { $name } has not arrived whole: your visit has ended. What arrived is kept. Come back with your code, then choose it again.
uploads-full = { $name } has not arrived whole: this server has no room left. Keep your file and tell the person who hosts this site.
uploads-large = { $name } was not sent: it is larger than { $size }. Cut it into parts, or keep it on a drive and note that it exists.
uploads-give-up = Give this upload up
pieces-identity-apart = Proofs of identity, kept apart
pieces-withdrawn = Piece no. { $number }: withdrawn on { $date }
piece-title = Piece no. { $number }
piece-show = Show
piece-hide = Hide
piece-blurred = Blurred image. It shows only if you ask.
piece-none = No preview possible. The original is kept as it is.
piece-download = Download the original
piece-received = Received
piece-digest = SHA-256 digest
piece-class = Origin
class-A = Fetched by the server at its address
class-B = Recorded in the person’s browser
class-C = Deposited in the dossier
class-D = Act of a commissaire de justice
piece-size = Size
piece-media = Format
piece-caption = What it shows
piece-address = The address of the page it shows
piece-nature = What it is
piece-transcript = Its exact words
piece-transcript-hint = Copy what is written or said, mistakes included. The piece itself does not change.
nature-unsaid = Not said
nature-capture = A screenshot
nature-message = A message or an e-mail
nature-enregistrement = A recording, sound or video
nature-temoignage = A statement, dated and signed
nature-soutien = A letter of support
nature-constat = A commissaire de justice’s report
nature-autre = Something else
piece-seen = Seen or taken on
piece-taken-by = Who took it
piece-device-clock = The hour on the device, if it differs
piece-facts = The facts it shows
piece-kept-back = Keep it to myself: not in my exports nor my letters, unless I ask
piece-identity = This is a proof of identity
piece-identity-hint = It will be kept apart and masked in exports, unless you ask.
piece-save = Save
piece-mask = Hide a part of it
piece-copy-of = Masked copy of piece no. { $number }
piece-copy = Masked copy: piece no. { $number }
messages-title = The messages of piece no. { $number }
messages-lead = We read the date, the author and the text of each message; of a capture of a page, the address and the digest of each part. This list is kept under the seal. The file does not change, and no remote picture is loaded.
messages-read = Read the messages
messages-unknown = We recognise no messages in this file. It stays as it is. We read e-mails (EML, MBOX, MSG), exported chats (WhatsApp, Facebook, Instagram, Snapchat, TikTok), YouTube comments and captures of pages (HAR, MHTML, WARC, WACZ).
messages-too-large = This file is over 64 MB, or 256 MB for an archive: we do not read it. It stays as it is. Export the useful period only, then add it.
messages-too-many = There are more than 2,000 messages, or too long ones for a single list. The file stays as it is. Choose the useful days below.
messages-too-many-parts = This capture has more than 2,000 parts, or too long ones: we make no list of them. It stays whole.
messages-none = This file holds no message. It stays as it is.
messages-count = { $count ->
    [one] One message is kept in this list.
   *[other] { $count } messages are kept in this list.
}
messages-unread = { $count ->
    [one] One part of the file was not recognised. It is still in the piece.
   *[other] { $count } parts of the file were not recognised. They are still in the piece.
}
messages-missing = { $count ->
    [one] One file that the list names is not in this capture.
   *[other] { $count } files that the list names are not in this capture.
}
messages-unlisted = { $count ->
    [one] One file of this capture is not in its list.
   *[other] { $count } files of this capture are not in its list.
}
messages-no-zone = This file does not say its time zone. The hours are those of the telephone that exported it. A line that imitates a date may pass for a message: the file is what counts.
messages-local = { $date }, { $hour } by the hour written in the file
messages-attached = Attached: { $names }
messages-signed = Bears a signature of { $domains }, which we did not check
messages-bytes = { $count } bytes, from { $first } on
messages-bytes-in = { $count } bytes of { $name }, from { $first } on
messages-asks = Check the signature of the server that sent these mails
messages-asks-hint = For that, we ask the DNS for the key of the domain that signed. Whoever holds this domain can see that its key was asked for, and when; not by whom. Keys change: later may be too late.
messages-asks-nobody = Nothing is asked of anybody.
messages-from = From (optional)
messages-from-hint = Without a date, the whole file is read. With one, only these days are in the list; the file stays whole.
messages-to = To (optional)
messages-day-unclear = This day does not exist. Write for example 21 11 2026.
messages-days-turned = The end comes before the beginning. Swap the two dates.
messages-outside = { $count ->
    [one] One message of another day, or without a date, is not in this list. It is still in the piece.
   *[other] { $count } messages of other days, or without a date, are not in this list. They are still in the piece.
}
messages-outside-all = This file holds no message of these days. Choose other days.
messages-others = { $count ->
    [one] One other file of the archive is named by none of these messages. It is still in the piece.
   *[other] { $count } other files of the archive are named by none of these messages. They are still in the piece.
}
messages-members = The files of the archive and their digests
messages-medium = { $name }, SHA-256 digest { $digest }
messages-status = Answer of the server: { $status }
messages-sha256 = SHA-256 digest: { $digest }
messages-digest-good = The digest written in the file is right.
messages-digest-false = The digest written in the file is false: this part changed since the capture.
messages-signed-not = This e-mail bears no signature of a server. That says nothing against it.
messages-signed-good = Signature of { $domain } checked: a server of this domain signed these headers and this text.
messages-signed-part = Signature of { $domain } checked for the beginning of the text only: the rest may have been added.
messages-signed-text = Signature of { $domain } checked for the text; the subject or the date shown here are not part of it.
messages-signed-absent = Signature of { $domain }: the key is not published, or no longer. We cannot check it.
messages-signed-unreachable = Signature of { $domain }: the key could not be asked for. Nothing is lost: read these days again in a few minutes.
messages-signed-unreadable = One signature is written in a way that we do not know.
messages-signed-weak = One signature of { $domain } is too weak: anybody could make it.
messages-signed-key = Signature of { $domain }: what is published is no key for this signature.
messages-signed-revoked = Signature of { $domain }: this domain took the key back. We cannot check it.
messages-signed-body = Signature of { $domain } false: the text is no longer the one that was signed. A mailing list or an antivirus may have changed it.
messages-signed-fields = Signature of { $domain } false: the headers are no longer those that were signed, or the key changed.
messages-proof = What a signature says, and what it does not
messages-proof-text = A signature that was checked shows that a server of the domain signed these headers and this text, and that they have not changed since. It does not say who wrote, nor who was at the keyboard. The key that was seen, word for word, with the hour, is kept under the seal: it can serve even if the domain takes it back.
messages-again = Read other days
messages-again-lead = The new list replaces this one. Facts already made stay, and the old list stays in the history.
messages-again-read = Read these days
messages-archive-broken = This archive is damaged, or made in a way that we do not read. It stays as it is. Download it again, or add the file of the discussion by itself.
messages-archive-locked = This archive has a password: we cannot read it. It stays as it is. You can also add a copy without a password.
messages-archive-slip = A file of this archive has a name that leads elsewhere: to be safe, we do not open it. It stays as it is. Add the file of the discussion by itself.
messages-archive-nested = This archive holds other archives. It stays as it is. Take them out and add each one as a piece.
messages-archive-members = This archive holds more than 5,000 files: we do not read it. It stays as it is. Add the file of the discussion by itself.
messages-archive-bomb = This archive takes more than 1 GB once opened, or one of its texts more than 64 MB: we do not read it. It stays as it is. Add the file of the discussion by itself.
messages-no-zone-written = This file does not say its time zone. The hours are those that it writes.
messages-parts = { $count ->
    [one] One part of this capture is in the list.
   *[other] { $count } parts of this capture are in the list.
}
messages-fact = Make it a fact
messages-before = Earlier messages
messages-after = Later messages
piece-messages = Read the messages of this file
entry-import = Messages read
mask-title = Hide a part of piece no. { $number }
mask-lead = We make a copy without what you tick. The original does not change and stays in the dossier.
mask-cells = What must disappear
mask-cells-hint = Tick each box to hide. Lines go from top to bottom, columns from left to right.
mask-cell = line { $line }, column { $column }
mask-faces-look = Look for faces
mask-faces-again = Look again
mask-faces = Faces to hide
mask-faces-hint = Each numbered frame is drawn on the picture, below. Untick what need not be hidden.
mask-face = Face { $number }: { $line ->
    [1] top
    [2] middle
   *[3] bottom
  }{ $column ->
    [1] { " " }left
    [2] { "" }
   *[3] { " " }right
  }
mask-faces-count = { $count ->
    [0] No face was found. It does not mean that there is none.
    [one] One face is proposed, in a frame. It is a proposal: look for yourself.
   *[other] { $count } faces are proposed, in frames. It is a proposal: look for yourself.
  }
mask-faces-missed = Faces may be missed: a child, a profile, a mask, a face that is small, turned or in the shade. Tick the boxes of the grid then.
mask-faces-nothing-kept = The search is done on this server. Nobody is recognised, and nothing of it is kept.
mask-faces-busy = Another picture is being worked on. Try again in a minute.
mask-faces-odd = We could not read the faces that were ticked. Look for them again, or tick boxes.
mask-make = Make a masked copy
mask-after = Each ticked box becomes grey for good: nothing can bring it back. The copy keeps no place, date or device. Your exports and letters will show the copy; the original will be there only if you ask.
mask-look = Look at this copy before you give it. A name may show elsewhere in the picture.
mask-busy = Another picture is being worked on. Try again in a minute: your boxes are kept.
mask-nothing = Tick at least one box.
mask-too-large = This picture is too large to be masked here. Make a smaller one, then add it. The original stays.
mask-unreadable = This picture is incomplete or damaged: we cannot read it. The original stays as it is.
mask-format = This picture is neither a PNG nor a JPEG that we can read. Take a screenshot of it, then add it. The original stays.
mask-moving = This picture moves, and another view could show what you hide. Take a screenshot of what you see, then add it. The original stays.
mask-turned = This picture asks to be turned, and the ticked box could be elsewhere. Take a screenshot of it, then add it. The original stays.
mask-others-stay = The same picture is also in these pieces: no. { $numbers }. They stay, except for an intimate image of a minor: all then go together.
piece-withdraw = Withdraw this piece
piece-withdraw-explain = The file will be erased for good. The dossier will only keep the trace that a piece was withdrawn. A backup copy may remain for 30 days.
piece-minor = This is an intimate image of a minor
piece-minor-explain = It must not stay here. It will be erased at once. Write down where it circulates, then call 17 or 3018.
piece-minor-erase = Erase this image now
piece-missing-address = This capture does not have the address of its page yet. Add it if you can.
fact-missing-capture = This address has no capture yet.

check-title = Check
check-lead = Read it again. You can still add to it later.
check-story = Your story
check-facts = The facts
check-pieces = Your evidence
check-kinds = It may come under
check-incomplete = What can be completed
check-score = This dossier has { $there } points of { $all }
point-story = Tell what happened, in your own words.
point-dated = Give at least one fact a date, even a rough one.
point-shown = Add evidence: a capture, a message, or what somebody saw.
point-addresses = Give each capture the address of its page.
point-captures = Capture each address that is named.
point-words = Copy word for word what each capture and each recording shows or says.
point-witness = Add a statement or a letter of support, with its date. It is not required.
point-sealed = Seal: it is the button below.
report-told-by = told by { $who }
report-held = held in moderation, never online
report-transcript = Exact words: “{ $words }”
check-seal = Seal the dossier
check-seal-hint = Everything above gets a date that nobody can change.
check-seal-hint-alone = This server alone will set the seal. No third party will confirm the date.
sealed-title = Your dossier is sealed
sealed-reference = Reference
sealed-at = Sealed on { $date }
sealed-count = { $count ->
    [one] One entry; it cannot change without it showing.
   *[other] { $count } entries; none can change without it showing.
}
sealed-stamped = Time-stamped by { $tsa } on { $date }.
sealed-pending = Time-stamp pending. It will be added as soon as the service answers.
sealed-untimed = No third party dated this seal: this server uses no time-stamping service. The seal proves that nothing has changed.
sealed-next = What you can do now
sealed-receipt = Download the receipt
receipt-explain = This receipt is a signed head. It proves that the dossier existed in this state. Keep it outside the server.
received-title = It is received
received-lead = Your files are encrypted and sealed. Here are their digests.
received-code = Here is the key to your dossier.
received-more = Add another piece
received-tell = Tell the story now
received-see = See my dossier

letters-title = Your letters
letters-lead = Each letter fills itself from your dossier. You complete it, read it, send it.
letters-fitting = For your situation
letters-others = See all the other letters
letter-to = To: { $name }
letter-choose-form = Your answers
letter-save = See the letter
letter-preview = Preview
letter-gaps = Still missing
letter-ready = The letter is complete.
letter-final-refused = The letter cannot be made final: a mandatory mention is missing. Complete it below.
letter-download-pdf = Download the letter (PDF)
letter-download-odt = Download a copy to change (ODT)
letter-odt-copy = It opens in LibreOffice. Only the final PDF is sealed in the dossier.
letter-download-txt = Download as text
letter-draft-pdf = Download the draft (PDF)
letter-sent-title = Have you sent it?
letter-sent-on = Sent on
letter-sent-means = How
letter-sent-means-hint = For example: registered letter, e-mail with receipt
letter-sent-save = Note the sending
letter-sent-done = Sent on { $date }
letter-opens = Sending it opens this deadline: { $name }, { $date }.
letter-opens-now = Sending it opens this wait: { $name }. The law sets no number of days.
letter-advice = Good to know
letter-not-for-you = This letter does not fit your situation
letter-state-draft = Draft
letter-state-final = Final

export-title = Take the dossier away
export-lead = One ZIP file: the dossier as PDF, your evidence, the seals and how to check them.
export-for = For whom?
export-for-hint = For instance: my lawyer, the rectorat. This mention is sealed with the export.
export-identity = Also join my proofs of identity
export-kept-back = Also join what I keep to myself, and the whole pictures of which I made a masked copy
export-withheld = { $count ->
    [0] Nothing is masked.
    [one] One entry will be masked. Whoever receives it will see that it exists, not what it says.
   *[other] { $count } entries will be masked. Whoever receives them will see that they exist, not what they say.
}
export-ready-for = Make an export ready for:
export-choose = Choose what this person will not see
export-left-out = Leave out
export-story = The story
export-situation = My situation (status, support, fears)
export-fact = Fact: { $what }
export-letter = Letter: { $name }
export-follow-up = The follow-up of the steps
export-hidden = Words to hide everywhere
export-hidden-hint = One name, number or phrase on each line. Each becomes █ in all texts and in the PDF, with or without accents, in any order. A nickname goes on its own line. One sees that a word is hidden, not which one.
export-hidden-empty = One line has neither letter nor digit: we cannot look for it. The rest is kept.
export-hidden-too-many = There are more than 100 lines, or they are too long. Keep the words that matter: nothing is lost.
export-files-stay = As soon as something is missing, the answers of letters and the time limits are not shown either: they repeat the rest. Pictures and joined files do not change. Look at them first: a name may be read there. A picture is masked from its page.
export-one-hides = { $entries ->
    [0] (no entry masked
    [one] (one entry masked
   *[other] ({ $entries } entries masked
}{ $words ->
    [0] )
    [one] , one passage hidden)
   *[other] , { $words } passages hidden)
}
recipient-procureur = the public prosecutor
recipient-avocat = my lawyer, the association that supports me
recipient-rectorat = the rectorat
recipient-chef = the head of my school
recipient-commissaire = a commissaire de justice
recipient-plateforme = the platform
report-parts-masked = { $count ->
    [one] One whole passage is hidden in what is shown.
   *[other] { $count } whole passages are hidden in what is shown.
}
report-deadlines-partial = Time limits are not printed: this export does not show all that makes them run.
report-words-masked = { $count ->
    [one] One word is hidden in what is shown: █.
   *[other] { $count } words are hidden in what is shown: █.
}
export-make = Prepare the ZIP
export-made = Exports already made
export-one = On { $date }, for { $recipient }
export-unnamed = myself
export-quick = Download the dossier (ZIP)
export-verify = To check: preau verify, or the commands in VERIFIER.md. They work without Préau.

history-title = History
history-lead = Everything that entered this dossier, in order. Nothing changes afterwards.
history-erased = Entry erased by you
history-head = Signed head
entry-created = Dossier opened
entry-story = Story
entry-fact = Fact
entry-fact-corrected = Fact corrected
entry-piece = Piece
entry-piece-described = Piece described
entry-derived = Masked copy
entry-qualification = Situation
entry-step = Step
entry-letter = Letter
entry-sent = Letter sent
entry-export = Export
entry-erased = Withdrawal
entry-other = Other entry

delete-title = Delete this dossier
delete-lead = Everything will be erased: story, facts, evidence, letters. It is final.
delete-first = Before that, you can take a copy away.
delete-backup = A backup copy may remain for 30 days on the server, encrypted.
delete-confirm = I want to delete this dossier
delete-tick = Tick the box to confirm.
delete-do = Delete for good
deleted-title = The dossier is deleted
deleted-text = Only the month and the number of entries remain, without any content.

report-title = Dossier
report-reference = Reference
report-printed = State on { $date }
report-previous-head = Last signed head before this export
report-story = Story
report-chronology = Chronology
report-pieces = List of pieces
report-letters = Letters
report-deadlines = Deadlines
report-method = How to check
report-method-text = This document is part of a sealed dossier. The file VERIFIER.md gives the commands, which work without Préau. The seal proves existence, order, date and integrity. It does not prove that what is told is true.
report-number = No.
report-piece = Piece
report-date = Date
report-fact = Fact
report-digest = SHA-256
report-provenance = Origin
report-withdrawn = withdrawn
report-masked = masked
report-none = None
report-nothing-masked = No entry is masked.
report-some-masked = { $count ->
    [one] One entry is masked in this export.
   *[other] { $count } entries are masked in this export.
}
dossier-duty-dossiers = One line per dossier: its public key, its size, its signed head. No title, no name.
dossier-duty-entries = Your entries, encrypted for you alone.
dossier-duty-blobs = Your files, encrypted for you alone, at a rounded size.
dossier-duty-uploads = Files whose upload is not finished, encrypted for you alone.
dossier-duty-sessions = Your browser’s session, encrypted with its own key.
dossier-duty-seals = Signed heads and their time-stamps.
dossier-duty-log = Where your signed head stands in the public log, encrypted for you alone.
dossier-duty-jobs = Work under way, without content.
dossier-duty-nonces = Single-use numbers, so that a double click saves nothing twice.
dossier-duty-caches = Working copies, encrypted like the dossier.
dossier-duty-erased = The trace that a dossier was deleted: the month and a number.
dossier-keep-dossier = 36 months after your last visit, 5 or 10 years if you chose it, longer while the deletion is suspended; or until you delete it.
dossier-keep-session = 12 hours at most, 24 hours for a draft.
dossier-keep-week = 7 days.
dossier-keep-day = 24 hours at most after something last arrived.
dossier-keep-month = Only this month is written, without limit.
sheet-key = Key that signed
sheet-alone = This dossier was sealed by the person herself, without a server. The date is her machine’s: no third party confirms it.
export-gone = A piece that it held was withdrawn since: prepare a new one.
report-chronology-caption = Facts and steps, by date
report-pieces-caption = Pieces, in the order received
report-facts-count = { $count ->
    [one] 1 fact
   *[other] { $count } facts
}
report-pieces-count = { $count ->
    [one] 1 piece
   *[other] { $count } pieces
}
report-entries-count = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}

# Page "Keep a web page"
pieces-capture = Keep a web page by its address
capture-title = Keep a web page
capture-lead = Give its address. We open the page as an unknown visitor, and keep all that it shows at this hour, with a report.
capture-url = Address of the page
capture-url-hint = Copy it whole from the bar of your browser.
capture-ask = Keep this page
capture-while = This takes less than a minute as a rule. You may go on: the page will come among your exhibits.
capture-what = What this proves, and what it does not show
capture-what-server = The page is asked for by our server, not by you. The site sees the server's address. If Préau runs on your own machine, it is yours. The date shows that the page existed at that hour. It does not show who wrote it.
capture-what-private = A private message, a story or a closed group is not seen this way. Take a screenshot, and add it. To keep a page a second time, give the same address: each visit is dated, and shows whether the page is still online.
capture-asked = Pages asked for
capture-complete = Kept whole. Seen on { $date }.
capture-partial = Kept in part. Seen on { $date }. Here is what is missing:
capture-running = Under way.
capture-look = See how far it is
capture-lost = This capture was interrupted. Nothing else is lost. Give the same address to begin again.
capture-withdrawn = You took back what it had brought.
capture-refused = This name leads to an address that is not public: a private network, or the machine of Préau. We do not open it. Take a screenshot, then add it.
capture-certificate = The certificate of this site is not valid: we cannot know who answers. Take a screenshot, then add it.
capture-no-answer = Nothing answered at this address. Check it. If the page has just been removed, your request is dated and stays in the history.
capture-too-large = This page is too heavy to be kept this way. Take a screenshot, then add it.
capture-stopped = The page could not be kept. Try again in a few minutes, or take a screenshot.
capture-login-wall = The site seems to ask to sign in: we may not have seen the content. Take a screenshot from your account.
capture-robot-wall = The site seems to ask to prove that one is human. Take a screenshot from your browser.
capture-status = The site answered with an error: the page may have been removed.
capture-led-away = This address leads to another, which could not be opened. There is no picture.
capture-download = The address gives a file, not a page. The file is kept.
capture-restless = The page was still moving when its time was over.
capture-too-tall = The page is very long: the pictures stop before its end.
capture-picture = A picture, the text or the printed page could not be taken.
capture-gaps = { $count ->
    [one] One element of the page is missing. The report names it.
   *[other] { $count } elements of the page are missing. The report names them.
}
capture-nothing = Give an address.
capture-address = This is not the address of a page of the public web. It begins with http:// or https://.
capture-no-browser = This installation cannot open pages yet: it lacks the Chromium browser. Take a screenshot, then add it. Whoever runs the server finds what to do in its documentation.
capture-busy = Many pages are under way. Try again in a few minutes: the address stays in this form.
capture-back = Back to the exhibits
entry-capture = Page asked for
entry-capture-failed = Page asked for, no answer
