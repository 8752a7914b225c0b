# The timeline: the dossier on one line of time, hours, who, dates, contact sheet.

frise-title = Timeline
frise-link = Timeline: what happened, what is done, what comes
frise-lead = Everything that the dossier knows, on one line of time. Nothing is added. Each line leads to what shows it.
frise-jumps = On this page
frise-section = Over time
frise-empty = Nothing has a date yet. The timeline begins with the first fact, the first piece of evidence or the first step.
frise-no-words = A fact to describe
frise-sent = sent
frise-received = received by the addressee
frise-copied = copy handed over

frise-lane-facts = Facts
frise-lane-messages = Messages
frise-lane-pieces = Evidence received
frise-lane-steps = Steps
frise-lane-letters = Letters
frise-lane-answers = Agreements
frise-lane-refusals = Refusals, silences
frise-lane-exports = Seal, exports
frise-one-facts = Fact
frise-one-messages = Messages
frise-one-pieces = Evidence
frise-one-steps = Step
frise-one-letters = Letter
frise-one-answers = Agreement
frise-one-refusals = Refusal or silence
frise-one-exports = Seal or export

frise-around = About { $date }
frise-several = Several times, from { $from } to { $to }
frise-period = From { $from } to { $to }
frise-hours = { $date }, { $from } to { $to }
frise-mark = { $when }: { $sort }, { $count }
frise-count = { $sort }: { $count }
frise-drawing-day = Timeline of { $date }
frise-drawing-days = Timeline from { $from } to { $to }
frise-drawing-about = { $counts }. The table below says the same.
frise-most = the highest: { $count }
frise-messages = { $count ->
    [one] One message
   *[other] { $count } messages
}
frise-messages-late = { $count ->
    [one] One message, between 10 pm and 6 am
   *[other] { $count } messages, { $late } of them between 10 pm and 6 am
}
frise-facts = { $count ->
    [one] one fact
   *[other] { $count } facts
}
frise-repeated = { $count ->
    [one] one of them said to be repeated
   *[other] { $count } of them said to be repeated
}

frise-parts = Look at a part of the period
frise-whole = The whole period
frise-legend-number = A number: several at the same place
frise-legend-unsure = Dashed outline: the date is not certain
frise-legend-range = Long bar: a whole day, or a whole period
frise-legend-night = Plain background: from 7 pm to 7 am
frise-legend-weekend = Dotted background: Saturday and Sunday
frise-legend-late = Stripes: messages between 10 pm and 6 am
frise-legend-today = Dashed line: today
frise-table = See as a table
frise-table-caption = The timeline as a table
frise-when = When
frise-sort = Sort
frise-what = What
frise-pieces = Evidence
frise-of-pieces = { $count ->
    [one] piece { $numbers }
   *[other] pieces { $numbers }
}
frise-undated = Without a known date
frise-open-tables = Open all tables, to print

frise-hours-title = At what hours
frise-hours-caption = Messages by day of the week and hour
frise-hours-table = The same messages as a table
frise-hours-about = { $said }. From 7 pm to 7 am: { $night }. On Saturday or Sunday: { $weekend }.
frise-hours-hint = Paris time. When a file does not name its time zone, these are the hours written in it. Your own messages count too, when the file has them.
frise-hour = Hour
frise-hour-from = { $from } – { $to }
frise-sum = Total
frise-day-0 = Monday
frise-day-1 = Tuesday
frise-day-2 = Wednesday
frise-day-3 = Thursday
frise-day-4 = Friday
frise-day-5 = Saturday
frise-day-6 = Sunday

frise-who-title = Who, and how many times
frise-who-lead = Repetition is an element of some offences, such as harassment. So it may count. This table counts; it accuses nobody. A fact taken from a message appears twice: as a fact and as a message.
frise-who-hint = Filled bar: facts. Empty bar: messages.
frise-who-caption = Facts and messages, by person
frise-who = Who
frise-how-often = How many times
frise-from-to = From when to when
frise-nobody = Author not known
frise-masked = Masked name
frise-one-or-more = by one or several people

frise-days-title = Dates to keep
frise-days-then = Then
frise-ball-title = Who is to act
frise-ball-caption = Steps under way: who is to act, since when
frise-ball-who = Who
frise-ball-step = Step
frise-ball-when = Since
frise-ball-state = Where it stands
frise-ball-her = You
frise-ball-other = The addressee
frise-ball-unknown = This export does not show everything: who is to act cannot be read in it.
frise-ball-since = { $count ->
    [0] { $date }, today
    [one] { $date }, one day
   *[other] { $date }, { $count } days
}

frise-contact-title = Contact sheet
frise-contact-lead = Your pictures, blurred. Each one shows on its own page, if you ask.
frise-contact-paper = Paper does not show them.
frise-contact-print = Prepare a print that shows the pictures
frise-contact-printed = On paper the pictures will be sharp. Those that you keep back, proofs of identity and the originals of masked pictures are not printed.

frise-report-hours = Paris time. When a file does not say its time zone, the hours are those written in it. The messages of the person of the file count too, if the file holds them.
frise-report-title = Over time
frise-report-partial = A part of the dossier is masked. The timeline shows only the rest.
