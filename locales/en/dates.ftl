# Having one's dates elsewhere: a calendar that follows them, reminders.

follow-elsewhere = Receive these dates: calendar, reminders
entry-feed = Calendar subscribed to the dates
entry-feed-stopped = Calendar subscription stopped
dossier-duty-feeds = The days that your calendar reads, if you subscribed it: dates only, encrypted; the address that opens them is kept nowhere here.
dossier-keep-feed = Until the subscription is stopped, and at most as long as the file.

calendar-name = Dates

dates-title = Having these dates elsewhere
dates-lead = Your calendar can follow the dates of this file. They are updated when you come here: a letter sent, an answer noted.
dates-subscribe = Subscribe my calendar
dates-how = Préau gives you an address to paste into your calendar. Each day carries the same words there, “A date to look at”, which say nothing of your situation.
dates-host = Whoever holds your calendar (Google, Apple, Microsoft, the education authority…) will see these dates, and that your calendar asks this server.
dates-private = Choose a personal calendar: not the school’s, not a shared one.
dates-secret = Whoever knows the address sees the dates, and nothing else. Keep it to yourself.
dates-make = Subscribe to these dates
dates-agenda = Calendar no. { $number }, subscribed on { $date }
dates-stop = Stop this subscription
dates-stop-hint = The address stops answering at once. Your calendar may keep for a while what it has already read: remove the subscription there too.
dates-file = A file, just once
dates-file-hint = The file holds the dates of today and does not change any more. Nobody else learns that you come here.
dates-unconfirmed = Note your return code first: a calendar follows a file that you can open again.
dates-made-before = This address was already given, and it is kept nowhere. Stop the subscription and ask for another one.
dates-too-many = Five calendars already follow these dates. Stop a subscription to open another.

dates-made = Here is the address of your dates
dates-made-once = It is shown only once: we do not keep it.
dates-made-open = Subscribe with the calendar of this device
dates-made-address = Or copy this address
dates-made-where = In your calendar, look for “Subscribe to calendar”, “Add by URL” or “New online calendar”, and paste it.
dates-made-back = Back to the page of dates

# Reminders by mail.
entry-reminder = Reminders by mail asked for
entry-reminder-stopped = Reminders by mail stopped
dossier-duty-reminders = Reminders by mail, if you asked for them: your address and their hours, encrypted for the server alone, without saying for which file.
dossier-keep-reminder = Until the last reminder or until stopped. An address that refuses our messages is forgotten at once; a mark that says nothing stays until stopped, so that nothing is sent there again.

mail-title = Reminders by mail
mail-lead = Before each date, Préau can write to you. The message is the same for everybody: it says that a date is near and the address of this site, nothing more.
mail-learns = Whoever holds your mailbox will see that this site writes to you, and when.
mail-private = Give a personal address that you alone open: not that of the school nor of the education authority.
mail-kept = To write to you, the server keeps this address and the hours of the reminders, encrypted for itself alone: the person who hosts it could read them. Nothing there says which file is yours.
mail-near = A date noted too late for this delay is reminded of on the day itself, at 9 or at the first hour allowed. If that hour has passed, or if that day is kept for yourself, no reminder leaves: the date is in the follow-up.
mail-address = Your mail address
mail-address-hint = A code is sent there first, to be sure that it is yours.
mail-address-wrong = Write a mail address, such as name@example.org.
mail-before = When should we tell you?
mail-before-days = { $count ->
    [one] The day before
   *[other] { $count } days before
}
mail-before-missing = Choose when we should tell you.
mail-from = Send me nothing from (hour)
mail-from-hint = Paris time, from 0 to 23. Twice the same hour: no night is set apart.
mail-until = And until (hour)
mail-hour-wrong = Write an hour between 0 and 23.
mail-weekends = Send me nothing on Saturdays and Sundays
mail-ask = Receive a code
mail-too-many = Several codes were already sent today. You can ask for another one tomorrow.
mail-asked = A code is asked for { $address }.
mail-asked-leaves = It leaves in a moment.
mail-asked-left = It has left. If it does not arrive, look among unwanted messages.
mail-code-label = The code received, six digits
mail-code-wrong = This code is not the one that was sent, or it is more than a day old. After five tries, another one must be asked for.
mail-confirm = It is my address
mail-forget = Forget this address
mail-on = Reminders go to { $address }.
mail-chosen-both = { $before }. Never from { $from }:00 to { $until }:00, nor at the weekend.
mail-chosen-nights = { $before }. Never from { $from }:00 to { $until }:00.
mail-chosen-weekends = { $before }. Never at the weekend.
mail-chosen-any = { $before }, at any hour.
mail-next = Next reminder: { $date }.
mail-next-none = No reminder is to come for now.
mail-none = This server sends no mail for now. Your dates are still in the follow-up.
mail-given-up = Our last messages could not leave. The dates are still in the follow-up.
mail-refused = This address refuses our messages: nothing is sent there any more. Check it. For mails there again, or to another address, ask again.
mail-again = Try again
mail-stop = Stop the reminders
mail-stop-hint = The server forgets your address at once. To change the address or the hours, stop and ask again.

mail-subject = Reminder
mail-reminder =
    Hello,

    You asked for this reminder: a date is near.

    When you have a quiet moment: { $address }

    To receive no more of these messages: same place, “Follow-up”, “Receive these dates”, then “Stop the reminders”.
    This message is automatic. Nobody reads the answers.
mail-reminder-nowhere =
    Hello,

    You asked for this reminder: a date is near.

    To receive no more of these messages: “Follow-up”, “Receive these dates”, then “Stop the reminders”.
    This message is automatic. Nobody reads the answers.
mail-code-subject = Your code
mail-code =
    Hello,

    This address was given to receive reminders.
    If it was you, copy this code on the page where you asked for it: { $code }

    It serves once, for one day. Give it to nobody.
    If you asked for nothing, do nothing: without this code, no reminder is sent to this address.
