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
