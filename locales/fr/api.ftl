# Réponses aux programmes : ce qui ne va pas, en une phrase.
# @family api-fault-

api-fault-not-found = Il n’y a rien à cette adresse.
api-fault-sign-in = Cette adresse demande un jeton.
api-fault-forgery = Cette demande vient d’ailleurs.
api-fault-invalid = Ce qui a été envoyé ne peut pas être utilisé tel quel. Rien n’a été ajouté.
api-fault-too-large = C’est plus que ce que cette adresse accepte, ou que ce qui reste à ce jeton. Rien n’a été ajouté.
api-fault-disk-full = Il n’y a plus de place sur ce serveur. Rien n’a été ajouté : recommencez plus tard.
api-fault-cut-off = L’envoi s’est arrêté avant la fin. Rien n’a été ajouté : recommencez.
api-fault-busy = Trop de demandes à la fois. Attendez quelques secondes.
api-fault-conflict = Cela a déjà été envoyé, ou quelque chose a changé entre-temps.
api-fault-damaged = Le dossier ne correspond plus à son sceau. Rien n’y est ajouté ; la personne du dossier en est avertie sur sa page.
api-fault-internal = Quelque chose a échoué de notre côté. Rien de ce qui a été confirmé n’est perdu.
api-fault-method = Cette adresse ne répond pas à cette méthode.
api-fault-media = Le corps de la demande n’est pas du type décrit.
api-fault-token = Ce jeton n’ouvre rien : il n’existe pas, il a été fermé, ou son temps est passé.
api-fault-scope = Ce jeton ne permet pas cela. La personne du dossier peut en créer un autre.
api-fault-unconfirmed = La personne du dossier n’a pas encore confirmé la clé de cette extension.
api-limit = Demandez entre 1 et 500 réponses.
api-count = Demandez entre 1 et 50 réponses.
api-sort = Cette sorte de réponse n’existe pas. Les sortes sont dans la description de l’interface.
api-date = Écrivez une date comme 2026-11-22, ou une date et une heure comme 2026-11-22T18:00.
api-place = Écrivez le numéro d’un département : 01 à 95, 2A, 2B, 971 à 978.
api-kinds-missing = Donnez au moins une situation de /api/v1/situations.
api-kind = Donnez une situation de /api/v1/situations.
api-facts-unknown = Certaines valeurs ne sont pas connues ; « reason » dit lesquelles, et celles qui existent.
api-letter-refused = Ce courrier ne peut pas être écrit avec ces éléments ; « refusal » dit pourquoi.
api-day = Écrivez une date comme 2026-11-22.
api-hour = Écrivez une heure comme 21:43.
api-order = La fin vient avant le début.
api-value = Cette valeur n’est pas connue ; /api/openapi.json donne celles qui existent.
api-empty = Il n’y a rien ici.
api-field = Ce champ n’est pas décrit.
api-no-file = Joignez un fichier.
api-one-file = Envoyez un seul fichier à la fois.
api-key = Écrivez entre 1 et 256 caractères simples.
