# Le bureau des experts, et la préparation des séances.
# @family expert-state-
# @family expert-go-
# @family expert-how-
# @family expert-count-
# @family expert-view-
# @family expert-status-
# @family expert-shown-
# @family expert-stage-
# @family expert-found-
# @family expert-mask-

panel-duty-refusals = La raison pour laquelle plusieurs questions ont été refusées ensemble, chiffrée, et quel expert l’a écrite.

prepare-title = Préparer les séances
prepare-lead = Annoncez un thème et un jour, nommez les experts, puis ouvrez-la le moment venu.
prepare-none = Aucune séance n’est encore annoncée.
prepare-new = Nouvelle séance
prepare-public = Tout ce que vous écrivez ici est public, dès que vous enregistrez.
prepare-org = Qui tient cette séance
prepare-org-choose = Choisir une organisation
prepare-theme = Thème
prepare-theme-hint = En une ligne. Par exemple : risques du numérique, comment y faire face.
prepare-intro = Présentation
prepare-intro-hint = À qui la séance s’adresse, et ce que l’on peut y demander.
prepare-day = Jour
prepare-day-hint = Par exemple : 1 12 2026.
prepare-hour = Heure, à Paris
prepare-hour-hint = Par exemple : 18:00.
prepare-days = Jours pour répondre après la fin
prepare-days-hint = De 1 à 60. Cette promesse est affichée, et compte pour les retards.
prepare-opening = Mot d’ouverture
prepare-opening-hint = Affiché quand la séance s’ouvre.
prepare-closing = Mot de la fin
prepare-closing-hint = Affiché quand la séance se termine.
prepare-kinds = Situations
prepare-kinds-hint = Celles dont il sera question.
prepare-announce = Annoncer la séance
prepare-save = Enregistrer
prepare-see = Voir la page publique
prepare-experts = Experts
prepare-experts-how = Eux seuls voient les questions avant leur publication, et y répondent sous leur nom.
prepare-experts-none = Personne n’est encore nommé.
prepare-expert = Personne
prepare-expert-choose = Choisir une personne
prepare-expert-named = { $name }, { $title }
prepare-expert-more = Photo, retrait
prepare-expert-out = Ne répond plus dans cette séance. Ce qui est signé reste.
prepare-expert-gone = Son compte ne permet plus de répondre.
prepare-expert-remove = Retirer { $name }
prepare-expert-remove-how = La photo est effacée. Le nom et la fonction restent sous les réponses signées : si la personne le demande, sa fonction seule y restera. Les questions prises redeviennent libres.
prepare-expert-name = Nom sous les réponses
prepare-expert-unname = Remplacer le nom de { $name } par sa fonction
prepare-expert-unname-how = Seulement si la personne le demande : c’est son droit d’opposition. Son nom disparaît des réponses de cette séance et de leurs versions, pour de bon. Les versions et leurs dates restent.
prepare-name = Nommer quelqu’un
prepare-function = Fonction
prepare-function-hint = Elle suit le nom sous chaque réponse. Par exemple : avocate-conseil.
prepare-name-button = Nommer
prepare-nobody = Personne d’autre ne peut être nommé ici.
prepare-photo = Photo de { $name }
prepare-photo-hint = JPEG ou PNG, 8 Mo au plus. Nous gardons un petit carré, sans date ni lieu.
prepare-photo-send = Envoyer la photo
prepare-photo-alt = Photo actuelle
prepare-cancel-title = Annuler la séance
prepare-cancel-how = La séance disparaît du site. C’est possible tant que personne n’a posé de question.
prepare-cancel = Annuler la séance

panel-wrong-theme = Donnez un thème.
panel-wrong-theme-long = Raccourcissez le thème : 140 caractères au plus.
panel-wrong-long = Raccourcissez ce texte : 4 000 caractères au plus.
panel-wrong-starts = Donnez un jour et une heure, comme 1 12 2026 et 18:00.
panel-wrong-days = Donnez un nombre de jours de 1 à 60.
panel-wrong-kind = Choisissez des situations de la liste.
panel-wrong-title = Donnez une fonction, en 140 caractères au plus.
panel-wrong-photo = Choisissez une photo JPEG ou PNG de 8 Mo au plus.
panel-wrong-expert = Choisissez une personne de la liste.
panel-wrong-org = Choisissez l’organisation qui tient la séance.
panel-wrong-active = Retirez d’abord cette personne de la séance.
panel-wrong-asked = Des questions ont été posées : la séance ne peut plus être annulée. Vous pouvez la terminer.

