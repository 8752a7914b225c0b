# What administrators keep: the grid of accessibility.

admin-title = Administration
admin-lead = What you keep here is about the site, never about a dossier. No dossier opens from this page.
audit-title = Accessibility grid
audit-how = Look at each criterion on your pages. The site stays “not compliant” until all were looked at. An audit stands for three years.
audit-rate = { $rate } %: { $met } criteria met, out of { $all } that apply.
audit-untested = { $count ->
    [one] One criterion was not looked at.
   *[other] { $count } criteria were not looked at.
}
audit-since = The oldest line is of { $date }.
audit-so-far = { $count } of { $all }
audit-take = Take away
audit-csv = The grid for a spreadsheet (CSV)
audit-json = The grid for a program (JSON)
audit-declaration = The public statement
audit-found-non-teste = Not looked at
audit-found-conforme = Compliant
audit-found-non-conforme = Not compliant
audit-found-non-applicable = Does not apply
audit-found = Result for { $id }
audit-note = Note on { $id }
audit-note-public = The note of a criterion that is not met stands in the public statement. Write no name in it.
audit-note-long = Shorten this note: two thousand characters at most.
audit-on = Looked at on { $date }
audit-save = Save these lines
audit-duty = The accessibility grid of the site: state and note of each criterion. Nothing about a person.
audit-keep = Until a line is changed.
