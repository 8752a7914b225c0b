# Le suivi : ce qui est noté de chaque démarche, les listes, les dates à garder.
# @family did-
# @family channel-
# @family online-
# @family flag-
# @family answer-
# @family plan-said-

task-follow = Suivre les démarches
task-late = { $count ->
    [one] Une date est passée
   *[other] { $count } dates sont passées
}

follow-title = Le suivi
follow-lead = Ce qui attend une réponse, ce qui dépend de vous, et les dates à garder.
follow-late = À reprendre maintenant
follow-coming = À venir
follow-nothing = Aucune date à garder pour l’instant.
follow-others = En attente d’une réponse
follow-mine = Ce qui dépend de vous
follow-over = Terminé
follow-plan = Voir le plan
follow-calendar = Mettre ces dates dans mon agenda (.ics)
follow-calendar-hint = L’agenda ne dira rien de votre situation : seulement un rappel, le bon jour.
calendar-event = Une date à voir

step-follow = Noter et suivre
step-to-do = À faire
step-begun = Commencé
step-waiting = En attente depuis le { $date }
step-refused = Refusé le { $date }
step-silent = Sans réponse, noté le { $date }
step-closed = Classé le { $date }
step-broken = Engagement non tenu le { $date }
step-granted = Accordé le { $date }
step-done = Fait le { $date }
step-limit = { $name } : { $date }
step-references = Références : { $list }
step-what-now = Ce qui s’ouvre maintenant
step-tools = Pour cette démarche
step-letter = Courrier : { $name }
step-copies = Publications et profils suivis
step-still-shows = Il reste quelque chose en ligne. Cette démarche reste ouverte jusqu’à ce que chaque copie ait disparu.
step-notes = Ce qui est noté
step-no-note = Rien n’est encore noté.
step-add = Noter quelque chose

keep-answer = { $name } : réponse attendue, { $date }
keep-answer-late = { $name } : le délai a pris fin le { $date }. Sans réponse, la voie suivante peut s’ouvrir.
keep-look = À vérifier le { $date }
keep-look-late = À vérifier : c’était prévu le { $date }

note-did = Que s’est-il passé ?
did-done = Je l’ai fait
did-contact = J’ai eu un échange
did-received = Ma demande a été reçue
did-granted = C’est accordé
did-refused = C’est refusé
did-silent = Je n’ai pas de réponse
did-closed = La plainte est classée sans suite
did-checked = J’ai regardé si c’est encore en ligne
did-meeting = Une rencontre a eu lieu
did-broken = Un engagement n’a pas été tenu
did-planned = Une date est prévue
did-tick = Coché
did-listed = Liste terminée
note-on = Quel jour ?
note-on-hint = Laissez vide si c’est aujourd’hui.
note-words = Ce qui a été dit, répondu ou décidé
note-more-exchange = Ajouter avec qui, comment, un numéro
note-channel = Comment
channel-mail = Courriel
channel-phone = Téléphone
channel-registered = Lettre recommandée
channel-post = Lettre simple
channel-form = Formulaire en ligne
channel-in-person = De vive voix
channel-school = Messagerie de l’établissement
note-asked = Ce qui a été demandé ou promis, par qui, pour quand
note-asked-hint = Pour une rencontre ou un échange en classe. Chaque engagement a une date : notez la prochaine plus bas.
note-with = Avec qui
note-reference = Référence ou numéro de suivi
note-reference-hint = Numéro de plainte, de dossier, de recommandé.
note-more-copy = Ajouter l’adresse d’une publication ou d’un profil
note-address = L’adresse regardée
note-online = Ce que vous avez vu
online-up = Toujours en ligne
online-asked = Retrait demandé
online-down = Disparu
online-back = Revenu
note-more-next = Ajouter une date à venir ou une preuve
note-next = À vérifier le
note-next-hint = Le suivi vous le rappellera ce jour-là, à votre prochaine visite.
note-pieces = Les preuves qui le montrent
note-save = Noter
note-change = Corriger
note-title = Corriger une note
note-written = Écrite le { $date }
note-save-change = Enregistrer la correction
note-void = Retirer cette note
note-void-explain = Elle ne comptera plus. L’historique garde la trace de ce qui a été écrit.
note-void-do = Retirer la note
note-did-missing = Choisissez ce qui s’est passé.
note-date-unclear = Cette date n’existe pas dans le calendrier. Vérifiez le jour et le mois.
note-next-past = Cette date est déjà passée. Choisissez un jour à venir.
note-next-missing = Indiquez le jour prévu.
note-address-missing = Indiquez l’adresse que vous avez regardée.
note-online-missing = Dites si c’est encore en ligne.
note-report-missing = Dites en une phrase ce qui s’est dit.
note-said-with = avec { $value }
note-said-asked = demandé ou promis : { $value }
note-said-reference = référence { $value }
note-said-pieces = pièces { $value }
note-said-next = à vérifier le { $value }