expert-title = Bureau des experts
expert-sessions = Vos séances
expert-none = Aucune séance ne vous attend. Qui prépare une séance peut vous y nommer.
expert-standing = { $state }. Début : { $date }.
expert-state-announced = Annoncée, les questions sont ouvertes
expert-state-open = En cours
expert-state-closing = Fin de séance, plus de nouvelle question
expert-state-closed = Terminée
expert-evening = Ouvrir, fermer
expert-go-announced-open = Ouvrir la séance
expert-go-closing-open = Rouvrir la séance
expert-go-open-closing = Arrêter les questions
expert-go-closed-closing = Revenir à la fin de séance
expert-go-closing-closed = Terminer la séance
expert-how-announced-open = La page dit que les experts répondent. Les questions restent ouvertes.
expert-how-closing-open = De nouvelles questions sont acceptées. Le délai promis repart de la prochaine fin.
expert-how-open-closing = Plus aucune question n’est acceptée. Vous finissez de répondre, et le délai promis commence.
expert-how-closed-closing = La page dit que les experts répondent encore. Le délai promis ne change pas.
expert-how-closing-closed = La page dit que la séance est terminée. Les questions sans réponse restent ici, avec leur date.

expert-lasts-minutes = { $count ->
    [0] moins d’une minute
    [one] { $count } minute
   *[other] { $count } minutes
}
expert-lasts-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
expert-lasts-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
expert-ago = Il y a { $time }

expert-late-title = { $count ->
    [one] Une question en retard
   *[other] { $count } questions en retard
}
expert-late-due = À répondre au plus tard le { $date }. Séance : { $theme }.
expert-again-title = À relire
expert-again-how = Ces réponses citent un texte qui a changé depuis. Corrigez, ou enregistrez de nouveau si la réponse tient.
expert-moved = Texte modifié : { $articles }
expert-moved-here = Ces textes ont changé depuis la publication. Enregistrer dit que vous les avez relus.
expert-moved-tag = Texte modifié

