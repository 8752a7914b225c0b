# Avoir ses dates ailleurs : un agenda qui les suit, des rappels.

follow-elsewhere = Recevoir ces dates : agenda, rappels
entry-feed = Agenda abonné aux dates
entry-feed-stopped = Abonnement d’agenda arrêté
dossier-duty-feeds = Les jours que lit votre agenda, si vous l’avez abonné : des dates seules, chiffrées ; l’adresse qui les ouvre n’est gardée nulle part ici.
dossier-keep-feed = Jusqu’à l’arrêt de l’abonnement, et au plus aussi longtemps que le dossier.

calendar-name = Dates

dates-title = Avoir ces dates ailleurs
dates-lead = Votre agenda peut suivre les dates de ce dossier. Elles s’y mettent à jour quand vous venez ici : une lettre envoyée, une réponse notée.
dates-subscribe = Abonner mon agenda
dates-how = Préau vous donne une adresse à coller dans votre agenda. Chaque jour y porte les mêmes mots, « Une date à voir », qui ne disent rien de votre situation.
dates-host = Qui tient votre agenda (Google, Apple, Microsoft, l’académie…) verra ces dates, et que votre agenda interroge ce serveur.
dates-private = Choisissez un agenda personnel : pas celui de l’établissement, pas un agenda partagé.
dates-secret = Qui connaît l’adresse voit les dates, et rien d’autre. Gardez-la pour vous.
dates-make = M’abonner à ces dates
dates-agenda = Agenda n° { $number }, abonné le { $date }
dates-stop = Arrêter cet abonnement
dates-stop-hint = L’adresse ne répond plus aussitôt. Votre agenda peut garder un moment ce qu’il a déjà lu : retirez-y aussi l’abonnement.
dates-file = Un fichier, une seule fois
dates-file-hint = Le fichier contient les dates d’aujourd’hui et ne change plus. Personne d’autre n’apprend que vous venez ici.
dates-unconfirmed = Notez d’abord votre code de retour : un agenda suit un dossier que vous pouvez rouvrir.
dates-made-before = Cette adresse a déjà été donnée, et elle n’est gardée nulle part. Arrêtez l’abonnement et demandez-en une autre.
dates-too-many = Cinq agendas suivent déjà ces dates. Arrêtez un abonnement pour en ouvrir un autre.

dates-made = Voici l’adresse de vos dates
dates-made-once = Elle n’est montrée qu’une fois : nous ne la gardons pas.
dates-made-open = M’abonner avec l’agenda de cet appareil
dates-made-address = Ou copiez cette adresse
dates-made-where = Dans votre agenda, cherchez « S’abonner à un calendrier », « Ajouter par URL » ou « Nouvel agenda en ligne », et collez-la.
dates-made-back = Revenir à la page des dates

# Les rappels par courriel.
# @family mail-chosen-
entry-reminder = Rappels par courriel demandés
entry-reminder-stopped = Rappels par courriel arrêtés
dossier-duty-reminders = Les rappels par courriel, si vous les avez demandés : votre adresse et leurs heures, chiffrées pour le serveur seul, sans dire pour quel dossier.
dossier-keep-reminder = Jusqu’au dernier rappel ou à l’arrêt. Une adresse qui refuse nos messages est oubliée aussitôt ; un repère qui ne dit rien reste jusqu’à l’arrêt, pour ne plus y écrire.

