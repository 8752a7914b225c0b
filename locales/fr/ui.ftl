# Mots communs à toutes les pages.
# @family fault-

skip-to-content = Aller au contenu
nav-main = Navigation
nav-back = Retour
nav-footer = Pied de page
nav-search = Chercher
nav-dossiers = Mes dossiers
nav-come-back = Revenir avec mon code
back = Retour

exit-button = Quitter vite
exit-now = Quitter cette page maintenant
exit-hint = Ou appuyez 3 fois sur la touche Majuscule. L’historique du navigateur, lui, reste.
exit-press = { $count ->
    [one] Majuscule, appuyez encore une fois pour quitter.
   *[other] Majuscule, appuyez encore { $count } fois pour quitter.
}
exit-leaving = Vous quittez cette page.

emergency-label = En cas d’urgence
emergency-danger = Danger immédiat :
emergency-or = ou
emergency-deaf = Par SMS, si vous ne pouvez pas parler :

footer-who-can-read = Qui peut lire
footer-known = Ce que nous savons du droit
footer-personal-data = Données personnelles
footer-legal = Mentions légales
# @family access-says-
access-says-non = Accessibilité : non conforme
access-says-partielle = Accessibilité : partiellement conforme
access-says-totale = Accessibilité : totalement conforme
footer-version = Préau { $version }, logiciel libre

change = Modifier
warning = Attention :
problem = À corriger :
problems-count = { $count ->
    [one] Un point reste à corriger
   *[other] { $count } points restent à corriger
}
problems-nothing-lost = Ce que vous avez écrit est encore là.

date-day = Jour
date-month = Mois
date-year = Année

task-state-to-do = À faire
task-state-started = Commencé
task-state-done = Fait
task-state-not-yet = Pas encore possible

upload-wait = { $name } : en attente
upload-progress = { $name } : { $done } sur { $total }
upload-sealing = { $name } : arrivé, mise à l’abri en cours
upload-failed = L’envoi s’est arrêté. Vos fichiers sont toujours sur votre appareil. Vérifiez le réseau, puis appuyez de nouveau sur le bouton.

draft-saved = Brouillon enregistré.
draft-unsaved = Pas encore enregistré. Nous réessayons.

fault-not-found = Cette page n’existe pas, ou n’est plus là
fault-not-found-remedy = Vérifiez l’adresse. Si vous veniez d’un dossier, revenez avec votre code.
fault-sign-in = Votre visite est terminée
fault-sign-in-remedy = Revenez avec votre code pour continuer.
fault-forgery = Cette page était ouverte depuis trop longtemps
fault-forgery-remedy = Revenez en arrière, rechargez la page, puis envoyez de nouveau.
fault-invalid = Nous n’avons pas compris ce qui a été envoyé
fault-invalid-remedy = Revenez en arrière et essayez de nouveau.
fault-too-large = Ce que vous envoyez est trop grand
fault-too-large-remedy = Envoyez les fichiers un par un, ou choisissez un fichier plus petit.
fault-disk-full = Il n’y a plus de place sur ce serveur
fault-disk-full-remedy = Gardez vos fichiers sur votre appareil. Prévenez la personne qui héberge ce site, puis réessayez.
fault-cut-off = L’envoi s’est arrêté avant la fin
fault-cut-off-remedy = Vérifiez le réseau, revenez en arrière, puis envoyez de nouveau.
fault-busy = Trop de demandes en ce moment
fault-busy-remedy = Attendez une minute, puis réessayez.
fault-conflict = Cette page a changé entre-temps
fault-conflict-remedy = Revenez en arrière, rechargez la page, puis vérifiez ce qui a changé.
fault-damaged = Ce dossier ne correspond plus à son sceau
fault-damaged-remedy = Nous l’avons mis de côté sans rien modifier. Prévenez la personne qui héberge ce site.
fault-internal = Quelque chose n’a pas marché de notre côté
fault-internal-remedy = Attendez un instant, puis réessayez.
fault-nothing-lost = Rien de ce qui était enregistré n’est perdu.
fault-incident = Si vous demandez de l’aide, donnez ce numéro :
fault-home = Aller à l’accueil
