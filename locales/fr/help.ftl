# Recevoir de l’aide : liens, ce qui arrive par eux, la page qu’ils ouvrent.
# @family link-kind-
# @family report-came-
# @family look-
# @family pace-

help-title = Recevoir de l’aide
help-lead = D’autres ont vu ? Vos captures sont sur votre téléphone ? Un lien permet d’ajouter à ce dossier sans pouvoir y lire quoi que ce soit. Rien ne compte avant votre accord.
help-void = Ce fichier n’est pas celui qui avait été annoncé : il n’a pas été ajouté. Le reste du dossier n’a pas changé. Demandez un nouvel envoi à la personne.
help-waiting = { $count ->
    [one] Un ajout attend votre accord
   *[other] { $count } ajouts attendent votre accord
}
help-waiting-lead = Regardez quand vous vous en sentez capable. Tant que vous n’avez pas dit oui, rien de cela n’entre dans vos exports ni dans vos courriers.
help-from = Par : { $from }. Reçu le { $date }.
help-fact = Un fait proposé par un programme
help-note = Une note proposée par un programme : { $step }
help-statement = Témoignage de { $name }
help-file = Fichier : { $name }
help-unreadable = Un ajout illisible : il n’entre pas dans le dossier
help-accept = Ajouter à mon dossier
help-dismiss = Mettre de côté
help-erase = Effacer pour toujours
help-aside = { $count ->
    [one] Un ajout mis de côté
   *[other] { $count } ajouts mis de côté
}
help-new = Créer un lien
help-what = Pour quoi ?
help-what-missing = Dites à quoi servira ce lien.
link-kind-witness = Une personne qui a vu
link-kind-witness-hint = Elle écrit ce qu’elle a vu et ajoute ses fichiers. Elle ne voit rien de votre dossier.
link-kind-phone = Mon téléphone
link-kind-phone-hint = Vous envoyez vos captures d’écran sans taper votre code sur le téléphone.
link-kind-extension = Mon navigateur
link-kind-program = Un programme
link-kind-extension-hint = L’extension Préau garde la page telle que vous la voyez, même quand il faut être connecté.
link-kind-signatory = Une personne qui signe une demande collective
link-kind-signatory-hint = Elle dit oui et écrit son nom. Elle ne voit rien de votre dossier, et vous ne voyez rien du sien.
help-label = Pour qui (facultatif)
help-label-hint = Pour vous y retrouver. Ce mot reste chiffré et n’est dans aucun export.
help-limits = Un lien dure 14 jours, pour 50 ajouts et { $size } au plus. Vous pouvez le fermer à tout moment.
help-make = Créer le lien
help-made-before = Ce lien vient d’être créé. Son adresse n’est montrée qu’une fois : si vous ne l’avez plus, fermez-le plus bas et créez-en un autre.
help-too-many = Vingt liens sont déjà ouverts. Fermez-en un, puis recommencez.
help-links = Vos liens
help-one = Lien n° { $number } : { $kind }
help-one-for = Lien n° { $number } : { $kind } ({ $label })
help-open = Ouvert jusqu’au { $date }. Encore { $items } ajouts possibles.
help-closed = Fermé le { $date }.
help-over = Terminé depuis le { $date }.
help-came = { $count ->
    [0] Rien n’est encore arrivé.
    [one] Un ajout est arrivé.
   *[other] { $count } ajouts sont arrivés.
}
help-unpaired = L’extension n’a pas encore répondu. Collez-y le code de liaison, puis revenez ici.
help-key = Clé de l’extension : { $key }
help-compare = L’extension a répondu. Voyez-vous la même empreinte dans ses réglages ?
help-confirm = C’est la même, relier
help-close = Fermer ce lien
help-made = Votre lien est prêt
help-made-once = Cette adresse n’est montrée qu’une fois. Préau ne la garde pas.
help-made-witness = Donnez cette adresse à la personne, de préférence par un autre moyen que celui de l’attaque. Elle pourra ajouter, jamais lire.
help-made-phone = Ouvrez cette adresse sur votre téléphone, ou visez le carré avec son appareil photo.
help-made-signatory = Donnez cette adresse aux personnes qui veulent signer, avec le texte de la demande. Chacune dit oui pour elle-même.
help-signature = Signature de { $name }
sign-title = Signer une demande collective
sign-lead = Une personne vous propose de signer une demande avec elle. Lisez d’abord son texte : elle vous l’a remis avec ce lien.
sign-blind = Vous ne voyez pas son dossier. Elle ne voit pas le vôtre. Elle reçoit votre nom et votre accord, rien d’autre.
sign-name = Votre nom, comme il sera imprimé
sign-name-hint = Il figurera dans la lettre, que la direction lira.
sign-role = Votre fonction (facultatif)
sign-agree = J’ai lu la demande et j’accepte que mon nom y figure.
sign-name-missing = Écrivez votre nom, comme vous voulez qu’il soit imprimé.
sign-agree-missing = Cochez la case pour donner votre accord.
sign-no-file = Ce lien ne reçoit pas de fichier. Rien n’a été ajouté.
sign-send = Donner mon accord
help-made-extension = Ouvrez les réglages de l’extension Préau dans ce navigateur, et collez-y ce code.
help-made-extension-get = Vous n’avez pas encore l’extension ? La personne qui héberge ce site vous dit où la prendre.
help-made-code = Code de liaison
help-made-address = Adresse du lien
help-made-squares = Carré à viser avec l’appareil photo du téléphone
help-made-until = Ce lien sert jusqu’au { $date } inclus.
help-made-back = J’ai noté, revenir