expert-views = Questions
expert-pages = Suite des questions
expert-page = Page { $number }
expert-view-waiting = À lire
expert-view-open = Publiées, sans réponse
expert-view-late = En retard
expert-view-answered = Avec réponse
expert-view-away = Écartées
expert-count-waiting = { $count ->
    [one] { $count } question à lire
   *[other] { $count } questions à lire
}
expert-count-open = { $count ->
    [one] { $count } publiée sans réponse
   *[other] { $count } publiées sans réponse
}
expert-count-late = { $count ->
    [one] { $count } en retard
   *[other] { $count } en retard
}
expert-count-answered = { $count ->
    [one] { $count } avec réponse
   *[other] { $count } avec réponse
}
expert-count-away = { $count ->
    [one] { $count } écartée ou regroupée
   *[other] { $count } écartées ou regroupées
}
expert-queue-none = Rien ici pour le moment.
expert-question = Question de { $name }
expert-question-numbered = Question { $number }, de { $name }
expert-of = (question de { $name } : « { $text } »)
expert-about = ({ $what })
expert-names-first = Publiez d’abord la question, sans ce qui peut dire qui est la personne.
expert-names-there = Ce texte contient peut-être un nom ou une adresse. Ouvrez la question pour la publier.
expert-due = Réponse promise au plus tard le { $date }
expert-drafts = { $count ->
    [one] Un brouillon
   *[other] { $count } brouillons
}
expert-overdue = En retard
expert-taken = Prise par { $name }
expert-taken-mine = Prise par vous
expert-times = { $count } fois
expert-like = { $count ->
    [one] Une question qui ressemble
   *[other] { $count } questions qui ressemblent
}
expert-like-title = Questions qui ressemblent
expert-near = « { $text } »
expert-near-numbered = Question { $number } : « { $text } »
expert-take = Prendre
expert-release = Rendre
expert-publish = Publier
expert-gather = { $count ->
    [one] Regrouper l’autre, identique, avec celle-ci
   *[other] Regrouper les { $count } autres, identiques, avec celle-ci
}
expert-tick = Choisir
expert-tick-show = Voir les questions cochées
expert-tick-page = Voir toutes celles de cette page
expert-sift-title = Choisir plusieurs questions
expert-sift-alike = Choisir celles qui ressemblent
expert-sift-lead = Pour un afflux de messages. Rien ne change avant que vous ayez vu combien de questions sont choisies.
expert-sift-count = { $count ->
    [0] Aucune question ne correspond
    [one] Une question choisie
   *[other] { $count } questions choisies
}
expert-sift-busy = { $count ->
    [one] Une autre, prise par quelqu’un, reste dans la file.
   *[other] { $count } autres, prises par quelqu’un, restent dans la file.
}
expert-sift-still = Celles qui arrivent à partir de maintenant n’en font pas partie.
expert-sift-least = Voici celles qui ressemblent le moins aux autres. Ouvrez-les en cas de doute.
expert-sift-some = En voici quelques-unes.
expert-sift-refuse-title = Les refuser
expert-sift-refuse-how = Chaque personne lira votre raison : n’y mettez rien de leur histoire. Vous pourrez les remettre dans la file.
expert-sift-refuse = { $count ->
    [one] Refuser cette question
   *[other] Refuser ces { $count } questions
}
expert-sift-join-title = Les joindre à une question publiée
expert-sift-join-how = Elles quittent la file. Chaque personne trouvera les réponses de cette question avec son code.
expert-sift-number = Son numéro dans la séance
expert-sift-join = { $count ->
    [one] Joindre cette question
   *[other] Joindre ces { $count } questions
}
expert-sift-common = Ce que les questions ont en commun
expert-sift-phrase = Un lien, un mot, une phrase
expert-sift-phrase-hint = Cherché aussi dans les pseudonymes. Majuscules, accents et signes ne comptent pas.
expert-sift-since = Arrivées à partir de
expert-sift-before = Arrivées avant
expert-sift-any = Peu importe
expert-sift-slot = { $date } ({ $count })
expert-sift-ticked = { $count ->
    [one] La question cochée
   *[other] Les { $count } questions cochées
}
expert-sift-like = Ressemblent à « { $text } »
expert-sift-same = Disent exactement « { $text } »
expert-sift-button = Compter
expert-sift-clear = Recommencer
expert-sift-repeat = Ce qui se répète
expert-sift-repeat-none = Rien ne se répète parmi les questions à lire.
expert-sift-repeat-same = Le même texte
expert-sift-repeat-carried = Liens, adresses et numéros, dans les { $count } dernières
expert-sift-repeat-alike = Questions qui se ressemblent, dans les { $count } dernières
expert-sift-take = Choisir
expert-refused-title = Refusées ensemble
expert-refused = { $count ->
    [one] { $date }, { $name } : une question
   *[other] { $date }, { $name } : { $count } questions
}
expert-put-back = Remettre dans la file
expert-status-waiting = Publiée, en attente
expert-status-taken = Publiée, quelqu’un y répond
expert-status-partly = Réponse partielle
expert-status-answered = Réponse donnée
expert-shown-waiting = À lire
expert-shown-published = Publiée
expert-shown-joined = Regroupée avec une autre
expert-shown-masked = Masquée
expert-shown-refused = Refusée

expert-fact-name = Pseudonyme
expert-fact-kind = Situation
expert-fact-profession = Métier
expert-fact-level = Niveau
expert-fact-asked = Posée
expert-fact-due = Réponse promise au plus tard le
expert-parts = Volets
expert-part = Volet { $number } : { $text }
expert-part-answered = Répondu
expert-part-open = Sans réponse
expert-stands = Voir la question qui la remplace
expert-reason-said = Voici ce que la personne lit :
expert-see = Voir la page publique

