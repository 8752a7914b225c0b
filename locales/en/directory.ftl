# The directory: whom to call in one's département, from dated lists.

directory-title = The directory
directory-lead = Whom to call in your département. Each address says where it comes from and of what day it is.
directory-departement = Département
directory-choose = Choose a département
directory-show = Show the contacts
directory-nothing = Nothing is written here for this département. We write no address from memory.
directory-ask = Ask the school office, your union or the national contacts below for the address.
directory-national = Everywhere in France
directory-contacts = Whom to write to, and what for
directory-operator = For whoever runs this site: the directory is empty. The documentation says how to import a dated list.
directory-phone = Telephone
directory-mail = Mail
directory-address = Address
directory-hours = Hours
directory-page = Page
directory-read = Read on { $date } in: { $source }.
directory-old = To be checked: this was read more than a year ago.
directory-kind-asl = ASL
directory-kind-union = Union
directory-kind-france-victimes = France Victimes
directory-kind-cellule = Listening service
directory-kind-dsden = DSDEN
directory-kind-rectorat = Rectorat
directory-kind-autre = Other

directory-imports-title = The lists of the directory
directory-imports-lead = A list takes the place of those of the same type. When a line is wrong, nothing is imported.
directory-columns = A CSV file in UTF-8, with these columns:
directory-nobody = Organisations only. No name and no telephone of a person.
directory-file = The file
directory-file-hint = 2 MB at most. Separated by semicolons or commas.
directory-source = Where this list comes from
directory-source-hint = For instance the address of the page, or “list given by the federation”. This is public.
directory-day = Of what day this list is
directory-day-hint = For instance 3 11 2026.
directory-import-button = Import this list
directory-check-button = Try without importing
directory-file-missing = Choose a file.
directory-file-wrong = Correct the lines below. Nothing was imported.
directory-source-missing = Say where this list comes from, in 200 characters at most.
directory-day-missing = Give the day of the list. It cannot be to come.
directory-good = This file is good: { $count ->
    [one] one address.
   *[other] { $count } addresses.
} Nothing was imported. Choose it again to import it.
directory-neutralised = A sign of a formula was taken off, line { $lines }.
directory-replaces = It takes the place of { $count ->
    [one] one address
   *[other] { $count } addresses
} of these types, of { $date }.
directory-in-force = What is shown
directory-in-force-line = { $kind }: { $count ->
    [one] one address
   *[other] { $count } addresses
}, of { $date }.
directory-day-older = A later list of these types is shown. Tick the box to replace it all the same.
directory-older-legend = Older list
directory-older = Replace the later list
directory-imports-done = The lists received
directory-imports-none = No list yet.
directory-import = List of { $date }, received on { $at }. { $count ->
    [one] One address.
   *[other] { $count } addresses.
}
directory-import-shown = { $count ->
    [one] One address is shown.
   *[other] { $count } addresses are shown.
}
directory-import-replaced = Replaced since.
directory-wrong-title = What is to be corrected
directory-wrong-more = And { $count ->
    [one] one more line.
   *[other] { $count } more lines.
}
directory-line = Line { $line }: { $why }
directory-line-column = Line { $line }, { $column }: { $why }
directory-wrong-empty = The file has no address.
directory-wrong-too-large = The file is too large: 2 MB and 4,000 addresses at most.
directory-wrong-not-utf8 = The file is not UTF-8. Save it as “CSV UTF-8”.
directory-wrong-no-column = This column is missing.
directory-wrong-unknown-column = There is one column too many, or the same twice.
directory-wrong-cells = The line has not as many cells as there are columns. A quotation mark may be left open.
directory-wrong-kind = Write asl, union, france-victimes, cellule, dsden, rectorat or autre.
directory-wrong-departement = Write the number of a département: 01 to 95, 2A, 2B, 971 to 978. Several are separated by a space.
directory-wrong-no-name = The name is missing.
directory-wrong-no-contact = Give at least a telephone, a mail, an address or a page.
directory-wrong-phone = This is not a telephone number.
directory-wrong-mail = This is not an address of mail.
directory-wrong-page = The address of the page begins with https:// and has no space and no quotation mark.
directory-wrong-too-long = The text is too long.
directory-wrong-sign = It holds a sign that cannot be seen. Type this text again.
directory-wrong-twice = This organisation is already there for this département.

directory-duty-imports = The lists of the directory: source, day, number of addresses. Nothing about a person.
directory-keep-imports = As long as the site exists.
directory-duty-entries = Public contacts of organisations, by département. Neither who read them nor who imported them.
directory-keep-entries = Until the next list of the same type.

# Preparing a summary for somebody in one’s département. Nothing leaves from here.
prepared-title = Find help in my département
prepared-lead = Choose the département: you see whom to call. You may then prepare a summary. Nothing leaves without you.
prepared-make = Prepare a summary
prepared-to = For whom
prepared-else = Somebody else
prepared-else-name = The name, if it is somebody else
prepared-else-hint = For instance the lawyer of the association.
prepared-join = What you join
prepared-join-hint = You will see the exact text before you confirm.
prepared-join-headings = The outline, without your words
prepared-join-facts = What happened, in your words
prepared-join-deadlines = The dates to keep
prepared-join-pieces = The list of the pieces, without their content or their names
prepared-who = Your name, and how to reach you
prepared-who-hint = Optional. Leave it empty so as not to say.
prepared-keep-legend = This département
prepared-keep = Keep it in my dossier
prepared-see = See the text
prepared-place-missing = Choose a département.
prepared-to-missing = Say for whom this summary is.
prepared-join-missing = Tick at least one thing to join.
prepared-too-long = Write 200 characters at most.
prepared-too-much = This summary would be too long to be kept. Join fewer things, or open your dossier to this person instead.
prepared-preview-title = This is the exact text
prepared-preview-lead = For { $name }. Read it again: this is all that would be given. It is in French.
prepared-changed = Your dossier has changed since. This is the new text.
prepared-nothing-leaves = Confirming sends nothing. The text is kept in your dossier, and you give it yourself.
prepared-confirm = Prepare this text
prepared-change = Change what I join
prepared-ready = Summary for { $name }
prepared-when = Prepared on { $date }. The history of your dossier says so.
prepared-nothing-left = Nothing has left. Choose how to give it.
prepared-download = Download the text
prepared-mail = Write to { $mail }
prepared-mail-empty = Your mail opens on an empty message. Paste the text there if you wish.
prepared-share = Open my dossier to this person instead
prepared-share-hint = With a link and a code, for as long as you choose.
prepared-done = Prepared before
prepared-line = For { $name }, on { $date }
prepared-text-title = Summary of a dossier, prepared on { $date }
prepared-text-who = From: { $who }
prepared-text-headings = In short
prepared-text-kinds = What it may be: { $kinds }
prepared-text-letters = { $count ->
    [0] no letter sent
    [one] one letter sent
   *[other] { $count } letters sent
}
prepared-text-facts = What happened
prepared-text-deadlines = The dates to keep
prepared-text-pieces = The pieces, without their content
prepared-text-none = Nothing yet
entry-prepared = Summary prepared
