# Ce que tiennent les administrateurs : la grille d’accessibilité.
# @family audit-found-

admin-title = Administration
admin-lead = Ce que vous tenez ici parle du site, jamais d’un dossier. Aucun dossier ne s’ouvre depuis cette page.
audit-title = Grille d’accessibilité
audit-how = Regardez chaque critère sur vos pages. Le site reste « non conforme » tant que tous n’ont pas été regardés. Un audit vaut trois ans.
audit-rate = { $rate } % : { $met } critères respectés, sur { $all } qui s’appliquent.
audit-untested = { $count ->
    [one] Un critère n’a pas été regardé.
   *[other] { $count } critères n’ont pas été regardés.
}
audit-since = La ligne la plus ancienne est du { $date }.
audit-so-far = { $count } sur { $all }
audit-take = Emporter
audit-csv = La grille pour un tableur (CSV)
audit-json = La grille pour un programme (JSON)
audit-declaration = La déclaration publique
audit-found-non-teste = Pas regardé
audit-found-conforme = Conforme
audit-found-non-conforme = Non conforme
audit-found-non-applicable = Ne s’applique pas
audit-found = Résultat pour { $id }
audit-note = Note sur { $id }
audit-note-public = La note d’un critère non conforme paraît dans la déclaration publique. N’y écrivez aucun nom.
audit-note-long = Raccourcissez cette note : deux mille caractères au plus.
audit-on = Regardé le { $date }
audit-save = Enregistrer ces lignes
audit-duty = La grille d’accessibilité du site : état et note de chaque critère. Rien sur une personne.
audit-keep = Jusqu’à ce qu’une ligne soit changée.
