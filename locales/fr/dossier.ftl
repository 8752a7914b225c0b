# Le dossier : faits, pièces, vérification, courriers, export.
# @family class-
# @family nature-
# @family point-

dossiers-title = Vos dossiers
dossiers-lead = Un même code peut ouvrir plusieurs dossiers.
dossiers-new = Ouvrir un autre dossier
dossiers-untitled = Dossier ouvert le { $date }
dossier-opened = Ouvert le { $date }.
dossier-alone = Vous seul pouvez le lire.
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
uploads-done = { $name } est gardé.
uploads-kept-name = { $name } a été gardé jusqu’à { $percent } %. Choisissez-le de nouveau pour reprendre.
uploads-stopped-name = { $name } n’est pas arrivé en entier. Ce qui est arrivé est gardé. Choisissez-le de nouveau pour reprendre.
uploads-unsent-name = { $name } n’est pas encore parti. Choisissez-le de nouveau pour l’envoyer.
uploads-waiting = { $name } : le réseau ne répond plus. Ce qui est arrivé est gardé ({ $percent } %). L’envoi reprend dès que possible.
uploads-until = Gardé jusqu’au { $date }.
uploads-ended = { $name } n’est pas arrivé en entier : votre visite est terminée. Ce qui est arrivé est gardé. Revenez avec votre code, puis choisissez-le de nouveau.
uploads-full = { $name } n’est pas arrivé en entier : ce serveur n’a plus de place. Gardez votre fichier et prévenez la personne qui héberge ce site.
uploads-large = { $name } n’a pas été envoyé : il dépasse { $size }. Coupez-le en plusieurs parties, ou gardez-le sur une clé et notez son existence.
uploads-give-up = Abandonner cet envoi
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
class-C = Déposée dans le dossier
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
messages-lead = Nous lisons la date, l’auteur et le texte de chaque message ; d’une capture de page, l’adresse et l’empreinte de chaque partie. Cette liste est gardée sous le sceau. Le fichier ne change pas, et aucune image à distance n’est chargée.
messages-read = Lire les messages
messages-unknown = Nous ne reconnaissons pas de messages dans ce fichier. Il reste gardé tel quel. Nous lisons les courriels (EML, MBOX, MSG), les discussions exportées (WhatsApp, Facebook, Instagram, Snapchat, TikTok), les commentaires YouTube et les captures de pages (HAR, MHTML, WARC, WACZ).
messages-too-large = Ce fichier dépasse 64 Mo, ou 256 Mo pour une archive : nous ne le lisons pas. Il reste gardé tel quel. Exportez seulement la période utile, puis ajoutez-la.
messages-too-many = Il y a plus de 2 000 messages, ou de trop longs pour une seule liste. Le fichier reste gardé tel quel. Choisissez les jours utiles ci-dessous.
messages-too-many-parts = Cette capture a plus de 2 000 parties, ou de trop longues : nous n’en faisons pas de liste. Elle reste entière.
messages-none = Ce fichier ne contient aucun message. Il reste gardé tel quel.
messages-count = { $count ->
    [one] Un message est gardé dans cette liste.
   *[other] { $count } messages sont gardés dans cette liste.
}
messages-unread = { $count ->
    [one] Une partie du fichier n’a pas été reconnue. Elle est toujours dans la pièce.
   *[other] { $count } parties du fichier n’ont pas été reconnues. Elles sont toujours dans la pièce.
}
messages-missing = { $count ->
    [one] Un fichier que la liste nomme n’est pas dans cette capture.
   *[other] { $count } fichiers que la liste nomme ne sont pas dans cette capture.
}
messages-unlisted = { $count ->
    [one] Un fichier de cette capture n’est pas dans sa liste.
   *[other] { $count } fichiers de cette capture ne sont pas dans sa liste.
}
messages-no-zone = Ce fichier ne dit pas son fuseau horaire. Les heures sont celles du téléphone qui l’a exporté. Une ligne qui imite une date peut passer pour un message : le fichier fait foi.
messages-local = Le { $date }, { $hour } à l’heure écrite dans le fichier
messages-attached = Joint : { $names }
messages-signed = Porte une signature de { $domains }, que nous n’avons pas vérifiée
messages-bytes = { $count } octets, à partir du { $first }
messages-bytes-in = { $count } octets de { $name }, à partir du { $first }
messages-asks = Vérifier la signature du serveur qui a envoyé ces courriels
messages-asks-hint = Pour cela, nous demandons au DNS la clé du domaine qui a signé. Qui tient ce domaine peut voir que sa clé a été demandée, et à quelle heure ; pas par qui. Les clés changent : plus tard, il sera peut-être trop tard.
messages-asks-nobody = Rien n’est demandé à personne.
messages-from = Depuis le (facultatif)
messages-from-hint = Sans date, tout le fichier est lu. Avec une date, seuls ces jours sont dans la liste ; le fichier reste entier.
messages-to = Jusqu’au (facultatif)
messages-day-unclear = Ce jour n’existe pas. Écrivez par exemple 21 11 2026.
messages-days-turned = La fin vient avant le début. Échangez les deux dates.
messages-outside = { $count ->
    [one] Un message d’un autre jour, ou sans date, n’est pas dans cette liste. Il est toujours dans la pièce.
   *[other] { $count } messages d’autres jours, ou sans date, ne sont pas dans cette liste. Ils sont toujours dans la pièce.
}
messages-outside-all = Ce fichier ne contient aucun message de ces jours. Choisissez d’autres jours.
messages-others = { $count ->
    [one] Un autre fichier de l’archive n’est nommé par aucun de ces messages. Il est toujours dans la pièce.
   *[other] { $count } autres fichiers de l’archive ne sont nommés par aucun de ces messages. Ils sont toujours dans la pièce.
}
messages-members = Les fichiers de l’archive et leurs empreintes
messages-medium = { $name }, empreinte SHA-256 { $digest }
messages-status = Réponse du serveur : { $status }
messages-sha256 = Empreinte SHA-256 : { $digest }
messages-digest-good = L’empreinte écrite dans le fichier est la bonne.
messages-digest-false = L’empreinte écrite dans le fichier est fausse : cette partie a changé depuis la capture.
messages-signed-not = Ce courriel ne porte aucune signature de serveur. Cela ne dit rien contre lui.
messages-signed-good = Signature de { $domain } vérifiée : un serveur de ce domaine a signé ces en-têtes et ce texte.
messages-signed-part = Signature de { $domain } vérifiée pour le début du texte seulement : la suite a pu être ajoutée.
messages-signed-text = Signature de { $domain } vérifiée pour le texte ; l’objet ou la date montrés ici n’en font pas partie.
messages-signed-absent = Signature de { $domain } : la clé n’est pas ou n’est plus publiée. Nous ne pouvons pas la vérifier.
messages-signed-unreachable = Signature de { $domain } : la clé n’a pas pu être demandée. Rien n’est perdu : relisez ces jours dans quelques minutes.
messages-signed-unreadable = Une signature est écrite d’une façon que nous ne connaissons pas.
messages-signed-weak = Une signature de { $domain } est trop faible : n’importe qui pourrait la fabriquer.
messages-signed-key = Signature de { $domain } : ce qui est publié n’est pas une clé pour cette signature.
messages-signed-revoked = Signature de { $domain } : ce domaine a retiré la clé. Nous ne pouvons pas la vérifier.
messages-signed-body = Signature de { $domain } fausse : le texte n’est plus celui qui a été signé. Une liste de diffusion ou un antivirus peut l’avoir changé.
messages-signed-fields = Signature de { $domain } fausse : les en-têtes ne sont plus ceux qui ont été signés, ou la clé a changé.
messages-proof = Ce que dit une signature, et ce qu’elle ne dit pas
messages-proof-text = Une signature vérifiée montre qu’un serveur du domaine a signé ces en-têtes et ce texte, et qu’ils n’ont pas changé depuis. Elle ne dit pas qui a écrit, ni qui tenait le clavier. La clé vue, mot pour mot, avec l’heure, est gardée sous le sceau : elle pourra servir même si le domaine la retire.
messages-again = Lire d’autres jours
messages-again-lead = La nouvelle liste remplace celle-ci. Les faits déjà faits restent, et l’ancienne liste reste dans l’historique.
messages-again-read = Lire ces jours
messages-archive-broken = Cette archive est abîmée, ou faite d’une façon que nous ne lisons pas. Elle reste gardée telle quelle. Téléchargez-la de nouveau, ou ajoutez à part le fichier de la discussion.
messages-archive-locked = Cette archive a un mot de passe : nous ne pouvons pas la lire. Elle reste gardée telle quelle. Vous pouvez ajouter aussi une copie sans mot de passe.
messages-archive-slip = Un fichier de cette archive a un nom qui mène ailleurs : par prudence, nous ne l’ouvrons pas. Elle reste gardée telle quelle. Ajoutez à part le fichier de la discussion.
messages-archive-nested = Cette archive contient d’autres archives. Elle reste gardée telle quelle. Sortez-les et ajoutez chacune comme une pièce.
messages-archive-members = Cette archive contient plus de 5 000 fichiers : nous ne la lisons pas. Elle reste gardée telle quelle. Ajoutez à part le fichier de la discussion.
messages-archive-bomb = Cette archive prend plus de 1 Go une fois ouverte, ou un de ses textes plus de 64 Mo : nous ne la lisons pas. Elle reste gardée telle quelle. Ajoutez à part le fichier de la discussion.
messages-no-zone-written = Ce fichier ne dit pas son fuseau horaire. Les heures sont celles qu’il écrit.
messages-parts = { $count ->
    [one] Une partie de cette capture est dans la liste.
   *[other] { $count } parties de cette capture sont dans la liste.
}
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
mask-faces-look = Chercher les visages
mask-faces-again = Chercher de nouveau
mask-faces = Visages à cacher
mask-faces-hint = Chaque cadre numéroté est posé sur l’image, plus bas. Décochez ce qui n’est pas à cacher.
mask-face = Visage { $number } : { $line ->
    [1] en haut
    [2] au milieu
   *[3] en bas
  }{ $column ->
    [1] { " " }à gauche
    [2] { "" }
   *[3] { " " }à droite
  }
