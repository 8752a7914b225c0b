# The experts’ desk, and preparing the sessions.

panel-duty-refusals = Why several questions were refused together, encrypted, and which expert wrote it.

prepare-title = Prepare the sessions
prepare-lead = Announce a theme and a day, name the experts, then open it when the time comes.
prepare-none = No session is announced yet.
prepare-new = New session
prepare-public = All you write here is public as soon as you save.
prepare-org = Who holds this session
prepare-org-choose = Choose an organisation
prepare-theme = Theme
prepare-theme-hint = In one line. For instance: digital risks, how to face them.
prepare-intro = Introduction
prepare-intro-hint = Whom the session is for, and what one can ask.
prepare-day = Day
prepare-day-hint = For instance: 1 12 2026.
prepare-hour = Time, in Paris
prepare-hour-hint = For instance: 18:00.
prepare-days = Days to answer after the end
prepare-days-hint = From 1 to 60. This promise is shown, and tells what is overdue.
prepare-opening = Opening words
prepare-opening-hint = Shown when the session opens.
prepare-closing = Closing words
prepare-closing-hint = Shown when the session ends.
prepare-kinds = Situations
prepare-kinds-hint = Those it will be about.
prepare-announce = Announce the session
prepare-save = Save
prepare-see = See the public page
prepare-experts = Experts
prepare-experts-how = They alone see the questions before they are published, and answer under their name.
prepare-experts-none = Nobody is named yet.
prepare-expert = Person
prepare-expert-choose = Choose somebody
prepare-expert-named = { $name }, { $title }
prepare-expert-more = Photo, removal
prepare-expert-out = Answers no more in this session. What is signed stays.
prepare-expert-gone = This account may not answer any more.
prepare-expert-remove = Remove { $name }
prepare-expert-remove-how = The photo is erased. The name and the function stay under the signed answers: if the person asks, only the function will. Questions that were taken are free again.
prepare-expert-name = Name under the answers
prepare-expert-unname = Replace the name of { $name } by the function
prepare-expert-unname-how = Only if the person asks: this is the right to object. The name goes from the answers of this session and from their versions, for good. The versions and their dates stay.
prepare-name = Name somebody
prepare-function = Function
prepare-function-hint = It follows the name under each answer. For instance: counsel.
prepare-name-button = Name
prepare-nobody = Nobody else may be named here.
prepare-photo = Photo of { $name }
prepare-photo-hint = JPEG or PNG, 8 MB at most. We keep a small square, without date or place.
prepare-photo-send = Send the photo
prepare-photo-alt = Present photo
prepare-cancel-title = Cancel the session
prepare-cancel-how = The session leaves the site. This is possible as long as nobody has asked a question.
prepare-cancel = Cancel the session

panel-wrong-theme = Give a theme.
panel-wrong-theme-long = Shorten the theme: 140 characters at most.
panel-wrong-long = Shorten this text: 4,000 characters at most.
panel-wrong-starts = Give a day and a time, such as 1 12 2026 and 18:00.
panel-wrong-days = Give a number of days from 1 to 60.
panel-wrong-kind = Choose situations of the list.
panel-wrong-title = Give a function, in 140 characters at most.
panel-wrong-photo = Choose a JPEG or PNG photo of 8 MB at most.
panel-wrong-expert = Choose somebody of the list.
panel-wrong-org = Choose the organisation that holds the session.
panel-wrong-active = Remove this person from the session first.
panel-wrong-asked = Questions were asked: the session cannot be cancelled any more. You can end it.

expert-title = Experts’ desk
expert-sessions = Your sessions
expert-none = No session is waiting for you. Whoever prepares one can name you in it.
expert-standing = { $state }. Starts: { $date }.
expert-state-announced = Announced, questions are open
expert-state-open = Under way
expert-state-closing = Ending, no new question
expert-state-closed = Ended
expert-evening = Open, close
expert-go-announced-open = Open the session
expert-go-closing-open = Open the session again
expert-go-open-closing = Stop the questions
expert-go-closed-closing = Go back to the end of the session
expert-go-closing-closed = End the session
expert-how-announced-open = The page says that the experts answer. Questions stay open.
expert-how-closing-open = New questions are taken. The promised time starts again from the next end.
expert-how-open-closing = No question is taken any more. You finish answering, and the promised time begins.
expert-how-closed-closing = The page says that the experts still answer. The promised time does not change.
expert-how-closing-closed = The page says that the session has ended. Questions without answer stay here, with their day.

