# Le dossier : faits, pièces, vérification, courriers, export.
# @family class-
# @family nature-
# @family point-

dossiers-title = Vos dossiers
dossiers-lead = Un même code peut ouvrir plusieurs dossiers.
dossiers-new = Ouvrir un autre dossier
dossiers-untitled = Dossier ouvert le { $date }
dossier-opened = Ouvert le { $date }. Vous seul pouvez le lire.
dossier-name = Donner un nom à ce dossier
dossier-name-hint = Pour vous y retrouver. Ce nom est chiffré lui aussi.
dossier-name-save = Enregistrer le nom
dossier-for-colleague = Vous le tenez pour un ou une collègue.
dossier-for-pupil = Vous le tenez pour un ou une élève.
dossier-for-colleague-hint = Demandez son accord à votre collègue avant tout envoi. C’est à elle ou à lui de signer.
dossier-for-pupil-hint = Prévenez la direction et, avec elle, les parents. Ne montrez pas d’image de l’élève.
dossier-tasks = Où vous en êtes
task-story = Raconter
task-facts = Décrire les faits
task-pieces = Ajouter vos preuves
task-check = Vérifier et sceller
task-plan = Suivre le plan
task-letters = Préparer les courriers
task-export = Emporter le dossier
task-todo = À faire
dossier-next-date = Prochaine date
dossier-history = L’historique
dossier-delete = Supprimer ce dossier
dossier-damaged = Ce dossier ne correspond plus à son sceau. Il reste lisible, mais plus rien ne peut y être ajouté. Prévenez la personne qui héberge ce site.

recit-title = Votre récit
recit-save = Enregistrer
recit-kept = Chaque version reste dans l’historique.

facts-title = Les faits
facts-empty = Aucun fait n’est encore décrit.
facts-add = Ajouter un fait
facts-edit = Corriger
facts-again = Plusieurs faits sont notés. La répétition peut relever du harcèlement : gardez chaque date.
fact-title = Un fait
fact-what = Que s’est-il passé ?
fact-what-missing = Dites en une phrase ce qui s’est passé.
fact-told-by = Si on vous l’a rapporté : qui, quand, comment
fact-told-by-hint = Préau ne voit ni les groupes privés, ni les directs, ni ce qui s’est effacé. Ce que d’autres ont vu compte aussi.
fact-held = C’est un commentaire retenu en modération : il n’a jamais été en ligne
fact-vanishes = Un contenu éphémère (story, direct, message) s’efface seul. Faites-en une capture maintenant, ou demandez à une personne qui l’a vu de l’écrire. Un témoignage seul suffit pour un dossier.
fact-vanishes-hours = { $count ->
    [0] C’était il y a moins d’une heure. Un contenu éphémère (story, direct, message) s’efface seul. Faites-en une capture maintenant, ou demandez à une personne qui l’a vu de l’écrire.
    [one] C’était il y a une heure. Un contenu éphémère (story, direct, message) s’efface seul. Faites-en une capture maintenant, ou demandez à une personne qui l’a vu de l’écrire.
   *[other] C’était il y a { $count } heures. Un contenu éphémère (story, direct, message) s’efface seul. Faites-en une capture maintenant, ou demandez à une personne qui l’a vu de l’écrire.
}
fact-vanishes-days = { $count ->
    [0] C’était aujourd’hui. Un contenu éphémère (story, direct, message) s’efface seul. Faites-en une capture maintenant, ou demandez à une personne qui l’a vu de l’écrire.
    [one] C’était hier. Un contenu éphémère (story, direct, message) a pu s’effacer. S’il est encore là, faites-en une capture ; sinon, demandez à une personne qui l’a vu de l’écrire. Un témoignage seul suffit pour un dossier.
   *[other] C’était il y a { $count } jours. Un contenu éphémère (story, direct, message) a pu s’effacer. S’il est encore là, faites-en une capture ; sinon, demandez à une personne qui l’a vu de l’écrire. Un témoignage seul suffit pour un dossier.
}
fact-vanishes-add = Ajouter une preuve
fact-vanishes-witness = Préparer l’attestation d’un témoin
fact-save = Enregistrer le fait
fact-kept = L’ancienne version restera dans l’historique.
fact-date-missing = Indiquez le jour, ou choisissez « Je ne sais plus ».
fact-date-future = Cette date n’est pas encore arrivée. Vérifiez l’année.
fact-date-order = La dernière fois est avant la première. Vérifiez les deux dates.
fact-address-wrong = Cette adresse ne ressemble pas à un lien. Elle commence par https:// ou http://. Sans lien, laissez vide et décrivez l’endroit.
fact-hour-wrong = Écrivez l’heure comme 21:43, ou laissez vide.
fact-when-exact = Le { $date }
fact-when-hour = Le { $date }, vers { $hour }
fact-when-around = Vers le { $date }
fact-when-several = Plusieurs fois, du { $from } au { $to }
fact-when-unknown = Date inconnue