list-tick = Cochez ce qui est vrai, ou fait
list-ticked = Déjà coché
list-words = Un mot sur ce que vous cochez
list-words-hint = Facultatif : ce que vous avez vu, la version d’un document, un nom.
list-pieces = Relier une preuve
list-conclusion = J’ai suivi cette liste jusqu’au bout.
list-save = Enregistrer
list-nothing = Cochez au moins une ligne.
list-done-on = Terminée le { $date }
list-so-far = { $count } sur { $all }
list-open = Ouvrir cette liste

letter-final-waits = Ce courrier attend une vérification. Faites-la d’abord, puis revenez : rien n’est perdu.
letter-old = Un texte cité n’a pas été relu depuis plus d’un an. Il a pu changer.
letter-old-text = { $text }, relu le { $date }
letter-old-accept = Je l’ai lu. Je veux ce courrier quand même.
letter-final-old = Un texte cité n’a pas été relu depuis plus d’un an. Cochez la case si vous voulez ce courrier quand même. Rien n’est perdu.
letter-tracking = Numéro de suivi
letter-received-on = Reçu par le destinataire le
letter-received-hint = Laissez vide tant que vous ne le savez pas. Les délais comptent à partir de ce jour.
letter-received-done = Reçu le { $date }
letter-received-before = La réception est avant l’envoi. Vérifiez les deux dates.
letter-copied-on = Remis au chef d’établissement ou à la hiérarchie, ou copie donnée, le
letter-copied-done = Copie remise le { $date }
letter-sent-missing = Indiquez le jour de l’envoi.
letter-not-sent = Ce courrier n’est pas parti
letter-follow = Noter la réponse, ou son absence

plan-more-words = Préciser ce qui est dit ou montré
plan-said-published = Une image ou un enregistrement a-t-il été mis en ligne ou partagé ?
plan-said-precise = Un fait précis vous est-il reproché ?
plan-said-named = Votre nom est-il écrit ?
answer-oui = Oui
answer-non = Non
answer-nsp = Je ne sais pas
plan-clues = Ce qui permet de vous reconnaître
plan-recognised = Qui vous a reconnu
plan-one-line = Une ligne pour chaque chose.
plan-more-safety = Préciser ce que vous craignez
plan-flags = Cochez ce qui est vrai
flag-hateful = Les propos visent une origine, une religion, un sexe, une orientation, un handicap
flag-reprisals = Je crains des représailles
flag-minor-intimate = Une image intime d’un mineur circule. Je ne la copie pas.
flag-commercial = Mes données sont vendues ou servent à un commerce
plan-return = Quand reprenez-vous le travail ?
plan-return-hint = Si vous êtes en arrêt ou absent. Une liste pour revenir en sécurité s’ajoutera.
plan-support = Qui vous accompagne ?
plan-support-chosen = votre choix
plan-discreet = Voir seulement ce que l’auteur n’apprendra pas
plan-discreet-on = Vous voyez seulement les démarches que l’auteur n’apprendra pas.
plan-discreet-off = Tout voir
plan-counsels = Deux chemins vers un avocat
plan-counsels-hint = Vous pouvez prendre l’un en attendant l’autre.

entry-sealed = Dossier scellé
entry-step-corrected = Note corrigée
entry-answer = Réponse notée
entry-refusal = Refus ou silence noté
report-steps = Démarches
report-note = Ce qui est noté