expert-lasts-minutes = { $count ->
    [0] less than a minute
    [one] { $count } minute
   *[other] { $count } minutes
}
expert-lasts-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
expert-lasts-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
expert-ago = { $time } ago

expert-late-title = { $count ->
    [one] One overdue question
   *[other] { $count } overdue questions
}
expert-late-due = To be answered by { $date }. Session: { $theme }.
expert-again-title = To read again
expert-again-how = These answers quote a text that has changed since. Correct them, or save again if the answer stands.
expert-moved = Text changed: { $articles }
expert-moved-here = These texts have changed since publication. Saving says that you have read them again.
expert-moved-tag = Text changed

expert-views = Questions
expert-pages = More questions
expert-page = Page { $number }
expert-view-waiting = To read
expert-view-open = Published, unanswered
expert-view-late = Overdue
expert-view-answered = With an answer
expert-view-away = Set aside
expert-count-waiting = { $count ->
    [one] { $count } question to read
   *[other] { $count } questions to read
}
expert-count-open = { $count ->
    [one] { $count } published, unanswered
   *[other] { $count } published, unanswered
}
expert-count-late = { $count ->
    [one] { $count } overdue
   *[other] { $count } overdue
}
expert-count-answered = { $count ->
    [one] { $count } answered
   *[other] { $count } answered
}
expert-count-away = { $count ->
    [one] { $count } set aside or joined
   *[other] { $count } set aside or joined
}
expert-queue-none = Nothing here for now.
expert-question = Question from { $name }
expert-question-numbered = Question { $number }, from { $name }
expert-of = (question from { $name }: “{ $text }”)
expert-about = ({ $what })
expert-names-first = Publish the question first, without what may say who the person is.
expert-names-there = This text may hold a name or an address. Open the question to publish it.
expert-due = Answer promised by { $date }
expert-drafts = { $count ->
    [one] One draft
   *[other] { $count } drafts
}
expert-overdue = Overdue
expert-taken = Taken by { $name }
expert-taken-mine = Taken by you
expert-times = { $count } times
expert-like = { $count ->
    [one] One question that resembles
   *[other] { $count } questions that resemble
}
expert-like-title = Questions that resemble
expert-near = “{ $text }”
expert-near-numbered = Question { $number }: “{ $text }”
expert-take = Take
expert-release = Give back
expert-publish = Publish
expert-gather = { $count ->
    [one] Join the other, identical, to this one
   *[other] Join the { $count } others, identical, to this one
}
expert-tick = Choose
expert-tick-show = See the ticked questions
expert-tick-page = See all of this page
expert-sift-title = Choose several questions
expert-sift-alike = Choose those that resemble it
expert-sift-lead = For a flood of messages. Nothing changes before you have seen how many questions are chosen.
expert-sift-count = { $count ->
    [0] No question matches
    [one] One question chosen
   *[other] { $count } questions chosen
}
expert-sift-busy = { $count ->
    [one] One other, taken by somebody, stays in the queue.
   *[other] { $count } others, taken by somebody, stay in the queue.
}
expert-sift-still = Those that arrive from now on are not among them.
expert-sift-least = These resemble the others least. Open them if in doubt.
expert-sift-some = Here are some of them.
expert-sift-refuse-title = Refuse them
expert-sift-refuse-how = Each person will read your reason: put nothing of their story in it. You can put them back in the queue.
expert-sift-refuse = { $count ->
    [one] Refuse this question
   *[other] Refuse these { $count } questions
}
expert-sift-join-title = Join them to a published question
expert-sift-join-how = They leave the queue. Each person will find the answers to that question with her code.
expert-sift-number = Its number in the session
expert-sift-join = { $count ->
    [one] Join this question
   *[other] Join these { $count } questions
}
expert-sift-common = What the questions have in common
expert-sift-phrase = A link, a word, a sentence
expert-sift-phrase-hint = Looked for in the pseudonyms too. Capitals, accents and signs do not count.
expert-sift-since = Arrived from
expert-sift-before = Arrived before
expert-sift-any = Any time
expert-sift-slot = { $date } ({ $count })
expert-sift-ticked = { $count ->
    [one] The ticked question
   *[other] The { $count } ticked questions
}
expert-sift-like = Resemble “{ $text }”
expert-sift-same = Say exactly “{ $text }”
expert-sift-button = Count
expert-sift-clear = Start again
expert-sift-repeat = What repeats itself
expert-sift-repeat-none = Nothing repeats itself among the questions to read.
expert-sift-repeat-same = The same text
expert-sift-repeat-carried = Links, addresses and numbers, in the last { $count }
expert-sift-repeat-alike = Questions that resemble each other, in the last { $count }
expert-sift-take = Choose
expert-refused-title = Refused together
expert-refused = { $count ->
    [one] { $date }, { $name }: one question
   *[other] { $date }, { $name }: { $count } questions
}
expert-put-back = Put back in the queue
expert-status-waiting = Published, waiting
expert-status-taken = Published, somebody is answering
expert-status-partly = Partly answered
expert-status-answered = Answered
expert-shown-waiting = To read
expert-shown-published = Published
expert-shown-joined = Joined to another
expert-shown-masked = Masked
expert-shown-refused = Refused