pieces-title = Vos preuves
pieces-lead = Captures, photos, vidéos, courriels. Plusieurs fichiers à la fois, jusqu’à { $size } chacun.
pieces-choose = Choisir des fichiers
pieces-send = Ajouter ces fichiers
pieces-empty = Aucune preuve pour l’instant.
pieces-none = Je n’en ai pas
pieces-none-how = Faites une capture de l’écran entier, avec l’adresse et l’heure visibles. Sinon, notez qui a vu quoi.
pieces-continue = Continuer
pieces-received = { $count ->
    [one] Une preuve est scellée.
   *[other] { $count } preuves sont scellées.
}
pieces-again = Vous aviez déjà déposé { $name }. Elle est gardée une seule fois.
pieces-empty-file = Le fichier { $name } est vide. Choisissez-le de nouveau. Les autres sont gardés.
pieces-too-large = Le fichier { $name } dépasse { $size }. Coupez-le en plusieurs parties, ou gardez-le sur une clé et notez son existence. Les autres sont gardés.
pieces-nothing = Choisissez au moins un fichier.
pieces-disk-full = Ce serveur n’a plus de place. Gardez votre fichier et prévenez la personne qui héberge ce site. Ce qui était déjà déposé est en sûreté.
pieces-cut = L’envoi s’est interrompu avant la fin. Recommencez avec ce fichier. Ce qui était déjà déposé est en sûreté.
pieces-identity-apart = Justificatifs d’identité, gardés à part
pieces-withdrawn = Pièce n° { $number } : retirée le { $date }
piece-title = Pièce n° { $number }
piece-show = Afficher
piece-hide = Masquer
piece-blurred = Image floutée. Elle ne s’affiche que si vous le demandez.
piece-none = Aperçu impossible. L’original est gardé tel quel.
piece-download = Télécharger l’original
piece-received = Reçue le
piece-digest = Empreinte SHA-256
piece-class = Provenance
class-A = Relevée par le serveur à son adresse
class-B = Enregistrée dans le navigateur de la personne
class-C = Déposée par la personne
class-D = Acte d’un commissaire de justice
piece-size = Taille
piece-media = Format
piece-caption = Ce que l’on y voit
piece-address = L’adresse de la page montrée
piece-nature = Ce que c’est
piece-transcript = Le texte exact, mot pour mot
piece-transcript-hint = Recopiez ce qui est écrit ou dit, fautes comprises. La pièce, elle, ne change pas.
nature-unsaid = Non précisé
nature-capture = Une capture d’écran
nature-message = Un message ou un courriel
nature-enregistrement = Un enregistrement, son ou vidéo
nature-temoignage = Un témoignage daté et signé
nature-soutien = Une lettre de soutien
nature-constat = Un procès-verbal de constat
nature-autre = Autre chose
piece-seen = Vue ou prise le
piece-taken-by = Qui l’a prise
piece-device-clock = L’heure affichée par l’appareil, si elle diffère
piece-facts = Les faits qu’elle montre
piece-kept-back = La garder pour moi : ni dans mes exports, ni dans mes courriers, sauf si je le demande
piece-identity = C’est un justificatif d’identité
piece-identity-hint = Il sera gardé à part et masqué dans les exports, sauf si vous le demandez.
piece-save = Enregistrer
piece-mask = Masquer une partie
piece-copy-of = Copie masquée de la pièce n° { $number }
piece-copy = Copie masquée : pièce n° { $number }
messages-title = Les messages de la pièce n° { $number }
messages-lead = Nous lisons la date, l’auteur et le texte de chaque message, et gardons cette liste sous le sceau. Le fichier ne change pas. Rien n’est demandé à personne, et aucune image à distance n’est chargée.
messages-read = Lire les messages
messages-unknown = Nous ne reconnaissons pas de messages dans ce fichier. Il reste gardé tel quel. Nous lisons les courriels (EML, MBOX) et « Exporter la discussion » de WhatsApp (TXT).
messages-too-large = Ce fichier dépasse 32 Mo : nous ne le lisons pas. Il reste gardé tel quel. Exportez seulement la période utile, puis ajoutez-la.
messages-too-many = Ce fichier a plus de 2 000 messages, ou de trop longs pour une seule liste : nous ne le lisons pas. Il reste gardé tel quel. Exportez seulement la période utile, puis ajoutez-la.
messages-none = Ce fichier ne contient aucun message. Il reste gardé tel quel.
messages-count = { $count ->
    [one] Un message est gardé dans cette liste.
   *[other] { $count } messages sont gardés dans cette liste.
}
messages-unread = { $count ->
    [one] Une partie du fichier n’a pas été reconnue. Elle est toujours dans la pièce.
   *[other] { $count } parties du fichier n’ont pas été reconnues. Elles sont toujours dans la pièce.
}
messages-no-zone = Ce fichier ne dit pas son fuseau horaire. Les heures sont celles du téléphone qui l’a exporté. Une ligne qui imite une date peut passer pour un message : le fichier fait foi.
messages-local = Le { $date }, { $hour } à l’heure du téléphone
messages-attached = Joint : { $names }
messages-signed = Porte une signature de { $domains }, que nous n’avons pas vérifiée
messages-bytes = { $count } octets, à partir du { $first }
messages-fact = En faire un fait
messages-before = Les messages d’avant
messages-after = Les messages d’après
piece-messages = Lire les messages de ce fichier
entry-import = Messages lus
mask-title = Masquer une partie de la pièce n° { $number }
mask-lead = Nous faisons une copie sans ce que vous cochez. L’original ne change pas et reste dans le dossier.
mask-cells = Ce qui doit disparaître
mask-cells-hint = Cochez chaque case à cacher. Les lignes vont de haut en bas, les colonnes de gauche à droite.
mask-cell = ligne { $line }, colonne { $column }
mask-make = Faire une copie masquée
mask-after = Chaque case cochée devient grise pour de bon : rien ne permet de la retrouver. La copie ne garde ni lieu, ni date, ni appareil. Vos exports et vos courriers montreront la copie ; l’original n’y sera que si vous le demandez.
mask-look = Regardez cette copie avant de la donner. Un nom peut se lire ailleurs dans l’image.
mask-busy = Une autre image est en cours. Réessayez dans une minute : vos cases sont gardées.
mask-nothing = Cochez au moins une case.
mask-too-large = Cette image est trop grande pour être masquée ici. Faites-en une plus petite, puis ajoutez-la. L’original reste gardé.
mask-unreadable = Cette image est incomplète ou abîmée : nous ne pouvons pas la lire. L’original reste gardé tel quel.
mask-format = Cette image n’est ni un PNG ni un JPEG que nous savons lire. Faites-en une capture d’écran, puis ajoutez-la. L’original reste gardé.
mask-moving = Cette image bouge, et une autre vue pourrait montrer ce que vous cachez. Faites une capture d’écran de ce que vous voyez, puis ajoutez-la. L’original reste gardé.
mask-turned = Cette image demande à être tournée, et la case cochée pourrait être ailleurs. Faites-en une capture d’écran, puis ajoutez-la. L’original reste gardé.
mask-others-stay = La même image est aussi dans ces pièces : n° { $numbers }. Elles restent, sauf pour l’image intime d’une personne mineure : toutes partent alors ensemble.
piece-withdraw = Retirer cette pièce
piece-withdraw-explain = Le fichier sera effacé pour de bon. Le dossier gardera seulement la trace qu’une pièce a été retirée. Une copie de sauvegarde peut subsister 30 jours.
piece-minor = C’est une image intime d’une personne mineure
piece-minor-explain = Elle ne doit pas rester ici. Elle sera effacée tout de suite. Notez où elle circule, puis appelez le 17 ou le 3018.
piece-minor-erase = Effacer cette image maintenant
piece-missing-address = Cette capture n’a pas encore l’adresse de sa page. Ajoutez-la si vous le pouvez.
fact-missing-capture = Cette adresse n’a pas encore de capture.

