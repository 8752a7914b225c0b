# La frise : le dossier sur une ligne de temps, les heures, qui, les dates, la planche-contact.
# @family frise-lane-
# @family frise-one-
# @family frise-day-

frise-title = La frise
frise-link = La frise : ce qui s’est passé, ce qui est fait, ce qui vient
frise-lead = Tout ce que le dossier sait, sur une ligne de temps. Rien n’y est ajouté. Chaque ligne mène à ce qui la montre.
frise-jumps = Sur cette page
frise-section = Au fil du temps
frise-empty = Rien n’a encore de date. La frise se dessine avec le premier fait, la première preuve ou la première démarche.
frise-no-words = Un fait à décrire
frise-sent = envoyé
frise-received = reçu par le destinataire
frise-copied = copie remise

frise-lane-facts = Faits
frise-lane-messages = Messages
frise-lane-pieces = Pièces reçues
frise-lane-steps = Démarches
frise-lane-letters = Courriers
frise-lane-answers = Accords
frise-lane-refusals = Refus, silences
frise-lane-exports = Sceau, exports
frise-one-facts = Fait
frise-one-messages = Messages
frise-one-pieces = Pièce
frise-one-steps = Démarche
frise-one-letters = Courrier
frise-one-answers = Accord
frise-one-refusals = Refus ou silence
frise-one-exports = Sceau ou export

frise-around = Vers le { $date }
frise-several = Plusieurs fois, du { $from } au { $to }
frise-period = Du { $from } au { $to }
frise-hours = { $date }, de { $from } à { $to }
frise-mark = { $when } : { $sort }, { $count }
frise-count = { $sort } : { $count }
frise-drawing-day = Frise du { $date }
frise-drawing-days = Frise du { $from } au { $to }
frise-drawing-about = { $counts }. Le tableau qui suit dit la même chose.
frise-most = le plus haut : { $count }
frise-messages = { $count ->
    [one] Un message
   *[other] { $count } messages
}
frise-messages-late = { $count ->
    [one] Un message, entre 22 h et 6 h
   *[other] { $count } messages, dont { $late } entre 22 h et 6 h
}
frise-facts = { $count ->
    [one] un fait
   *[other] { $count } faits
}
frise-repeated = { $count ->
    [one] dont un dit plusieurs fois
   *[other] dont { $count } dits plusieurs fois
}

frise-parts = Regarder une partie de la période
frise-whole = Toute la période
frise-legend-number = Un nombre : plusieurs au même endroit
frise-legend-unsure = Contour en tirets : la date n’est pas certaine
frise-legend-range = Bande : toute une journée, ou toute une période
frise-legend-night = Fond plein : de 19 h à 7 h
frise-legend-weekend = Fond de points : samedi et dimanche
frise-legend-late = Rayures : messages entre 22 h et 6 h
frise-legend-today = Ligne en tirets : aujourd’hui
frise-table = Voir en tableau
frise-table-caption = La frise en tableau
frise-when = Quand
frise-sort = Sorte
frise-what = Quoi
frise-pieces = Pièces
frise-of-pieces = { $count ->
    [one] pièce { $numbers }
   *[other] pièces { $numbers }
}
frise-undated = Sans date connue
frise-open-tables = Ouvrir tous les tableaux, pour imprimer

frise-hours-title = À quelles heures
frise-hours-caption = Messages par jour de la semaine et par heure
frise-hours-table = Les mêmes messages en tableau
frise-hours-about = { $said }. De 19 h à 7 h : { $night }. Le samedi ou le dimanche : { $weekend }.
frise-hours-hint = Heures de Paris. Quand un fichier ne dit pas son fuseau, ce sont les heures qui y sont écrites. Vos propres messages comptent aussi, si le fichier les contient.
frise-hour = Heure
frise-hour-from = { $from } – { $to }
frise-sum = Total
frise-day-0 = lundi
frise-day-1 = mardi
frise-day-2 = mercredi
frise-day-3 = jeudi
frise-day-4 = vendredi
frise-day-5 = samedi
frise-day-6 = dimanche

frise-who-title = Qui, et combien de fois
frise-who-lead = La répétition est un élément de certaines infractions, comme le harcèlement. Elle peut donc compter. Ce tableau compte ; il n’accuse personne. Un fait tiré d’un message y paraît deux fois : comme fait et comme message.
frise-who-hint = Barre pleine : les faits. Barre vide : les messages.
frise-who-caption = Faits et messages, par personne
frise-who = Qui
frise-how-often = Combien de fois
frise-from-to = De quand à quand
frise-nobody = Auteur non connu
frise-masked = Nom masqué
frise-one-or-more = d’une ou de plusieurs personnes

frise-days-title = Les dates à garder
frise-days-then = Ensuite
frise-ball-title = Qui doit agir
frise-ball-caption = Démarches en cours : qui doit agir, depuis quand
frise-ball-who = Qui
frise-ball-step = Démarche
frise-ball-when = Depuis
frise-ball-state = Où elle en est
frise-ball-her = Vous
frise-ball-other = Le destinataire
frise-ball-unknown = Cet export ne montre pas tout : qui doit agir ne peut pas s’y lire.
frise-ball-since = { $count ->
    [0] le { $date }, aujourd’hui
    [one] le { $date }, un jour
   *[other] le { $date }, { $count } jours
}

frise-contact-title = Planche-contact
frise-contact-lead = Vos images, floutées. Chacune s’affiche sur sa propre page, si vous le demandez.
frise-contact-paper = Le papier ne les montre pas.
frise-contact-print = Préparer une impression qui montre les images
frise-contact-printed = Sur le papier, les images seront nettes. Celles que vous gardez pour vous, les pièces d’identité et l’original des images masquées ne s’impriment pas.

frise-report-title = Au fil du temps
frise-report-hours = Heures de Paris. Quand un fichier ne dit pas son fuseau, ce sont les heures qui y sont écrites. Les messages de la personne du dossier comptent aussi, si le fichier les contient.
frise-report-partial = Une partie du dossier est masquée. La frise ne montre que le reste.