expert-fact-name = Pseudonym
expert-fact-kind = Situation
expert-fact-profession = Work
expert-fact-level = Level
expert-fact-asked = Asked
expert-fact-due = Answer promised by
expert-parts = Parts
expert-part = Part { $number }: { $text }
expert-part-answered = Answered
expert-part-open = Without answer
expert-stands = See the question that stands for it
expert-reason-said = This is what the person reads:
expert-see = See the public page

expert-answers = Answers
expert-answer = Answer { $number }
expert-stage-draft = Draft
expert-stage-reading = Being read
expert-stage-published = Published
expert-stage-withdrawn = Withdrawn
expert-signed = { $name }, { $title }
expert-published-on = Published: { $date }
expert-read-by = Read by { $name }
expert-takes-up = Takes up an answer already given
expert-covers = Parts: { $parts }
expert-other-reads = Another expert reads it, and publishes it.
expert-version = Version { $number }, { $date }, { $name }
expert-change = Change
expert-correct = Correct
expert-publish-answer = Publish this answer
expert-publish-read = I have read it, publish
expert-hand-over = Ask for a second reading
expert-withdraw = Withdraw this answer
expert-withdraw-how = It leaves the site with its versions, for good.
expert-drop = Throw this draft away

expert-before-title = Already answered
expert-before-how = What you take up is published under your name. Readers see where it comes from.
expert-before-signed = { $name }, { $title }. { $date }.
expert-before-function = { $name }. { $date }.
expert-before-reference = Reference answer, texts read on { $date }.
expert-reuse = Take up this answer

expert-write = Answer
expert-body = Your answer
expert-body-hint = It will be signed with your name and your function.
expert-which-parts = Parts that it answers
expert-kinds = Situations
expert-kinds-list = Choose situations
expert-letters = Letters
expert-letters-list = Choose letters
expert-articles = Texts quoted
expert-ties-other = Other texts
expert-ties-chosen = { $title } ({ $count })
expert-keep = Save the draft
expert-keep-publish = Publish the answer
expert-keep-reading = Save, and ask for a second reading
expert-change-title = Change a draft
expert-change-how = If you change somebody else’s draft, the answer will be signed with your name.
expert-correct-title = Correct an answer
expert-correct-how = The earlier version stays readable, with its day. The corrected answer will be signed with your name.
expert-publish-correction = Publish the correction
expert-now = What is saved now

expert-publish-as = Publish the question
expert-publish-how = Read it again: nobody must be recognisable. You can change the text.
expert-publish-so = Publish this way
expert-reword = Correct the published question
expert-reword-how = Everybody will read the new text in place of the old one.
expert-reword-button = Publish this text
expert-text = Text of the question
expert-found = May say who the person is:
expert-found-line = { $sort }: “{ $text }”
expert-found-mail = Mail address
expert-found-phone = Telephone number
expert-found-web = Address or account online
expert-found-school = School
expert-found-street = Postal address
expert-found-name = Name
expert-found-signature = Signature
expert-mask-mail = mail
expert-mask-phone = telephone
expert-mask-web = online address
expert-mask-school = school
expert-mask-street = address
expert-mask-name = name
expert-mask-signature = signature