check-title = Vérifier
check-lead = Relisez. Vous pourrez encore compléter plus tard.
check-story = Votre récit
check-facts = Les faits
check-pieces = Vos preuves
check-kinds = Cela peut relever de
check-incomplete = Ce qui peut être complété
check-score = Ce dossier a { $there } points sur { $all }
point-story = Racontez ce qui s’est passé, avec vos mots.
point-dated = Donnez une date à un fait au moins, même approximative.
point-shown = Ajoutez une preuve : une capture, un message, ou ce qu’une personne a vu.
point-addresses = Donnez à chaque capture l’adresse de sa page.
point-captures = Faites une capture de chaque adresse citée.
point-words = Recopiez mot pour mot ce que montre ou dit chaque capture et chaque enregistrement.
point-witness = Ajoutez un témoignage ou une lettre de soutien, avec sa date. Ce n’est pas obligatoire.
point-sealed = Scellez : c’est le bouton plus bas.
report-told-by = rapporté par { $who }
report-held = retenu en modération, jamais en ligne
report-transcript = Texte exact : « { $words } »
check-seal = Sceller le dossier
check-seal-hint = Tout ce qui précède reçoit une date que personne ne peut changer.
check-seal-hint-alone = Le sceau sera posé par ce serveur seul. Aucun tiers ne confirmera la date.
sealed-title = Votre dossier est scellé
sealed-reference = Référence
sealed-at = Scellé le { $date }
sealed-count = { $count ->
    [one] Une entrée, aucune ne peut changer sans que cela se voie.
   *[other] { $count } entrées, aucune ne peut changer sans que cela se voie.
}
sealed-stamped = Horodaté par { $tsa } le { $date }.
sealed-pending = Horodatage en attente. Il sera ajouté dès que le service répond.
sealed-untimed = Aucun tiers n’a daté ce sceau : ce serveur n’utilise pas de service d’horodatage. Le sceau prouve que rien n’a changé.
sealed-next = Ce que vous pouvez faire maintenant
sealed-receipt = Télécharger le reçu
receipt-explain = Ce reçu est une tête signée. Il prouve que le dossier existait dans cet état. Gardez-le hors du serveur.
received-title = C’est reçu
received-lead = Vos fichiers sont chiffrés et scellés. Voici leurs empreintes.
received-code = Voici la clé de votre dossier.
received-more = Ajouter une autre preuve
received-tell = Raconter maintenant
received-see = Voir mon dossier