door-title = Dire ce que vous avez vu
door-lead = Une personne vous demande votre aide. Écrivez ce que vous avez vu ou entendu vous-même, avec vos mots.
door-blind = Vous ne verrez rien de son dossier. Ce que vous envoyez est chiffré dès son arrivée : cette personne l’ouvre, et choisit à qui le montrer. Après l’envoi, vous ne pourrez plus le modifier.
door-phone-title = Ajouter depuis ce téléphone
door-phone-lead = Ce que vous envoyez arrive dans votre dossier. Ce téléphone ne peut rien y lire.
door-phone-how = Une bonne capture d’écran
door-phone-1 = Ouvrez la page ou la conversation. Faites apparaître le nom ou le pseudonyme de l’auteur, la date et l’heure.
door-phone-2 = Faites une capture, puis descendez et recommencez, en gardant la dernière ligne de la capture d’avant.
door-phone-3 = Si l’application le permet, copiez l’adresse de la page et collez-la plus bas.
door-phone-4 = Envoyez les images telles quelles, sans les recadrer.
door-phone-share = Plus simple encore, sur Android : dans le menu du navigateur, « Ajouter à l’écran d’accueil ». « Préau » apparaît alors parmi les applications vers lesquelles partager une image.
door-name = Votre nom
door-name-missing = Dites qui vous êtes : un témoignage porte un nom.
door-role = Qui êtes-vous par rapport à cette personne ?
door-role-hint = Par exemple : collègue, parent d’élève, amie.
door-when = Quand et où l’avez-vous vu ?
door-when-hint = Par exemple : le 12 novembre vers 21 h, sur Instagram.
door-text = Ce que vous avez vu ou entendu
door-text-hint = Seulement ce que vous avez constaté vous-même. Recopiez les mots exacts si vous les avez.
door-address = Adresse de la page (facultatif)
door-address-hint = Si toutes ces images montrent la même page.
door-files = Vos fichiers (facultatif)
door-shots = Vos captures
door-files-hint = Images, vidéos, messages. { $size } au plus par fichier.
door-nothing = Écrivez quelques mots ou choisissez un fichier.
door-full = Ce lien ne permet plus d’envoi de cette taille. Rien de ce formulaire n’a été ajouté ; ce que vous aviez envoyé avant est bien arrivé. Demandez un nouveau lien.
door-send = Envoyer
door-received = { $count ->
    [one] C’est reçu : un ajout, scellé et daté.
   *[other] C’est reçu : { $count } ajouts, scellés et datés.
}
door-received-next = Vous pouvez fermer cette page, ou ajouter autre chose.
door-until = Ce lien sert jusqu’au { $date } inclus.
door-law = Et si l’affaire va en justice ?
door-law-text = Ce que vous écrivez ici est scellé et daté. On pourra vous demander plus tard une attestation écrite de votre main, avec une pièce d’identité (articles 200 à 203 du code de procédure civile).

pieces-help = Demander à un témoin, ou ajouter depuis votre téléphone ou votre navigateur
entry-added = Ajout par un lien
entry-link = Lien créé
entry-link-changed = Lien confirmé ou fermé
entry-accepted = Ajout accepté
entry-dismissed = Ajout mis de côté
entry-void = Ajout écarté : il n’était pas celui annoncé
report-statements = Témoignages
report-statement-received = Reçu par un lien le { $date }.
report-came-witness = Envoyée par un témoin
report-came-phone = Envoyée depuis le téléphone de la personne
report-came-program = Envoyée par un programme de la personne
report-came-extension = Gardée dans le navigateur de la personne, signée par son extension
dossier-duty-links = Les liens ouverts pour ajouter à un dossier : sorte, quotas, dernier jour. Jamais l’adresse, ni pour qui.
dossier-keep-link = Jusqu’à leur dernier jour (14 jours ; un an au plus pour un programme), ou jusqu’à leur fermeture.

# Regarder de nouveau une page gardée.
watch-ask = Vérifier si elle reste en ligne
watch-told = Le serveur ouvrira la page pour vous, notera s’il la trouve et à quelle heure, sans en garder de copie. Jusqu’à la fin, il garde son adresse, chiffrée pour lui seul : la personne qui l’héberge pourrait la lire.
watch-how = À quel rythme ?
pace-days = Chaque jour pendant une semaine
pace-weeks = Chaque semaine pendant douze semaines
watch-start = Vérifier
watch-on = Cette page est vérifiée régulièrement.
watch-stop = Arrêter les vérifications
watch-look = { $date } : { $state }
look-online = en ligne
look-removed = retirée (le site répond qu’elle n’existe plus)
look-moved = le site renvoie vers une autre page
look-wall = le site demande de se connecter : on ne peut pas savoir
look-answer = le site répond par une erreur : on ne peut pas savoir
look-no-answer = le site n’a pas répondu
look-refused = cette adresse ne mène plus au web public
look-not-done = la vérification n’a pas pu se faire
entry-check = Vérification en ligne
report-checks = Vérifications en ligne
dossier-duty-watches = Les pages à revoir : leur adresse, chiffrée pour le serveur seul, tant que vous demandez de les vérifier.
dossier-keep-watch = 12 semaines au plus, ou jusqu’à l’arrêt.
