# @family diligence-did-
diligence-title = Preuve des diligences
diligence-link = Noter ce que j’ai fait pour protéger
diligence-lead = Notez ce que vous avez fait pour prévenir ou limiter : un réglage vérifié, un mot de passe changé, la direction informée, une consigne lue.
diligence-proves = Chaque ligne porte deux dates : celle que vous dites, et celle où elle a été notée ici, que le sceau garde. Le relevé montre ce qui a été noté et quand ; il ne prouve pas que c’est vrai.
diligence-caption = Mesures notées
diligence-day = Jour
diligence-measure = Mesure
diligence-noted = Noté ici
diligence-noted-on = Noté ici le { $date }
diligence-which = Ce que vous avez fait
diligence-did-settings = Réglages vérifiés
diligence-did-password = Mot de passe changé, accès renforcé
diligence-did-closed = Document ou accès fermé
diligence-did-informed = Direction ou service informé
diligence-did-read = Consigne, charte ou guide lu
diligence-did-trained = Formation suivie
diligence-did-advice = Conseil demandé
diligence-did-other = Autre mesure
diligence-on = Quel jour
diligence-minutes = Combien de minutes
diligence-minutes-hint = Utile pour un temps de lecture ou de formation. Rien, si vous ne savez pas.
diligence-minutes-wrong = Écrivez un nombre de minutes entre 1 et 600, ou rien.
diligence-with = Avec qui, auprès de qui
diligence-words = En quelques mots
diligence-words-hint = Quel réglage, quel document, quelle consigne. Les noms d’élèves ne sont pas utiles ici.
diligence-words-missing = Dites en quelques mots ce que vous avez fait.
diligence-measure-missing = Choisissez ce que vous avez fait.
diligence-note = Noter cette mesure
diligence-new = Noter une mesure
diligence-void = Retirer « { $what } », { $date }
diligence-record = Le relevé daté
diligence-pdf = Télécharger le relevé (PDF)
diligence-odt = Télécharger une copie à modifier (ODT)
diligence-txt = Télécharger le texte
diligence-took = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
diligence-took-all = { $count ->
    [one] Temps noté : { $count } minute.
   *[other] Temps noté : { $count } minutes.
}
diligence-count = { $count ->
    [0] Aucune mesure notée.
    [one] Une mesure notée.
   *[other] { $count } mesures notées.
}
diligence-ticks = Listes du guide cochées
diligence-method = Ce relevé est tiré d’un dossier scellé. L’export du dossier contient chaque ligne, sa date d’entrée et de quoi les vérifier sans Préau : VERIFIER.md donne les commandes.
entry-diligence = Mesure notée
entry-diligence-void = Mesure retirée du relevé