letters-title = Vos courriers
letters-lead = Chaque courrier se remplit avec votre dossier. Vous complétez, vous relisez, vous envoyez.
letters-fitting = Pour votre situation
letters-others = Voir tous les autres courriers
letter-to = À : { $name }
letter-choose-form = Vos réponses
letter-save = Voir le courrier
letter-preview = Aperçu
letter-gaps = Il manque encore
letter-ready = Le courrier est complet.
letter-final-refused = Le courrier ne peut pas être finalisé : une mention obligatoire manque. Complétez-la ci-dessous.
letter-download-pdf = Télécharger le courrier (PDF)
letter-download-odt = Télécharger une copie à modifier (ODT)
letter-odt-copy = Elle s’ouvre dans LibreOffice. Seul le PDF final est scellé dans le dossier.
letter-download-txt = Télécharger en texte
letter-draft-pdf = Télécharger le brouillon (PDF)
letter-sent-title = Vous l’avez envoyé ?
letter-sent-on = Envoyé le
letter-sent-means = Comment
letter-sent-means-hint = Par exemple : recommandé, courriel avec accusé
letter-sent-save = Noter l’envoi
letter-sent-done = Envoyé le { $date }
letter-opens = L’envoi ouvre cette échéance : { $name }, { $date }.
letter-opens-now = L’envoi ouvre cette attente : { $name }. La loi ne fixe pas de nombre de jours.
letter-advice = À savoir
letter-not-for-you = Ce courrier ne convient pas à votre situation
letter-state-draft = Brouillon
letter-state-final = Finalisé