mail-title = Des rappels par courriel
mail-lead = Avant chaque date, Préau peut vous écrire. Le message est le même pour tout le monde : il dit qu’une date approche et l’adresse de ce site, rien de plus.
mail-learns = Qui tient votre messagerie verra que ce site vous écrit, et quand.
mail-private = Donnez une adresse personnelle, que personne d’autre n’ouvre : pas celle de l’établissement ni de l’académie.
mail-kept = Pour vous écrire, le serveur garde cette adresse et les heures des rappels, chiffrées pour lui seul : la personne qui l’héberge pourrait les lire. Rien n’y dit quel dossier est le vôtre.
mail-near = Une date notée trop tard pour ce délai est rappelée le jour même, à 9 heures ou à la première heure permise. Si cette heure est passée, ou si ce jour vous est réservé, aucun rappel ne part : la date reste dans le suivi.
mail-address = Votre adresse de courriel
mail-address-hint = Un code y sera envoyé d’abord, pour être sûr que c’est la vôtre.
mail-address-wrong = Écrivez une adresse de courriel, comme prenom@exemple.fr.
mail-before = Quand vous prévenir ?
mail-before-days = { $count ->
    [one] La veille
   *[other] { $count } jours avant
}
mail-before-missing = Choisissez quand vous prévenir.
mail-from = Ne rien m’envoyer à partir de (heure)
mail-from-hint = Heure de Paris, de 0 à 23. Deux fois la même heure : aucune nuit n’est mise à part.
mail-until = Et jusqu’à (heure)
mail-hour-wrong = Écrivez une heure entre 0 et 23.
mail-weekends = Ne rien m’envoyer le samedi ni le dimanche
mail-ask = Recevoir un code
mail-too-many = Plusieurs codes ont déjà été envoyés aujourd’hui. Vous pourrez en demander un autre demain.
mail-asked = Un code est demandé pour { $address }.
mail-asked-leaves = Il part dans un instant.
mail-asked-left = Il est parti. S’il n’arrive pas, regardez parmi les messages indésirables.
mail-code-label = Le code reçu, six chiffres
mail-code-wrong = Ce code n’est pas celui qui a été envoyé, ou il a plus d’un jour. Après cinq essais, il faut en demander un autre.
mail-confirm = C’est mon adresse
mail-forget = Oublier cette adresse
mail-on = Les rappels vont à { $address }.
mail-chosen-both = { $before }. Jamais de { $from } h à { $until } h, ni le week-end.
mail-chosen-nights = { $before }. Jamais de { $from } h à { $until } h.
mail-chosen-weekends = { $before }. Jamais le week-end.
mail-chosen-any = { $before }, à toute heure.
mail-next = Prochain rappel : { $date }.
mail-next-none = Aucun rappel n’est prévu pour l’instant.
mail-none = Ce serveur n’envoie plus de courriels pour l’instant. Vos dates restent dans le suivi.
mail-given-up = Nos derniers messages n’ont pas pu partir. Les dates restent dans le suivi.
mail-refused = Cette adresse refuse nos messages : plus rien n’y est envoyé. Vérifiez-la. Pour qu’on y écrive encore, ou à une autre, demandez de nouveau.
mail-again = Essayer de nouveau
mail-stop = Arrêter les rappels
mail-stop-hint = Votre adresse est oubliée par le serveur aussitôt. Pour changer d’adresse ou d’heures, arrêtez puis demandez de nouveau.

mail-subject = Rappel
mail-reminder =
    Bonjour,

    Vous avez demandé ce rappel : une date approche.

    Quand vous serez au calme : { $address }

    Pour ne plus recevoir ces messages : au même endroit, « Le suivi », « Recevoir ces dates », puis « Arrêter les rappels ».
    Ce message est automatique. Personne ne lit les réponses.
mail-reminder-nowhere =
    Bonjour,

    Vous avez demandé ce rappel : une date approche.

    Pour ne plus recevoir ces messages : « Le suivi », « Recevoir ces dates », puis « Arrêter les rappels ».
    Ce message est automatique. Personne ne lit les réponses.
mail-code-subject = Votre code
mail-code =
    Bonjour,

    Cette adresse a été donnée pour recevoir des rappels.
    Si c’est vous, recopiez ce code sur la page où vous l’avez demandé : { $code }

    Il sert une seule fois, pendant un jour. Ne le donnez à personne.
    Si vous n’avez rien demandé, ne faites rien : sans ce code, aucun rappel n’est envoyé à cette adresse.