expert-answers = Réponses
expert-answer = Réponse { $number }
expert-stage-draft = Brouillon
expert-stage-reading = En relecture
expert-stage-published = Publiée
expert-stage-withdrawn = Retirée
expert-signed = { $name }, { $title }
expert-published-on = Publiée : { $date }
expert-read-by = Relue par { $name }
expert-takes-up = Reprend une réponse déjà donnée
expert-covers = Volets : { $parts }
expert-other-reads = Un autre expert la relit, et la publie.
expert-version = Version { $number }, { $date }, { $name }
expert-change = Modifier
expert-correct = Corriger
expert-publish-answer = Publier cette réponse
expert-publish-read = J’ai relu, publier
expert-hand-over = Demander une relecture
expert-withdraw = Retirer cette réponse
expert-withdraw-how = Elle disparaît du site avec ses versions, pour de bon.
expert-drop = Jeter ce brouillon

expert-before-title = Déjà répondu
expert-before-how = Une reprise est publiée sous votre nom. Les lecteurs voient d’où elle vient.
expert-before-signed = { $name }, { $title }. { $date }.
expert-before-function = { $name }. { $date }.
expert-before-reference = Réponse de référence, textes relus le { $date }.
expert-reuse = Reprendre cette réponse

expert-write = Répondre
expert-body = Votre réponse
expert-body-hint = Elle sera signée de votre nom et de votre fonction.
expert-which-parts = Volets auxquels elle répond
expert-kinds = Situations
expert-kinds-list = Choisir des situations
expert-letters = Courriers
expert-letters-list = Choisir des courriers
expert-articles = Textes cités
expert-ties-other = Autres textes
expert-ties-chosen = { $title } ({ $count })
expert-keep = Enregistrer le brouillon
expert-keep-publish = Publier la réponse
expert-keep-reading = Enregistrer, et demander une relecture
expert-change-title = Modifier un brouillon
expert-change-how = Si vous modifiez le brouillon de quelqu’un d’autre, la réponse sera signée de votre nom.
expert-correct-title = Corriger une réponse
expert-correct-how = La version précédente reste lisible, avec sa date. La réponse corrigée sera signée de votre nom.
expert-publish-correction = Publier la correction
expert-now = Ce qui est enregistré maintenant

expert-publish-as = Publier la question
expert-publish-how = Relisez : personne ne doit être reconnaissable. Vous pouvez changer le texte.
expert-publish-so = Publier ainsi
expert-reword = Corriger la question publiée
expert-reword-how = Tout le monde lira le nouveau texte à la place de l’ancien.
expert-reword-button = Publier ce texte
expert-text = Texte de la question
expert-found = Peut dire qui est la personne :
expert-found-line = { $sort } : « { $text } »
expert-found-mail = Adresse de courriel
expert-found-phone = Numéro de téléphone
expert-found-web = Adresse ou compte en ligne
expert-found-school = Établissement
expert-found-street = Adresse postale
expert-found-name = Nom
expert-found-signature = Signature
expert-mask-mail = courriel
expert-mask-phone = téléphone
expert-mask-web = adresse en ligne
expert-mask-school = établissement
expert-mask-street = adresse
expert-mask-name = nom
expert-mask-signature = signature

expert-other = Autres actions
expert-split = Séparer en volets
expert-split-how = La question a sa réponse quand chaque volet a la sienne. Laissez tout vide pour la garder entière.
expert-split-part = Volet { $number }
expert-split-button = Enregistrer les volets
expert-join = Joindre à une autre question
expert-join-how = Cette question quitte la file. La personne trouvera les réponses de l’autre avec son code.
expert-join-near = Celle qui la remplace
expert-join-number = Ou son numéro dans la séance
expert-join-number-hint = S’il est rempli, il l’emporte.
expert-join-same = Et toutes celles qui disent la même chose
expert-join-button = Joindre à cette question
expert-refuse = Refuser la question
expert-refuse-how = En dehors des experts, personne ne saura qu’elle a été posée. La personne, et celles dont la question y est jointe, liront votre raison : n’y mettez rien de leur histoire.
expert-refuse-button = Refuser
expert-hide = Masquer la question
expert-hide-how = Elle disparaît du site avec ses réponses, pour de bon ; ce qui a été copié ailleurs y reste. La personne, et celles dont la question y est jointe, liront votre raison : n’y mettez rien de leur histoire.
expert-hide-button = Masquer
expert-reason = Raison
expert-reason-hint = Quelques mots simples : ce qu’elle peut changer, ou à qui s’adresser.

