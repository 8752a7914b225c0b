# Receiving help: links, what comes through them, the page that they open.

help-title = Receiving help
help-lead = Did others see it? Are your screenshots on your phone? A link lets somebody add to this file without being able to read anything in it. Nothing counts before you agree.
help-void = This file is not the one that was announced: it was not added. The rest of the file has not changed. Ask the person to send it again.
help-waiting = { $count ->
    [one] One addition awaits your agreement
   *[other] { $count } additions await your agreement
}
help-waiting-lead = Look at them when you feel able to. Until you say yes, none of this enters your exports or your letters.
help-from = By: { $from }. Received on { $date }.
help-fact = A fact suggested by a program
help-note = A note suggested by a program: { $step }
help-statement = Statement by { $name }
help-file = File: { $name }
help-unreadable = An unreadable addition: it does not enter the file
help-accept = Add to my file
help-dismiss = Put aside
help-erase = Erase for ever
help-aside = { $count ->
    [one] One addition put aside
   *[other] { $count } additions put aside
}
help-new = Create a link
help-what = What for?
help-what-missing = Say what this link is for.
link-kind-witness = Somebody who saw it
link-kind-witness-hint = They write what they saw and add their files. They see nothing of your file.
link-kind-phone = My phone
link-kind-phone-hint = You send your screenshots without typing your code on the phone.
link-kind-extension = My browser
link-kind-program = A program
link-kind-extension-hint = The Préau extension keeps the page as you see it, even where one has to be signed in.
link-kind-signatory = Somebody who signs a joint request
link-kind-signatory-hint = They say yes and write their name. They see nothing of your file, and you see nothing of theirs.
help-label = For whom (optional)
help-label-hint = To help you find it again. This stays encrypted and is in no export.
help-limits = A link lasts 14 days, for 50 additions and { $size } at most. You can close it at any time.
help-make = Create the link
help-made-before = This link has just been created. Its address is shown only once: if you no longer have it, close it below and create another one.
help-too-many = Twenty links are already open. Close one, then try again.
help-links = Your links
help-one = Link no. { $number }: { $kind }
help-one-for = Link no. { $number }: { $kind } ({ $label })
help-open = Open until { $date }. { $items } more additions possible.
help-closed = Closed on { $date }.
help-over = Over since { $date }.
help-came = { $count ->
    [0] Nothing has come yet.
    [one] One addition has come.
   *[other] { $count } additions have come.
}
help-unpaired = The extension has not answered yet. Paste the pairing code into it, then come back here.
help-key = Key of the extension: { $key }
help-compare = The extension has answered. Do you see the same fingerprint in its settings?
help-confirm = It is the same, pair
help-close = Close this link
help-made = Your link is ready
help-made-once = This address is shown only once. Préau does not keep it.
help-made-witness = Give this address to the person, preferably by another channel than that of the attack. They can add, never read.
help-made-phone = Open this address on your phone, or point its camera at the square.
help-made-signatory = Give this address to those who want to sign, with the text of the request. Each one says yes for themselves.
help-signature = Signature of { $name }
sign-title = Sign a joint request
sign-lead = Somebody asks you to sign a request with them. Read its text first: they gave it to you with this link.
sign-blind = You do not see their file. They do not see yours. They receive your name and your agreement, nothing else.
sign-name = Your name, as it will be printed
sign-name-hint = It will stand in the letter, which the head will read.
sign-role = Your position (optional)
sign-agree = I have read the request and I agree that my name stands in it.
sign-name-missing = Write your name, as you want it printed.
sign-agree-missing = Tick the box to give your agreement.
sign-no-file = This link takes no file. Nothing was added.
sign-send = Give my agreement
help-made-extension = Open the settings of the Préau extension in this browser, and paste this code.
help-made-extension-get = You do not have the extension yet? Whoever hosts this site can tell you where to get it.
help-made-code = Pairing code
help-made-address = Address of the link
help-made-squares = Square to point the phone’s camera at
help-made-until = This link works until { $date } included.
help-made-back = Noted, go back