expert-other = Other actions
expert-split = Split into parts
expert-split-how = The question is answered when each part is. Leave all empty to keep it whole.
expert-split-part = Part { $number }
expert-split-button = Save the parts
expert-join = Join to another question
expert-join-how = This question leaves the queue. The person will find the answers of the other with her code.
expert-join-near = The one that stands for it
expert-join-number = Or its number in the session
expert-join-number-hint = When it is filled in, it counts.
expert-join-same = And all those that say the same
expert-join-button = Join to that question
expert-refuse = Refuse the question
expert-refuse-how = Outside the experts, nobody will know that it was asked. The person, and those whose question is joined to it, will read your reason: put nothing of their story in it.
expert-refuse-button = Refuse
expert-hide = Mask the question
expert-hide-how = It leaves the site with its answers, for good; what was copied elsewhere stays there. The person, and those whose question is joined to it, will read your reason: put nothing of their story in it.
expert-hide-button = Mask
expert-reason = Reason
expert-reason-hint = A few plain words: what she can change, or whom to turn to.

expert-report = Report
expert-report-title = Report of the session
expert-report-asked = Questions asked
expert-report-waiting = Not read yet
expert-report-published = Published
expert-report-joined = Joined
expert-report-away = Refused or masked
expert-report-answered = Fully answered
expert-report-partly = Partly answered
expert-report-parts = Published parts
expert-report-open = Parts without answer
expert-report-median = Median time to the first answer
expert-report-longest = Longest time to a first answer
expert-report-due = Answers promised by
expert-report-late = { $date }, past
expert-report-none = None
expert-report-number = Question { $number }
expert-report-open-title = Without answer
expert-report-open-none = All that is published has its answer.
expert-report-table = Each published question
expert-head-question = Question
expert-head-status = State
expert-head-parts = Parts
expert-head-open = Without answer
expert-head-first = First answer after
expert-head-experts = Experts
expert-head-reused = Taken up
expert-report-take = Take away
expert-report-csv = Spreadsheet (CSV)
expert-report-json = Programs (JSON)

expert-typed = What you wrote
expert-typed-how = This is not saved. Copy what you still need.
expert-gone-title = This is not saved
expert-gone-how = What you were changing is not there any more, or not open to you any more. Here is what you wrote: copy it before you leave this page, it is kept nowhere.
expert-wrong-moved = Somebody else changed this meanwhile. See what there is now, then try again if you still want to.
expert-wrong-names = Not published: the text of the question may say who the person is. Publish it first. An answer that was written is kept as a draft.
expert-wrong-taken = Somebody else took this question just before you.
expert-wrong-answer-moved = This answer changed meanwhile, or waits for another expert. Read it again below.
expert-wrong-kept = The draft is saved, but not published: something changed meanwhile. Read it again below.
expert-wrong-gone = The answer that you were changing was withdrawn meanwhile. Your text is here: it can become a new answer.
expert-wrong-source = This answer is not published any more. Write your own.
expert-wrong-join = Choose another question of the session, or give its number.
expert-sift-wrong-empty = Say what the questions have in common, or tick some in the queue.
expert-sift-wrong-phrase = Give at least three letters or digits.
expert-wrong-name = Give a pseudonym, in 40 characters at most.
expert-wrong-text = Write the question, in 10 to 2,000 characters.
expert-wrong-reason = Give a reason: the person will read it.
expert-wrong-reason-long = Shorten the reason: 500 characters at most.
expert-wrong-parts-one = Give two parts at least, or none.
expert-wrong-parts-many = Give eight parts at most.
expert-wrong-parts-long = Shorten the parts: 300 characters at most for each.
expert-wrong-body = Write your answer.
expert-wrong-body-long = Shorten your answer: 12,000 characters at most.
expert-wrong-part = Choose one part at least.
expert-wrong-kind = Choose twenty situations at most, of the list.
expert-wrong-letter = Choose twenty letters at most, of the list.
expert-wrong-article = Choose twenty texts at most, of the list.