expert-report = Bilan
expert-report-title = Bilan de la séance
expert-report-asked = Questions posées
expert-report-waiting = Pas encore lues
expert-report-published = Publiées
expert-report-joined = Regroupées
expert-report-away = Refusées ou masquées
expert-report-answered = Avec une réponse complète
expert-report-partly = Avec une réponse partielle
expert-report-parts = Volets publiés
expert-report-open = Volets sans réponse
expert-report-median = Délai médian de la première réponse
expert-report-longest = Délai le plus long d’une première réponse
expert-report-due = Réponses promises au plus tard le
expert-report-late = { $date }, dépassé
expert-report-none = Aucune
expert-report-number = Question { $number }
expert-report-open-title = Sans réponse
expert-report-open-none = Tout ce qui est publié a sa réponse.
expert-report-table = Chaque question publiée
expert-head-question = Question
expert-head-status = État
expert-head-parts = Volets
expert-head-open = Sans réponse
expert-head-first = Première réponse après
expert-head-experts = Experts
expert-head-reused = Reprises
expert-report-take = Emporter
expert-report-csv = Tableur (CSV)
expert-report-json = Programmes (JSON)

expert-typed = Ce que vous aviez écrit
expert-typed-how = Ceci n’est pas enregistré. Copiez ce qui vous sert encore.
expert-gone-title = Ce n’est pas enregistré
expert-gone-how = Ce que vous changiez n’est plus là, ou n’est plus ouvert pour vous. Voici ce que vous aviez écrit : copiez-le avant de quitter cette page, il n’est gardé nulle part.
expert-wrong-moved = Quelqu’un d’autre a changé ceci entre-temps. Voyez ce qu’il y a maintenant, puis recommencez si vous le voulez encore.
expert-wrong-names = Ce n’est pas publié : le texte de la question peut dire qui est la personne. Publiez-la d’abord. Une réponse écrite est gardée en brouillon.
expert-wrong-taken = Quelqu’un d’autre a pris cette question juste avant vous.
expert-wrong-answer-moved = Cette réponse a changé entre-temps, ou attend un autre expert. Relisez-la ci-dessous.
expert-wrong-kept = Le brouillon est enregistré, mais il n’est pas publié : quelque chose a changé entre-temps. Relisez-le ci-dessous.
expert-wrong-gone = La réponse que vous changiez a été retirée entre-temps. Votre texte est là : il peut devenir une nouvelle réponse.
expert-wrong-source = Cette réponse n’est plus publiée. Écrivez la vôtre.
expert-wrong-join = Choisissez une autre question de la séance, ou donnez son numéro.
expert-sift-wrong-empty = Dites ce que les questions ont en commun, ou cochez-en dans la file.
expert-sift-wrong-phrase = Donnez au moins trois lettres ou chiffres.
expert-wrong-name = Donnez un pseudonyme, en 40 caractères au plus.
expert-wrong-text = Écrivez la question, en 10 à 2 000 caractères.
expert-wrong-reason = Donnez une raison : la personne la lira.
expert-wrong-reason-long = Raccourcissez la raison : 500 caractères au plus.
expert-wrong-parts-one = Donnez au moins deux volets, ou aucun.
expert-wrong-parts-many = Donnez huit volets au plus.
expert-wrong-parts-long = Raccourcissez les volets : 300 caractères au plus pour chacun.
expert-wrong-body = Écrivez votre réponse.
expert-wrong-body-long = Raccourcissez votre réponse : 12 000 caractères au plus.
expert-wrong-part = Choisissez au moins un volet.
expert-wrong-kind = Choisissez vingt situations au plus, de la liste.
expert-wrong-letter = Choisissez vingt courriers au plus, de la liste.
expert-wrong-article = Choisissez vingt textes au plus, de la liste.
