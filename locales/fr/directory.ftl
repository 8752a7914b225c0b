# L’annuaire : qui appeler dans son département, d’après des listes datées.
# @family directory-kind-
# @family directory-wrong-

directory-title = L’annuaire
directory-lead = Qui appeler dans votre département. Chaque adresse dit d’où elle vient et de quel jour elle est.
directory-departement = Département
directory-choose = Choisir un département
directory-show = Voir les contacts
directory-nothing = Rien n’est inscrit ici pour ce département. Nous n’écrivons aucune adresse de mémoire.
directory-ask = Demandez l’adresse au secrétariat de l’établissement, à votre syndicat ou aux contacts nationaux ci-dessous.
directory-national = Partout en France
directory-contacts = À qui écrire, pour quoi
directory-operator = Pour qui tient ce site : l’annuaire est vide. La documentation dit comment importer une liste datée.
directory-phone = Téléphone
directory-mail = Courriel
directory-address = Adresse
directory-hours = Horaires
directory-page = Page
directory-read = Relevé le { $date } dans : { $source }.
directory-old = À vérifier : ce relevé a plus d’un an.
directory-kind-asl = ASL
directory-kind-union = Syndicat
directory-kind-france-victimes = France Victimes
directory-kind-cellule = Cellule d’écoute
directory-kind-dsden = DSDEN
directory-kind-rectorat = Rectorat
directory-kind-autre = Autre

directory-imports-title = Les listes de l’annuaire
directory-imports-lead = Une liste remplace celles de même type. Si une ligne est fausse, rien n’est importé.
directory-columns = Un fichier CSV en UTF-8, avec ces colonnes :
directory-nobody = Des organisations seulement. Pas de nom ni de téléphone d’une personne.
directory-file = Le fichier
directory-file-hint = 2 Mo au plus. Séparateur point-virgule ou virgule.
directory-source = D’où vient cette liste
directory-source-hint = Par exemple l’adresse de la page, ou « liste remise par la fédération ». Cette mention est publique.
directory-day = De quel jour est cette liste
directory-day-hint = Par exemple 3 11 2026.
directory-import-button = Importer cette liste
directory-check-button = Essayer sans importer
directory-file-missing = Choisissez un fichier.
directory-file-wrong = Corrigez les lignes ci-dessous. Rien n’a été importé.
directory-source-missing = Dites d’où vient cette liste, en 200 caractères au plus.
directory-day-missing = Donnez le jour de la liste. Il ne peut pas être à venir.
directory-good = Ce fichier est bon : { $count ->
    [one] une adresse.
   *[other] { $count } adresses.
} Rien n’a été importé. Choisissez-le de nouveau pour l’importer.
directory-neutralised = Un signe de formule a été retiré, ligne { $lines }.
directory-replaces = Elle remplace { $count ->
    [one] une adresse
   *[other] { $count } adresses
} de ces types, du { $date }.
directory-in-force = Ce qui est affiché
directory-in-force-line = { $kind } : { $count ->
    [one] une adresse
   *[other] { $count } adresses
}, du { $date }.
directory-day-older = Une liste plus récente de ces types est affichée. Cochez la case pour la remplacer quand même.
directory-older-legend = Liste plus ancienne
directory-older = Remplacer la liste plus récente
directory-imports-done = Les listes reçues
directory-imports-none = Aucune liste pour le moment.
directory-import = Liste du { $date }, reçue le { $at }. { $count ->
    [one] Une adresse.
   *[other] { $count } adresses.
}
directory-import-shown = { $count ->
    [one] Une adresse affichée.
   *[other] { $count } adresses affichées.
}
directory-import-replaced = Remplacée depuis.
directory-wrong-title = Ce qui est à corriger
directory-wrong-more = Et { $count ->
    [one] une autre ligne.
   *[other] { $count } autres lignes.
}
directory-line = Ligne { $line } : { $why }
directory-line-column = Ligne { $line }, { $column } : { $why }
directory-wrong-empty = Le fichier n’a aucune adresse.
directory-wrong-too-large = Le fichier est trop grand : 2 Mo et 4 000 adresses au plus.
directory-wrong-not-utf8 = Le fichier n’est pas en UTF-8. Enregistrez-le en « CSV UTF-8 ».
directory-wrong-no-column = Cette colonne manque.
directory-wrong-unknown-column = Une colonne est en trop, ou écrite deux fois.
directory-wrong-cells = La ligne n’a pas autant de cases que de colonnes. Un guillemet est peut-être resté ouvert.
directory-wrong-kind = Écrivez asl, union, france-victimes, cellule, dsden, rectorat ou autre.
directory-wrong-departement = Écrivez un numéro de département : 01 à 95, 2A, 2B, 971 à 978. Plusieurs se séparent par une espace.
directory-wrong-no-name = Le nom manque.
directory-wrong-no-contact = Donnez au moins un téléphone, un courriel, une adresse ou une page.
directory-wrong-phone = Ce n’est pas un numéro de téléphone.
directory-wrong-mail = Ce n’est pas une adresse de courriel.
directory-wrong-page = L’adresse de la page commence par https:// et n’a ni espace ni guillemet.
directory-wrong-too-long = Le texte est trop long.
directory-wrong-sign = Un signe invisible s’y trouve. Tapez ce texte de nouveau.
directory-wrong-twice = Cette organisation est déjà inscrite pour ce département.