mask-faces-count = { $count ->
    [0] Aucun visage trouvé. Cela ne veut pas dire qu’il n’y en a pas.
    [one] Un visage proposé, dans un cadre. C’est une proposition : regardez vous-même.
   *[other] { $count } visages proposés, dans des cadres. C’est une proposition : regardez vous-même.
  }
mask-faces-missed = Des visages peuvent manquer : un enfant, un profil, un masque, un visage petit, tourné ou dans l’ombre. Cochez alors les cases de la grille.
mask-faces-nothing-kept = La recherche se fait sur ce serveur. Personne n’est reconnu, et rien n’en est gardé.
mask-faces-busy = Une autre image est en cours. Réessayez dans une minute.
mask-faces-odd = Nous n’avons pas pu lire les visages cochés. Cherchez-les de nouveau, ou cochez des cases.
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
dossier-duty-uploads = Les fichiers dont l’envoi n’est pas terminé, chiffrés pour vous seul.
dossier-duty-sessions = La session de votre navigateur, chiffrée avec sa propre clé.
dossier-duty-seals = Les têtes signées et leurs horodatages.
dossier-duty-log = Où se trouve votre tête signée dans le registre public, chiffré pour vous seul.
dossier-duty-jobs = Les tâches en attente, sans contenu.
dossier-duty-nonces = Des numéros à usage unique, pour qu’un double clic n’enregistre rien deux fois.
dossier-duty-caches = Des copies de travail, chiffrées comme le dossier.
dossier-duty-erased = La trace qu’un dossier a été supprimé : le mois et un nombre.
dossier-keep-dossier = 36 mois après votre dernière visite, 5 ou 10 ans si vous l’avez choisi, plus si l’effacement est suspendu ; ou jusqu’à ce que vous le supprimiez.
dossier-keep-session = 12 heures au plus, 24 heures pour un brouillon.
dossier-keep-week = 7 jours.
dossier-keep-day = 24 heures au plus après le dernier envoi.
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

