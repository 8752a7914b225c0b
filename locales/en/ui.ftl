# Words shared by all pages.

skip-to-content = Skip to content
nav-main = Navigation
nav-back = Back
nav-footer = Footer
nav-search = Search
nav-dossiers = My files
nav-come-back = Come back with my code
back = Back

exit-button = Leave quickly
exit-now = Leave this page now
exit-hint = Or press the Shift key 3 times. The browser history stays.
exit-press = { $count ->
    [one] Shift, press once more to leave.
   *[other] Shift, press { $count } more times to leave.
}
exit-leaving = You are leaving this page.

emergency-label = In an emergency
emergency-danger = Immediate danger:
emergency-or = or
emergency-deaf = By text, if you cannot speak:

footer-who-can-read = Who can read
footer-known = What we know of the law
footer-personal-data = Personal data
footer-legal = Legal notice
access-says-non = Accessibility: not compliant
access-says-partielle = Accessibility: partially compliant
access-says-totale = Accessibility: fully compliant
footer-version = Préau { $version }, free software

change = Change
warning = Warning:
problem = To correct:
problems-count = { $count ->
    [one] One thing needs correcting
   *[other] { $count } things need correcting
}
problems-nothing-lost = What you wrote is still here.

date-day = Day
date-month = Month
date-year = Year

task-state-to-do = To do
task-state-started = Started
task-state-done = Done
task-state-not-yet = Not possible yet

upload-wait = { $name }: waiting
upload-progress = { $name }: { $done } of { $total }
upload-sealing = { $name }: arrived, being put in a safe place
upload-failed = The upload stopped. Your files are still on your device. Check the network, then press the button again.

draft-saved = Draft saved.
draft-unsaved = Not saved yet. We are trying again.

fault-not-found = This page does not exist, or is no longer here
fault-not-found-remedy = Check the address. If you came from a file, come back with your code.
fault-sign-in = Your visit has ended
fault-sign-in-remedy = Come back with your code to continue.
fault-forgery = This page was open for too long
fault-forgery-remedy = Go back, reload the page, then send again.
fault-invalid = We did not understand what was sent
fault-invalid-remedy = Go back and try again.
fault-too-large = What you are sending is too large
fault-too-large-remedy = Send the files one by one, or choose a smaller file.
fault-disk-full = There is no room left on this server
fault-disk-full-remedy = Keep your files on your device. Tell the person who hosts this site, then try again.
fault-cut-off = The upload stopped before its end
fault-cut-off-remedy = Check the network, go back, then send again.
fault-busy = Too many requests at the moment
fault-busy-remedy = Wait a minute, then try again.
fault-conflict = This page has changed in the meantime
fault-conflict-remedy = Go back, reload the page, then check what changed.
fault-damaged = This file no longer matches its seal
fault-damaged-remedy = We have put it aside without changing anything. Tell the person who hosts this site.
fault-internal = Something went wrong on our side
fault-internal-remedy = Wait a moment, then try again.
fault-nothing-lost = Nothing that was saved is lost.
fault-incident = If you ask for help, give this number:
fault-home = Go to the home page
