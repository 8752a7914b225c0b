# The follow-up: what is noted of each step, the lists, the days to keep.
# @family did-
# @family channel-
# @family online-
# @family flag-
# @family answer-
# @family plan-said-

task-follow = Follow the steps
task-late = { $count ->
    [one] One date has passed
   *[other] { $count } dates have passed
}

follow-title = Follow-up
follow-lead = What awaits an answer, what depends on you, and the dates to keep.
follow-late = To take up now
follow-coming = To come
follow-nothing = No date to keep for now.
follow-others = Awaiting an answer
follow-mine = What depends on you
follow-over = Finished
follow-plan = See the plan
follow-calendar = Put these dates in my calendar (.ics)
follow-calendar-hint = The calendar will say nothing of your situation: only a reminder, on the right day.
calendar-event = A date to look at

step-follow = Note and follow
step-to-do = To do
step-begun = Begun
step-waiting = Waiting since { $date }
step-refused = Refused on { $date }
step-silent = No answer, noted on { $date }
step-closed = Closed on { $date }
step-broken = Commitment not kept on { $date }
step-granted = Granted on { $date }
step-done = Done on { $date }
step-limit = { $name }: { $date }
step-references = References: { $list }
step-what-now = What opens now
step-tools = For this step
step-letter = Letter: { $name }
step-copies = Publications and profiles followed
step-still-shows = Something still shows online. This step stays open until every copy is gone.
step-notes = What is noted
step-no-note = Nothing is noted yet.
step-add = Note something

keep-answer = { $name }: answer expected, { $date }
keep-answer-late = { $name }: the time ended on { $date }. Without an answer, the next way may open.
keep-look = To check on { $date }
keep-look-late = To check: it was planned for { $date }

note-did = What happened?
did-done = I did it
did-contact = I had an exchange
did-received = My request was received
did-granted = It is granted
did-refused = It is refused
did-silent = I have no answer
did-closed = The complaint is closed without prosecution
did-checked = I looked whether it still shows
did-meeting = A meeting took place
did-broken = A commitment was not kept
did-planned = A date is planned
did-tick = Ticked
did-listed = List finished
note-on = Which day?
note-on-hint = Leave empty if it is today.
note-words = What was said, answered or decided
note-more-exchange = Add with whom, how, a number
note-channel = How
channel-mail = E-mail
channel-phone = Telephone
channel-registered = Registered letter
channel-post = Ordinary letter
channel-form = Online form
channel-in-person = Face to face
channel-school = School messages
note-asked = What was asked or promised, by whom, by when
note-asked-hint = For a meeting or a talk in class. Each commitment has a date: note the next one below.
note-with = With whom
note-reference = Reference or tracking number
note-reference-hint = Complaint, file or registered letter number.
note-more-copy = Add the address of a publication or a profile
note-address = The address you looked at
note-online = What you saw
online-up = Still online
online-asked = Removal asked
online-down = Gone
online-back = Back again
note-more-next = Add a date to come or a piece of evidence
note-next = To check on
note-next-hint = The follow-up will remind you on that day, at your next visit.
note-pieces = The evidence that shows it
note-save = Note it
note-change = Correct
note-title = Correct a note
note-written = Written on { $date }
note-save-change = Save the correction
note-void = Take this note back
note-void-explain = It will no longer count. The history keeps the trace of what was written.
note-void-do = Take the note back
note-did-missing = Choose what happened.
note-date-unclear = This date is not in the calendar. Check the day and the month.
note-next-past = This date has already passed. Choose a day to come.
note-next-missing = Give the day planned.
note-address-missing = Give the address you looked at.
note-online-missing = Say whether it still shows.
note-report-missing = Say in a sentence what was said.
note-said-with = with { $value }
note-said-asked = asked or promised: { $value }
note-said-reference = reference { $value }
note-said-pieces = pieces { $value }
note-said-next = to check on { $value }

list-tick = Tick what is true, or done
list-ticked = Already ticked
list-words = A word about what you tick
list-words-hint = Optional: what you saw, the version of a document, a name.
list-pieces = Tie a piece of evidence
list-conclusion = I went through this list.
list-save = Save
list-nothing = Tick at least one line.
list-done-on = Finished on { $date }
list-so-far = { $count } of { $all }
list-open = Open this list

letter-final-waits = This letter waits for a check. Do it first, then come back: nothing is lost.
letter-old = A text cited has not been read again for more than a year. It may have changed.
letter-old-text = { $text }, read on { $date }
letter-old-accept = I have read this. I want this letter all the same.
letter-final-old = A text cited has not been read again for more than a year. Tick the box if you want this letter all the same. Nothing is lost.
letter-tracking = Tracking number
letter-received-on = Received by the addressee on
letter-received-hint = Leave empty until you know. Time limits count from that day.
letter-received-done = Received on { $date }
letter-received-before = The receipt is before the sending. Check both dates.
letter-copied-on = Handed to the head or the hierarchy, or copy given, on
letter-copied-done = Copy given on { $date }
letter-sent-missing = Give the day it was sent.
letter-not-sent = This letter did not leave
letter-follow = Note the answer, or that none came

plan-more-words = Say more about the words or the images
plan-said-published = Was an image or a recording put online or shared?
plan-said-precise = Is a precise fact held against you?
plan-said-named = Is your name written?
answer-oui = Yes
answer-non = No
answer-nsp = I do not know
plan-clues = What lets people recognise you
plan-recognised = Who recognised you
plan-one-line = One line for each thing.
plan-more-safety = Say what you fear
plan-flags = Tick what is true
flag-hateful = The words target an origin, a religion, a sex, an orientation, a disability
flag-reprisals = I fear reprisals
flag-minor-intimate = An intimate image of a minor is going around. I do not copy it.
flag-commercial = My data are sold or used for trade
plan-return = When do you go back to work?
plan-return-hint = If you are on leave or away. A list for going back safely will be added.
plan-support = Who goes with you?
plan-support-chosen = your choice
plan-discreet = See only what the author will not learn of
plan-discreet-on = You see only the steps that the author will not learn of.
plan-discreet-off = See all
plan-counsels = Two ways to a lawyer
plan-counsels-hint = You can take one while waiting for the other.

entry-sealed = File sealed
entry-step-corrected = Note corrected
entry-answer = Answer noted
entry-refusal = Refusal or silence noted
report-steps = Steps
report-note = What is noted