# Page « Garder une page du web »
pieces-capture = Garder une page du web par son adresse
capture-title = Garder une page du web
capture-lead = Donnez son adresse. Nous ouvrons la page comme un visiteur inconnu, et nous gardons tout ce qu’elle montre à cette heure, avec un compte rendu.
capture-url = Adresse de la page
capture-url-hint = Copiez-la en entier depuis la barre de votre navigateur.
capture-ask = Garder cette page
capture-while = Cela prend en général moins d’une minute. Vous pouvez continuer : la page viendra dans vos pièces.
capture-what = Ce que cela prouve, et ce que cela ne montre pas
capture-what-server = La page est demandée par notre serveur, pas par vous. Le site voit l’adresse du serveur. Si Préau tourne sur votre propre machine, c’est la vôtre. La date montre que la page existait à cette heure. Elle ne montre pas qui l’a écrite.
capture-what-private = Un message privé, une story ou un groupe fermé ne se voient pas ainsi. Faites une capture d’écran, et ajoutez-la. Pour garder une page une seconde fois, donnez la même adresse : chaque visite est datée, et montre si la page est encore en ligne.
capture-asked = Pages demandées
capture-complete = Gardée en entier. Vue le { $date }.
capture-partial = Gardée en partie. Vue le { $date }. Voici ce qui manque :
capture-running = En cours.
capture-look = Voir où cela en est
capture-lost = Cette capture a été interrompue. Rien d’autre n’est perdu. Donnez la même adresse pour recommencer.
capture-withdrawn = Vous avez retiré ce qu’elle avait apporté.
capture-refused = Ce nom mène à une adresse qui n’est pas publique : un réseau privé, ou la machine de Préau. Nous ne l’ouvrons pas. Faites une capture d’écran, puis ajoutez-la.
capture-certificate = Le certificat de ce site n’est pas valable : nous ne pouvons pas savoir qui répond. Faites une capture d’écran, puis ajoutez-la.
capture-no-answer = Rien n’a répondu à cette adresse. Vérifiez-la. Si la page vient d’être retirée, votre demande est datée et reste dans l’historique.
capture-too-large = Cette page est trop lourde pour être gardée ainsi. Faites une capture d’écran, puis ajoutez-la.
capture-stopped = La page n’a pas pu être gardée. Réessayez dans quelques minutes, ou faites une capture d’écran.
capture-login-wall = Le site semble demander de se connecter : nous n’avons peut-être pas vu le contenu. Faites une capture d’écran depuis votre compte.
capture-robot-wall = Le site semble demander de prouver que l’on est humain. Faites une capture d’écran depuis votre navigateur.
capture-status = Le site a répondu par une erreur : la page peut avoir été retirée.
capture-led-away = Cette adresse conduit à une autre, qui n’a pas pu être ouverte. Il n’y a pas d’image.
capture-download = L’adresse donne un fichier, et non une page. Le fichier est gardé.
capture-restless = La page bougeait encore quand le temps prévu s’est écoulé.
capture-too-tall = La page est très longue : les images s’arrêtent avant la fin.
capture-picture = Une image, le texte ou l’impression n’a pas pu être pris.
capture-gaps = { $count ->
    [one] Un élément de la page manque. Le compte rendu le nomme.
   *[other] { $count } éléments de la page manquent. Le compte rendu les nomme.
}
capture-nothing = Donnez une adresse.
capture-address = Cette adresse n’est pas celle d’une page du web public. Elle commence par http:// ou https://.
capture-no-browser = Cette installation ne peut pas encore ouvrir de page : il lui manque le navigateur Chromium. Faites une capture d’écran, puis ajoutez-la. La personne qui tient le serveur trouve la marche à suivre dans sa documentation.
capture-busy = Beaucoup de pages sont en cours. Réessayez dans quelques minutes : l’adresse reste dans ce formulaire.
capture-back = Revenir aux pièces
entry-capture = Page demandée
entry-capture-failed = Page demandée, sans réponse
