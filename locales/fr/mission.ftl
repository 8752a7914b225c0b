# Page « Fiche pour le commissaire de justice », et la fiche elle-même
pieces-mission = Préparer la fiche pour un commissaire de justice
mission-title = Fiche pour le commissaire de justice
mission-lead = Un commissaire de justice peut relever ce qui est en ligne. Cette fiche lui dit où regarder, quoi noter et avant quelle date. Elle est faite avec ce que votre dossier contient.
mission-warning = Demandez le prix avant de donner votre accord. N’ouvrez jamais un faux compte pour donner l’accès. Une image intime d’une personne mineure ne se constate pas ainsi : prévenez la police, la gendarmerie ou PHAROS.
mission-limits = Les dates qui pressent
mission-ready = Votre fiche est prête
mission-made = { $count ->
    [0] Choisie le { $date }. Elle ne demande aucune adresse, seulement ce que vous avez décrit.
    [one] Choisie le { $date }. Elle demande une adresse.
   *[other] Choisie le { $date }. Elle demande { $count } adresses.
}
mission-pdf = La fiche en PDF
mission-odt = La fiche en ODT, à changer dans LibreOffice
mission-txt = La fiche en texte
mission-letter = Le courriel qui l’accompagne : demande de constat
mission-empty = Votre dossier ne donne encore aucune adresse. Ajoutez-la à un fait ou à une pièce, ou décrivez ci-dessous ce qu’il faut relever.
mission-choose = Les adresses à faire constater
mission-choose-hint = Décochez ce que vous ne voulez pas donner.
mission-shows-page = Une publication ou une page
mission-shows-account = Un compte
mission-new = Ajoutée depuis votre dernier choix : préparez de nouveau la fiche pour qu’elle y soit
mission-more = Autre chose à relever (facultatif)
mission-more-hint = Un groupe, un commentaire précis, le chemin pour y arriver, l’heure où la page change.
mission-make = Préparer la fiche
mission-nothing = Cochez au moins une adresse, ou décrivez ce qu’il faut relever.
mission-record-title = Le procès-verbal est revenu
mission-record-lead = Ajoutez-le ici. Il est scellé comme acte d’un commissaire de justice et lié aux faits de la fiche. Dites ensuite sa date.
mission-record-file = Choisir le procès-verbal
mission-record-add = Sceller le procès-verbal
point-record = Ajoutez le procès-verbal de constat quand il revient.
entry-mission = Fiche pour le commissaire de justice
mission-sheet = Fiche pour le commissaire de justice : constat en ligne
mission-sheet-note = Cette fiche est préparée par un programme avec ce que la personne a mis dans son dossier. Ce n’est pas un procès-verbal : seul un commissaire de justice en dresse.
mission-asked-by = Demandé par
mission-access = Accès aux contenus
mission-urgency = L’urgence
mission-vanish = { $count ->
    [one] Une adresse est sur une plateforme où les contenus s’effacent seuls. Elle est la première de la liste.
   *[other] { $count } adresses sont sur des plateformes où les contenus s’effacent seuls. Elles sont les premières de la liste.
}
mission-no-limit = Aucune date limite n’est calculée avec ce que le dossier dit. La date de première mise en ligne peut manquer.
mission-does-not-stop = Un constat n’arrête pas ce délai
mission-addresses = Les adresses à constater
mission-page = { $number }. Publication ou page
mission-account = { $number }. Compte
mission-address = Adresse exacte
mission-author = Auteur ou pseudonyme
mission-fact = Ce qui s’est passé
mission-record = À relever
mission-record-page = La page entière, avec son adresse complète ; la date et l’heure affichées ; le nom et l’identifiant du compte ; les réponses et les partages visibles ; les compteurs (vues, mentions « j’aime », partages).
mission-record-account = Le nom affiché, l’identifiant et l’adresse du compte ; la photo et la présentation ; les compteurs (abonnés, abonnements, publications) ; les publications qui visent la personne.
mission-record-film = La vidéo ou le son : sa durée, des images de ses passages utiles avec leur minutage, ce qui est dit mot pour mot.
mission-record-film-if = S’il y a une vidéo : sa durée et des images de ses passages utiles, avec leur minutage.
mission-vanishes = À relever en premier
mission-vanishes-text = Ce contenu peut s’effacer seul
mission-seen = Dernière vérification
mission-holds = Déjà gardé
mission-holds-nothing = Aucune capture dans le dossier
mission-holds-pieces = Captures gardées : pièces n° { $numbers }
mission-captured = Pièce n° { $number } ({ $class }), page vue le { $date }.
mission-deposited = Pièce n° { $number } ({ $class }), scellée le { $date }.
mission-failed = Capture demandée le { $date } : la page n’a pas pu être gardée.
mission-both = { $paris } à Paris ({ $utc } UTC)
mission-accounts = Comptes et auteurs
mission-accounts-caption = Les comptes et les auteurs que le dossier nomme
mission-name = Nom ou pseudonyme
mission-account-address = Adresse du compte
mission-who = Qui c’est, selon la personne
mission-conditions = Les conditions techniques
mission-conditions-lead = Les rubriques de la norme NF Z67-147 (11 septembre 2010), recueil de bonnes pratiques. Elles sont rappelées ici pour que rien ne manque.
mission-machine = Machine, système d’exploitation, navigateur et leurs versions, sans extension.
mission-network = Réseau local et fournisseur d’accès, adresse IP publique, serveurs de noms (DNS).
mission-proxy = Absence de serveur mandataire (proxy), état de l’antivirus.
mission-cache = Cache vidé ; historique, cookies, fichiers temporaires, formulaires et mots de passe supprimés.
mission-clock = Horloge synchronisée, heures de début et de fin.
mission-path = Première page visitée, cheminement jusqu’à la page, adresse complète sur chaque page.
mission-files = Captures d’écran décrites, fichiers enregistrés avec leur empreinte, clôture.
mission-held = Ce que le dossier garde
mission-held-text = Les pièces nommées plus haut peuvent être remises et annexées. Leur empreinte SHA-256 se recalcule avec sha256sum. Une page gardée par le serveur est une archive WACZ : tous les échanges y sont, avec un compte rendu.