export-title = Emporter le dossier
export-lead = Un seul fichier ZIP : le dossier en PDF, vos preuves, les sceaux et le mode d’emploi pour vérifier.
export-for = Pour qui ?
export-for-hint = Par exemple : mon avocate, le rectorat. Cette mention est scellée avec l’export.
export-identity = Joindre aussi mes justificatifs d’identité
export-kept-back = Joindre aussi ce que je garde pour moi, et les images entières dont j’ai fait une copie masquée
export-withheld = { $count ->
    [0] Rien n’est masqué.
    [one] Une entrée sera masquée. La personne qui reçoit verra qu’elle existe, pas ce qu’elle dit.
   *[other] { $count } entrées seront masquées. La personne qui reçoit verra qu’elles existent, pas ce qu’elles disent.
}
export-ready-for = Préparer un export pour :
export-choose = Choisir ce que cette personne ne verra pas
export-left-out = Laisser de côté
export-story = Le récit
export-situation = Ma situation (statut, soutiens, craintes)
export-fact = Fait : { $what }
export-letter = Courrier : { $name }
export-follow-up = Le suivi des démarches
export-hidden = Mots à cacher partout
export-hidden-hint = Un nom, un numéro ou une phrase par ligne. Chacun devient █ dans tous les textes et dans le PDF, avec ou sans accents, dans tous les ordres. Un surnom se met sur sa propre ligne. On verra qu’un mot est caché, pas lequel.
export-hidden-empty = Une ligne n’a ni lettre ni chiffre : nous ne pouvons pas la chercher. Le reste est gardé.
export-hidden-too-many = Il y a plus de 100 lignes, ou elles sont trop longues. Gardez les mots qui comptent : rien n’est perdu.
export-files-stay = Dès que quelque chose manque, les réponses aux courriers et les échéances ne sont pas montrées non plus : elles répètent le reste. Les images et les fichiers joints ne changent pas. Regardez-les avant : un nom peut s’y lire. Une image se masque depuis sa page.
export-one-hides = { $entries ->
    [0] (aucune entrée masquée
    [one] (une entrée masquée
   *[other] ({ $entries } entrées masquées
}{ $words ->
    [0] )
    [one] , un passage caché)
   *[other] , { $words } passages cachés)
}
recipient-procureur = le procureur de la République
recipient-avocat = mon avocate ou mon avocat, l’association qui me soutient
recipient-rectorat = le rectorat
recipient-chef = la direction de mon établissement
recipient-commissaire = une ou un commissaire de justice
recipient-plateforme = la plateforme
report-parts-masked = { $count ->
    [one] Un passage entier est caché dans ce qui est montré.
   *[other] { $count } passages entiers sont cachés dans ce qui est montré.
}
report-deadlines-partial = Les échéances ne sont pas imprimées : cet export ne montre pas tout ce qui les fait courir.
report-words-masked = { $count ->
    [one] Un mot est caché dans ce qui est montré : █.
   *[other] { $count } mots sont cachés dans ce qui est montré : █.
}
export-make = Préparer le ZIP
export-made = Exports déjà faits
export-one = Le { $date }, pour { $recipient }
export-unnamed = moi
export-quick = Télécharger le dossier (ZIP)
export-verify = Pour vérifier : preau verify, ou les commandes de VERIFIER.md. Elles marchent sans Préau.

