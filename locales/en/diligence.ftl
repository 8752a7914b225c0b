diligence-title = Proof of diligence
diligence-link = Note what I did to protect
diligence-lead = Note what you did to prevent or limit: a setting checked, a password changed, the head informed, a rule read.
diligence-proves = Each line carries two dates: the one that you say, and the one when it was noted here, which the seal keeps. The record shows what was noted and when; it does not prove that it is true.
diligence-caption = Measures noted
diligence-day = Day
diligence-measure = Measure
diligence-noted = Noted here
diligence-noted-on = Noted here on { $date }
diligence-which = What you did
diligence-did-settings = Settings checked
diligence-did-password = Password changed, access strengthened
diligence-did-closed = Document or access closed
diligence-did-informed = Head or service informed
diligence-did-read = Rule, charter or guide read
diligence-did-trained = Training followed
diligence-did-advice = Advice asked for
diligence-did-other = Another measure
diligence-on = Which day
diligence-minutes = How many minutes
diligence-minutes-hint = Useful for time spent reading or training. Nothing, if you do not know.
diligence-minutes-wrong = Write a number of minutes between 1 and 600, or nothing.
diligence-with = With whom, to whom
diligence-words = In a few words
diligence-words-hint = Which setting, which document, which rule. Names of pupils are of no use here.
diligence-words-missing = Say in a few words what you did.
diligence-measure-missing = Choose what you did.
diligence-note = Note this measure
diligence-new = Note a measure
diligence-void = Withdraw “{ $what }”, { $date }
diligence-record = The dated record
diligence-pdf = Download the record (PDF)
diligence-odt = Download a copy to change (ODT)
diligence-txt = Download the text
diligence-took = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
diligence-took-all = { $count ->
    [one] Time noted: { $count } minute.
   *[other] Time noted: { $count } minutes.
}
diligence-count = { $count ->
    [0] No measure noted.
    [one] One measure noted.
   *[other] { $count } measures noted.
}
diligence-ticks = Lists of the guide that were ticked
diligence-method = This record is drawn from a sealed dossier. The export of the dossier holds each line, the date when it entered and what checks both without Préau: VERIFIER.md gives the commands.
entry-diligence = Measure noted
entry-diligence-void = Measure withdrawn from the record
