# The page of the sheet for a commissaire de justice, and the sheet itself
pieces-mission = Prepare the sheet for a commissaire de justice
mission-title = Sheet for the commissaire de justice
mission-lead = A commissaire de justice can officially record what is online. This sheet says where to look, what to note and before which date. It is made from what your file holds.
mission-warning = Ask the fee before agreeing. Never open a false account to give access. An intimate image of a minor is not recorded this way: tell the police, the gendarmerie or PHAROS.
mission-limits = The dates that press
mission-ready = Your sheet is ready
mission-made = { $count ->
    [0] Chosen on { $date }. It asks for no address, only for what you described.
    [one] Chosen on { $date }. It asks for one address.
   *[other] Chosen on { $date }. It asks for { $count } addresses.
}
mission-pdf = The sheet as PDF
mission-odt = The sheet as ODT, to change in LibreOffice
mission-txt = The sheet as text
mission-letter = The e-mail that goes with it: request for a record
mission-empty = Your file gives no address yet. Add it to a fact or to a piece, or describe below what is to be recorded.
mission-choose = The addresses to have recorded
mission-choose-hint = Untick what you do not want to give.
mission-shows-page = A publication or a page
mission-shows-account = An account
mission-new = Added since your last choice: prepare the sheet again for it to be in
mission-more = Anything else to record (optional)
mission-more-hint = A group, one comment, the way to get there, the hour at which the page changes.
mission-make = Prepare the sheet
mission-nothing = Tick at least one address, or describe what is to be recorded.
mission-record-title = The official record came back
mission-record-lead = Add it here. It is sealed as an act of a commissaire de justice and tied to the facts of the sheet. Then give its date.
mission-record-file = Choose the official record
mission-record-add = Seal the official record
point-record = Add the official record when it comes back.
entry-mission = Sheet for the commissaire de justice
mission-sheet = Sheet for the commissaire de justice: online record
mission-sheet-note = This sheet is prepared by a program from what the person put in their file. It is not an official record: only a commissaire de justice draws one up.
mission-asked-by = Asked by
mission-access = Access to the contents
mission-urgency = The urgency
mission-vanish = { $count ->
    [one] One address is on a platform where contents vanish by themselves. It comes first in the list.
   *[other] { $count } addresses are on platforms where contents vanish by themselves. They come first in the list.
}
mission-no-limit = No limit can be computed from what the file says. The date it first went online may be missing.
mission-does-not-stop = A record does not stop this limit
mission-addresses = The addresses to record
mission-page = { $number }. Publication or page
mission-account = { $number }. Account
mission-address = Exact address
mission-author = Author or pseudonym
mission-fact = What happened
mission-record = To record
mission-record-page = The whole page with its complete address; the date and hour shown; the account’s name and identifier; the replies and shares that show; the counters (views, likes, shares).
mission-record-account = The name shown, the identifier and the address of the account; the picture and the presentation; the counters (followers, followed, posts); the posts that aim at the person.
mission-record-film = The video or sound: its length, frames of the useful parts with their timing, what is said word for word.
mission-record-film-if = If there is a video: its length and frames of the useful parts, with their timing.
mission-vanishes = To record first
mission-vanishes-text = This content may vanish by itself
mission-seen = Last look
mission-holds = Already kept
mission-holds-nothing = No capture in the file
mission-holds-pieces = Captures kept: pieces no. { $numbers }
mission-captured = Piece no. { $number } ({ $class }), page seen on { $date }.
mission-deposited = Piece no. { $number } ({ $class }), sealed on { $date }.
mission-failed = Capture asked on { $date }: the page could not be kept.
mission-both = { $paris } in Paris ({ $utc } UTC)
mission-accounts = Accounts and authors
mission-accounts-caption = The accounts and authors that the file names
mission-name = Name or pseudonym
mission-account-address = Address of the account
mission-who = Who it is, according to the person
mission-conditions = The technical conditions
mission-conditions-lead = The headings of the standard NF Z67-147 (11 September 2010), a collection of good practice. They are recalled here so that nothing is missing.
mission-machine = Machine, operating system, browser and their versions, without extension.
mission-network = Local network and access provider, public IP address, name servers (DNS).
mission-proxy = No proxy, state of the antivirus.
mission-cache = Cache emptied; history, cookies, temporary files, forms and passwords removed.
mission-clock = Clock synchronised, hours of beginning and end.
mission-path = First page visited, way to the page, complete address on each page.
mission-files = Screenshots described, files saved with their digest, closing steps.
mission-held = What the file keeps
mission-held-text = The pieces named above can be handed over and annexed. Their SHA-256 digest is computed again with sha256sum. A page kept by the server is a WACZ archive: every exchange is in it, with a report.