directory-duty-imports = Les listes de l’annuaire : leur source, leur jour, leur nombre d’adresses. Rien sur une personne.
directory-keep-imports = Tant que le site existe.
directory-duty-entries = Les contacts publics d’organisations, par département. Ni qui les a lus, ni qui les a importés.
directory-keep-entries = Jusqu’à la liste suivante du même type.

# Préparer un résumé pour quelqu’un de son département. Rien ne part d’ici.
# @family prepared-join-
# @family prepared-text-
prepared-title = Trouver de l’aide dans mon département
prepared-lead = Choisissez le département : vous voyez qui appeler. Vous pouvez ensuite préparer un résumé. Rien ne part sans vous.
prepared-make = Préparer un résumé
prepared-to = Pour qui
prepared-else = Quelqu’un d’autre
prepared-else-name = Son nom, si c’est quelqu’un d’autre
prepared-else-hint = Par exemple l’avocate de l’association.
prepared-join = Ce que vous joignez
prepared-join-hint = Vous verrez le texte exact avant de confirmer.
prepared-join-headings = Les grandes lignes, sans vos mots
prepared-join-facts = Ce qui s’est passé, avec vos mots
prepared-join-deadlines = Les dates à tenir
prepared-join-pieces = La liste des pièces, sans leur contenu ni leur nom
prepared-who = Votre nom, et comment vous joindre
prepared-who-hint = Facultatif. Laissez vide pour ne pas le dire.
prepared-keep-legend = Ce département
prepared-keep = Le garder dans mon dossier
prepared-see = Voir le texte
prepared-place-missing = Choisissez un département.
prepared-to-missing = Dites pour qui est ce résumé.
prepared-join-missing = Cochez au moins une chose à joindre.
prepared-too-long = Écrivez 200 caractères au plus.
prepared-too-much = Ce résumé serait trop long pour être gardé. Joignez moins de choses, ou ouvrez plutôt votre dossier à cette personne.
prepared-preview-title = Voici le texte exact
prepared-preview-lead = Pour { $name }. Relisez-le : c’est tout ce qui serait donné.
prepared-changed = Votre dossier a changé depuis. Voici le nouveau texte.
prepared-nothing-leaves = Confirmer n’envoie rien. Le texte est gardé dans votre dossier, et vous le donnez vous-même.
prepared-confirm = Préparer ce texte
prepared-change = Changer ce que je joins
prepared-ready = Résumé pour { $name }
prepared-when = Préparé le { $date }. L’historique de votre dossier le dit.
prepared-nothing-left = Rien n’est parti. Choisissez comment le donner.
prepared-download = Télécharger le texte
prepared-mail = Écrire à { $mail }
prepared-mail-empty = Votre messagerie s’ouvre sur un message vide. Collez-y le texte si vous le voulez.
prepared-share = Ouvrir plutôt mon dossier à cette personne
prepared-share-hint = Avec un lien et un code, pour la durée que vous choisissez.
prepared-done = Déjà préparés
prepared-line = Pour { $name }, le { $date }
prepared-text-title = Résumé d’un dossier, préparé le { $date }
prepared-text-who = De la part de : { $who }
prepared-text-headings = En bref
prepared-text-kinds = Ce que cela peut être : { $kinds }
prepared-text-letters = { $count ->
    [0] aucun courrier envoyé
    [one] un courrier envoyé
   *[other] { $count } courriers envoyés
}
prepared-text-facts = Ce qui s’est passé
prepared-text-deadlines = Les dates à tenir
prepared-text-pieces = Les pièces, sans leur contenu
prepared-text-none = Rien pour le moment
entry-prepared = Résumé préparé