history-title = L’historique
history-lead = Tout ce qui est entré dans ce dossier, dans l’ordre. Rien n’y change après coup.
history-erased = Entrée effacée par vous
history-head = Tête signée
entry-created = Dossier ouvert
entry-story = Récit
entry-fact = Fait
entry-fact-corrected = Fait corrigé
entry-piece = Pièce
entry-piece-described = Pièce décrite
entry-derived = Copie masquée
entry-qualification = Situation
entry-step = Démarche
entry-letter = Courrier
entry-sent = Courrier envoyé
entry-export = Export
entry-erased = Retrait
entry-other = Autre entrée

delete-title = Supprimer ce dossier
delete-lead = Tout sera effacé : récit, faits, preuves, courriers. C’est définitif.
delete-first = Avant, vous pouvez emporter une copie.
delete-backup = Une copie de sauvegarde peut subsister 30 jours sur le serveur, chiffrée.
delete-confirm = Je veux supprimer ce dossier
delete-tick = Cochez la case pour confirmer.
delete-do = Supprimer définitivement
deleted-title = Le dossier est supprimé
deleted-text = Il n’en reste que le mois et le nombre d’entrées, sans aucun contenu.

report-title = Dossier
report-reference = Référence
report-printed = État arrêté au { $date }
report-previous-head = Dernière tête signée avant cet export
report-story = Récit
report-chronology = Chronologie
report-pieces = Bordereau des pièces
report-letters = Courriers
report-deadlines = Échéances
report-method = Comment vérifier
report-method-text = Ce document fait partie d’un dossier scellé. Le fichier VERIFIER.md donne les commandes, qui fonctionnent sans Préau. Le sceau prouve l’existence, l’ordre, la date et l’intégrité. Il ne prouve pas que ce qui est raconté est vrai.
report-number = N°
report-piece = Pièce
report-date = Date
report-fact = Fait
report-digest = SHA-256
report-provenance = Provenance
report-withdrawn = retirée
report-masked = masquée
report-none = Néant
report-nothing-masked = Aucune entrée n’est masquée.
report-some-masked = { $count ->
    [one] Une entrée est masquée dans cet export.
   *[other] { $count } entrées sont masquées dans cet export.
}
dossier-duty-dossiers = Une ligne par dossier : sa clé publique, sa taille, sa tête signée. Aucun titre, aucun nom.
dossier-duty-entries = Vos entrées, chiffrées pour vous seul.
dossier-duty-blobs = Vos fichiers, chiffrés pour vous seul, à la taille arrondie.
dossier-duty-sessions = La session de votre navigateur, chiffrée avec sa propre clé.
dossier-duty-seals = Les têtes signées et leurs horodatages.
dossier-duty-log = Où se trouve votre tête signée dans le registre public, chiffré pour vous seul.
dossier-duty-jobs = Les tâches en attente, sans contenu.
dossier-duty-nonces = Des numéros à usage unique, pour qu’un double clic n’enregistre rien deux fois.
dossier-duty-caches = Des copies de travail, chiffrées comme le dossier.
dossier-duty-erased = La trace qu’un dossier a été supprimé : le mois et un nombre.
dossier-keep-dossier = 36 mois après votre dernière visite, ou quand vous le supprimez.
dossier-keep-session = 12 heures au plus, 24 heures pour un brouillon.
dossier-keep-week = 7 jours.
dossier-keep-month = Ce mois seulement est écrit, sans limite.
sheet-key = Clé qui a signé
sheet-alone = Ce dossier a été scellé par la personne elle-même, sans serveur. La date est celle de sa machine : aucun tiers ne la confirme.
export-gone = Une pièce qu’il contenait a été retirée depuis : préparez-en un nouveau.
report-chronology-caption = Faits et démarches, par date
report-pieces-caption = Pièces, dans l’ordre reçu
report-facts-count = { $count ->
    [one] 1 fait
   *[other] { $count } faits
}
report-pieces-count = { $count ->
    [one] 1 pièce
   *[other] { $count } pièces
}
report-entries-count = { $count ->
    [one] 1 entrée
   *[other] { $count } entrées
}
