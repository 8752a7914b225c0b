# Le bureau des personnes qui aident : dossiers ouverts, équipes, notes d’équipe.

desk-which = Quels dossiers
desk-pages = Pages de la liste
desk-page = Page { $number }
desk-all = Tous ({ $count })
desk-mine = Ceux que je suis ({ $count })
desk-free = Ceux que personne ne suit ({ $count })
desk-order = La date la plus proche d’abord. Les flèches du clavier passent d’un dossier à l’autre.
desk-late = Date dépassée
desk-new = Jamais ouvert
desk-news = { $count ->
    [one] Une nouveauté
   *[other] { $count } nouveautés
}
desk-followed = Équipe { $team } · suivi par { $name }
desk-unfollowed = Équipe { $team } · personne ne le suit encore
desk-load = Qui suit quoi : { $team }
desk-load-who = Personne
desk-load-dossiers = Dossiers
desk-load-near = Dates sous 7 jours
desk-load-late = Dates dépassées
desk-load-nobody = Personne ne suit
desk-team = L’équipe { $team }
team-title = Équipe { $name }
team-lead = Les dossiers ouverts à cette équipe s’ouvrent pour chacun de ses membres. Chaque ouverture est dite à la personne du dossier, avec le nom du membre.
team-members = Membres
team-you = vous
team-take-out = Retirer { $name } de l’équipe
team-take-out-hint = La fermeture est immédiate. Ce qui a été lu a pu être retenu.
team-add = Ajouter un membre
team-add-who = Qui ?
team-add-save = Ajouter à l’équipe
team-add-nobody = Tous les membres de votre organisation qui peuvent lire des dossiers sont déjà dans l’équipe.
team-last = Une équipe garde au moins un membre. Rien n’a changé.
team-who-missing = Choisissez qui ajouter.
summary-since = Depuis votre dernière visite, le { $date }
summary-since-nothing = Rien de nouveau.
summary-team = Notes de l’équipe { $team }
summary-team-lead = Ces notes restent dans votre équipe. La personne du dossier ne les voit pas ici ; elle peut les demander à votre organisation (RGPD, article 15). Écrivez-les comme si elle les lisait. Elles sont effacées avec l’accès.
summary-team-none = Aucune note pour le moment.
summary-team-note = Ajouter une note
summary-team-save = Garder la note
summary-team-nothing = Écrivez la note avant de la garder.
summary-team-long = Cette note est trop longue. Raccourcissez-la. Rien n’est perdu.
summary-follows = { $name } suit ce dossier.
summary-follows-me = Vous suivez ce dossier.
summary-follows-nobody = Personne de l’équipe ne suit encore ce dossier.
summary-follow = Je suis ce dossier
summary-unfollow = Je ne le suis plus
summary-follow-said = { $who } : { $name } suit le dossier
summary-unfollow-said = { $who } : plus personne ne suit le dossier
share-team = Ses membres : { $names }. Chacun pourra ouvrir votre dossier ; vous verrez qui.
role-team = équipe