door-title = Saying what you saw
door-lead = Somebody asks for your help. Write what you saw or heard yourself, in your own words.
door-blind = You will see nothing of their file. What you send is encrypted as it arrives: this person opens it, and chooses whom to show it to. Once sent, you can no longer change it.
door-phone-title = Adding from this phone
door-phone-lead = What you send arrives in your file. This phone can read nothing in it.
door-phone-how = A good screenshot
door-phone-1 = Open the page or the conversation. Make sure that the author’s name or pseudonym, the date and the hour can be seen.
door-phone-2 = Take a screenshot, then scroll down and take another, keeping the last line of the one before.
door-phone-3 = If the application allows it, copy the address of the page and paste it below.
door-phone-4 = Send the pictures as they are, without cropping them.
door-phone-share = Simpler still, on Android: in the browser’s menu, “Add to Home screen”. “Préau” then appears among the applications to share a picture to.
door-name = Your name
door-name-missing = Say who you are: a statement bears a name.
door-role = Who are you to this person?
door-role-hint = For instance: colleague, pupil’s parent, friend.
door-when = When and where did you see it?
door-when-hint = For instance: on 12 November around 9 pm, on Instagram.
door-text = What you saw or heard
door-text-hint = Only what you witnessed yourself. Copy the exact words if you have them.
door-address = Address of the page (optional)
door-address-hint = If all these pictures show the same page.
door-files = Your files (optional)
door-shots = Your screenshots
door-files-hint = Pictures, videos, messages. { $size } at most each.
door-nothing = Write a few words or choose a file.
door-full = This link no longer allows something of this size. Nothing of this form was added; what you had sent before has arrived. Ask for a new link.
door-send = Send
door-received = { $count ->
    [one] Received: one addition, sealed and dated.
   *[other] Received: { $count } additions, sealed and dated.
}
door-received-next = You can close this page, or add something else.
door-until = This link works until { $date } included.
door-law = What if it goes to court?
door-law-text = What you write here is sealed and dated. You may later be asked for a statement in your own handwriting, with an identity document (articles 200 to 203 of the French code of civil procedure).

pieces-help = Ask a witness, or add from your phone or your browser
entry-added = Addition through a link
entry-link = Link created
entry-link-changed = Link confirmed or closed
entry-accepted = Addition accepted
entry-dismissed = Addition put aside
entry-void = Addition refused: it was not the one announced
report-statements = Statements
report-statement-received = Received through a link on { $date }.
report-came-witness = Sent by a witness
report-came-phone = Sent from the person’s phone
report-came-program = Sent by a program of the person’s
report-came-extension = Kept in the person’s browser, signed by its extension
dossier-duty-links = Links that are open to add to a file: kind, quotas, last day. Never the address, nor for whom.
dossier-keep-link = Until their last day (14 days; a year at most for a program), or until they are closed.

# Looking again at a page that was kept.
watch-ask = Check whether it stays online
watch-told = The server will open the page for you, note whether it finds it and at what time, without keeping a copy. Until the end it keeps its address, encrypted for itself alone: whoever hosts it could read it.
watch-how = How often?
pace-days = Each day for a week
pace-weeks = Each week for twelve weeks
watch-start = Check
watch-on = This page is checked regularly.
watch-stop = Stop checking
watch-look = { $date }: { $state }
look-online = online
look-removed = removed (the site answers that it no longer exists)
look-moved = the site leads to another page
look-wall = the site asks to sign in: one cannot know
look-answer = the site answers with an error: one cannot know
look-no-answer = the site did not answer
look-refused = this address no longer leads to the public web
look-not-done = the check could not be made
entry-check = Online check
report-checks = Online checks
dossier-duty-watches = Pages to look at again: their address, encrypted for the server alone, for as long as you ask to check them.
dossier-keep-watch = 12 weeks at most, or until stopped.
