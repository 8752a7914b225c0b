# Qui peut lire : accès donnés, ouvertures, résumé pour la personne qui aide.
# @family may-
# @family reader-may-
# @family role-

share-title = Qui peut lire ce dossier
share-lead = Vous choisissez qui le lit, ce que cette personne peut faire et jusqu’à quand. Vous voyez chaque ouverture.
share-nobody = Personne d’autre que vous ne peut lire ce dossier.
share-accesses = Accès donnés
share-until = { $may }, jusqu’au { $date }.
share-given = Accès donné le { $date }.
share-ended = Vous avez fermé cet accès le { $date }.
share-lapsed = Cet accès est terminé.
share-opened = { $count ->
    [one] Une ouverture
   *[other] { $count } ouvertures
}
share-opened-nothing = N’a encore rien ouvert.
share-opened-dossier = Le dossier, le { $date }
share-opened-piece = La pièce n° { $number }, le { $date }
share-opened-gone = Une pièce retirée depuis, le { $date }
share-close = Fermer l’accès de { $name }
share-close-hint = La fermeture est immédiate. Ce qui a été lu a pu être retenu ou copié. Ce que vous ajouterez ensuite restera fermé.
share-see = Voir le dossier comme les personnes qui aident
share-new = Donner un accès
share-whole = La personne choisie pourra ouvrir tout le dossier : le récit, les faits, les pièces et les démarches. Il n’est pas possible de n’en ouvrir qu’une partie : pour cela, préparez un export.
share-who = À qui ?
share-who-missing = Dites à qui vous voulez ouvrir ce dossier.
share-who-gone = Cette personne n’est plus dans l’annuaire. Rien n’a été partagé : choisissez-en une autre.
share-choose = Choisissez une personne
share-or = ou
share-by-link = Une personne sans compte
share-by-link-hint = Un avocat, une collègue, un proche : vous lui donnez une adresse et quatre mots.
share-hierarchy = Cette personne travaille pour votre établissement ou votre académie : elle peut être votre hiérarchie.
share-hierarchy-short = votre hiérarchie, peut-être
share-name = Comment l’appelez-vous ?
share-name-hint = Utile pour une personne sans compte. Ce nom reste chiffré dans votre dossier.
share-name-missing = Donnez un nom à cette personne, pour la reconnaître ensuite.
share-may = Que pourra-t-elle faire ?
share-may-missing = Dites ce que cette personne pourra faire.
may-read = Lire
may-read-hint = Elle voit tout et ne change rien.
may-comment = Lire et vous écrire
may-comment-hint = Elle peut aussi vous répondre dans le dossier.
may-act = Préparer avec vous
may-act-hint = Elle peut aussi ajouter et corriger des faits, des pièces et des notes, et proposer des courriers ; l’historique dit qui a écrit quoi. Vous seul racontez, scellez, envoyez, exportez, retirez ou supprimez.
share-days = Pour combien de temps ?
share-days-missing = Choisissez une durée.
share-lasts = { $days } jours
share-give = Ouvrir mon dossier à cette personne
share-after = Vous pourrez fermer l’accès à tout moment, sans donner de raison.
share-too-many = Vingt accès sont déjà ouverts. Fermez-en un, puis recommencez.
share-already = Cette personne a déjà un accès. Pour le changer, fermez-le d’abord.
share-made-before = Cette invitation vient d’être créée. Elle n’est montrée qu’une fois : si vous ne l’avez plus, fermez l’accès et recommencez.
share-made = L’accès est prêt
share-made-once = Cette page ne s’affiche qu’une fois. Préau ne garde ni l’adresse ni les mots.
share-made-address = L’adresse à envoyer
share-made-words = Les quatre mots à dire
share-made-apart = Envoyez l’adresse par un moyen et dites les mots par un autre : l’adresse par courriel, les mots au téléphone. Cinq essais sont possibles, pendant 14 jours. L’adresse ne sert qu’une fois.
share-made-back = J’ai noté l’adresse et les mots
role-adviser = Conseil
role-lawyer = Avocat
role-coordinator = Coordination
role-head = Direction
summary-as-seen = Voici ce que voient les personnes à qui vous avez ouvert ce dossier.
summary-noted = La personne à qui appartient ce dossier voit ce que vous ouvrez.
summary-work = Préparer avec la personne
summary-kinds = Ce que cela peut être
summary-dates = Dates à tenir
summary-steps = Démarches et courriers
summary-letter-draft = brouillon
summary-letter-proposed = proposé par { $name }
summary-letter-final = prêt à envoyer
summary-letter-sent = envoyé le { $date }
summary-story = Récit
summary-facts = Faits
summary-pieces = Pièces
summary-pieces-hint = Certaines peuvent être difficiles à regarder. Ouvrez celles dont vous avez besoin.
summary-said = Échanges
summary-said-nothing = Rien n’a encore été écrit ici.
summary-owner = La personne du dossier
summary-say = Écrire un message
summary-say-hint = Toutes les personnes qui lisent ce dossier le verront.
summary-say-nothing = Écrivez quelque chose avant d’envoyer.
summary-say-long = Ce message est trop long. Raccourcissez-le, ou ajoutez-le comme pièce. Rien n’est perdu.
summary-send = Envoyer
dossiers-shared = Dossiers que l’on vous a ouverts
dossiers-none = Aucun dossier ne vous est ouvert pour le moment.
letter-proposed = { $name } a préparé ce courrier avec vous. Relisez-le : vous seul décidez de l’envoyer.
letter-agreed = Ces personnes ont donné leur accord et ne sont pas encore dans la liste. Pour les faire signer, ajoutez leurs noms aux signataires :
entry-share = Accès donné
entry-share-ended = Accès fermé
entry-epoch = Nouvelle clé du dossier
entry-opened = Ouverture par une personne qui aide
entry-comment = Message
home-readers = { $count ->
    [0] Qui peut lire : vous seulement
    [one] Qui peut lire : vous et une personne
   *[other] Qui peut lire : vous et { $count } personnes
}
share-confirm-lead = Avant d’ouvrir votre dossier à quelqu’un, écrivez de nouveau votre code.
share-confirm = Confirmer que c’est moi
share-place = Département : { $place }
reader-may-read = Vous pouvez lire ce dossier
reader-may-comment = Vous pouvez lire ce dossier et y écrire un message
reader-may-act = Vous pouvez préparer ce dossier avec la personne
share-gone = Cette personne ne peut plus ouvrir votre dossier : elle a quitté son organisation, ou a reçu une nouvelle invitation. Vous pouvez fermer cet accès, et en donner un autre.
entry-access = Accès, lien, export ou rappel
dossiers-closed = { $count ->
    [one] Un dossier ne s’ouvre pas en ce moment. Les autres ne sont pas touchés. Dites-le à la personne qui héberge ce site.
   *[other] { $count } dossiers ne s’ouvrent pas en ce moment. Les autres ne sont pas touchés. Dites-le à la personne qui héberge ce site.
}
only-owner = Seule la personne du dossier peut le faire.
history-by = { $kind } (par { $name })
