# Séances avec des experts : ce que tout le monde lit et demande.

panel-duty-panels = Les séances avec des experts : thème, jour, textes. Tout le monde les lit.
panel-duty-experts = Le nom, la fonction et la photo des experts d’une séance.
panel-duty-questions = Les questions posées aux experts, sous un pseudonyme. Chiffrées tant qu’un expert ne les a pas publiées, avec l’adresse de courriel laissée pour savoir qu’une réponse est là.
panel-duty-parts = Les volets d’une question.
panel-duty-answers = Les réponses des experts, avec leur nom et leur fonction. Un brouillon est chiffré.
panel-duty-versions = Ce qu’une réponse publiée disait avant chaque correction. Tout le monde le lit.
panel-duty-events = L’ordre des publications, pour que chacun les reçoive : des numéros, aucun texte.
panel-keep-panels = Tant que la séance est publiée.
panel-keep-questions = Jusqu’au retrait par qui l’a posée, avec son code ou le lien reçu par courriel, ou par un expert. Une question qui n’est pas publiée, et toute adresse, sont effacées 180 jours après le dernier changement.
panel-keep-events = Les plus récents ; les autres une fois remplacés.

# @family panel-state-
# @family panel-says-
# @family panel-status-
# @family ask-put-
# @family mine-says-
# @family mine-public-

panel-title = Poser une question aux experts
panel-lead = Des séances par thème. Vous posez votre question sous un pseudonyme, sans compte. Des experts, avec leur nom, répondent devant tout le monde.
panel-none = Aucune séance n’est annoncée pour le moment.
panel-now = En ce moment
panel-coming = À venir
panel-past = Séances passées
panel-with = Avec
panel-ask = Poser ma question
panel-ask-in = Poser ma question dans la séance « { $theme } »
panel-follow = Suivre
panel-follow-feed = Suivre les réponses dans un lecteur de flux (Atom)
panel-feed-title = Questions aux experts
panel-state-announced = Annoncée
panel-state-open = En direct
panel-state-closing = Fin de séance
panel-state-closed = Terminée
panel-says-announced = Les experts répondent à partir du { $day }. Vous pouvez déjà poser votre question.
panel-says-open = Les experts répondent en ce moment. Posez votre question.
panel-says-closing = Les experts finissent de répondre. Cette séance ne prend plus de question. Celles qui attendent reçoivent une réponse d’ici le { $day }.
panel-says-closed = Cette séance ne prend plus de question. Celles qui attendent reçoivent une réponse d’ici le { $day }.
panel-says-late = Cette séance est terminée. Les experts ont la liste des questions qui attendent encore.
panel-status-waiting = En attente
panel-status-taken = Réponse en préparation
panel-status-partly = Réponse partielle
panel-status-answered = Réponse donnée
panel-experts = Les experts
panel-photo = Photo de { $name }
panel-not-dossier = Ceci n’est pas votre dossier : tout le monde lit ces pages.
panel-open-dossier = Raconter ce qui m’arrive, à l’abri
panel-questions = Questions et réponses
panel-no-question = Aucune question n’est publiée pour le moment.
panel-all = Voir toutes les questions ({ $count })
panel-open-only = Voir celles qui attendent une réponse ({ $count })
panel-reload = Actualiser la page
panel-next = Questions suivantes
panel-before = Questions précédentes
panel-range = Questions n° { $first } à { $last }, sur { $count }.
panel-print = Tout lire sur une page, pour l’imprimer
panel-else = Du nouveau sur une autre page :
panel-lost = Cette page ne suit pas la séance pour le moment : les nouveautés n’y apparaissent pas. Elle essaie de se reconnecter d’elle-même.
panel-news = Voir les nouveautés
panel-said-one = Une nouveauté dans la séance.
panel-said-many = { $n } nouveautés dans la séance.
panel-question = Question n° { $place }
panel-asked = posée le { $day }
panel-parts = Cette question a plusieurs volets.
panel-part-done = (répondu)
panel-part-open = (en attente)
panel-answer = Réponse
panel-answer-part = Réponse au volet { $part }
panel-answer-parts = Réponse aux volets { $parts }
panel-takes-up = Reprise de la réponse du { $day }
panel-takes-up-reference = Reprise de la réponse de référence « { $title } »
panel-takes-up-gone = Reprise d’une réponse qui n’est plus publiée
panel-moved = Les experts doivent relire cette réponse : un texte qu’elle cite a changé depuis.
panel-letter = Courrier : { $name }
panel-since = Publiée le { $day }.
panel-since-corrected = Publiée le { $day }, corrigée le { $corrected }.
panel-read-by = Relue par { $name }.
panel-versions = Voir les versions précédentes
panel-one-title = Une question aux experts
panel-one-session = Posée dans la séance
panel-versions-title = Les versions d’une réponse
panel-versions-lead = La dernière est celle que tout le monde lit. Les précédentes restent ici.
panel-version = Version { $number }, le { $at }
panel-embed-title = Questions aux experts
panel-embed-none = Aucune question n’est publiée pour le moment.

ask-title = Poser ma question
ask-who-reads = Les experts de la séance lisent votre question d’abord. S’ils la publient, tout le monde la lit, avec le pseudonyme, le sujet, le métier et le niveau que vous aurez choisis. Ils peuvent changer des mots pour que personne ne soit reconnu. Jusque-là elle est chiffrée ; le serveur en a la clé.
ask-no-names = N’écrivez pas de nom de personne, d’élève ou d’établissement. Avant l’envoi, nous vous montrons ce qui pourrait vous faire reconnaître.
ask-pseudonym = Votre pseudonyme
ask-pseudonym-hint = Un prénom inventé. Ni votre nom, ni vos initiales. Il sera public.
ask-body = Votre question
ask-body-hint = Ce qui s’est passé et ce que vous voulez savoir, en 2 000 signes au plus.
ask-kind = De quoi s’agit-il ? (facultatif)
ask-profession = Votre métier (facultatif)
ask-level = Où travaillez-vous ? (facultatif)
ask-unsaid = Ne pas le dire
ask-mail = Votre courriel, pour savoir qu’une réponse est là (facultatif)
ask-mail-hint = Il reçoit un lien quand une réponse est là, et rien d’autre. Évitez l’adresse de votre établissement.
ask-send = Envoyer ma question
ask-send-anyway = Poser la question ainsi
ask-closed = Cette séance ne prend plus de question.
ask-closed-now = La séance vient de s’arrêter de prendre des questions. Votre texte est encore ici : copiez-le pour une autre séance.
ask-read-session = Lire la séance
ask-before-title = Avant d’envoyer, relisez
ask-found-title = Ce qui peut faire reconnaître quelqu’un
ask-found = Une fois publiée, votre question est lue par tout le monde. Laissez cochés les mots à remplacer.
ask-found-legend = Mots à remplacer
ask-replace = Remplacer « { $found } » par { $word }
ask-put-mail = courriel
ask-put-phone = téléphone
ask-put-web = page web
ask-put-school = établissement
ask-put-street = adresse
ask-put-name = nom
ask-put-signature = signature
ask-named-title = Votre pseudonyme ressemble à un nom
ask-named = Il sera public. Changez-le ci-dessous si c’est votre vrai nom.
ask-alike-title = Déjà répondu ?
ask-alike = Ces réponses ressemblent à votre question. Elles s’ouvrent dans un autre onglet, et rien n’est perdu ici.
ask-alike-lead = Déjà répondu ? Ces réponses s’ouvrent dans un autre onglet.
ask-yours = Votre question
ask-wrong-name = Donnez un pseudonyme.
ask-wrong-name-long = Donnez un pseudonyme de 40 signes au plus.
ask-wrong-body = Écrivez votre question, en 10 signes au moins.
ask-wrong-body-long = Raccourcissez votre question : 2 000 signes au plus.
ask-wrong-choice = Choisissez dans la liste.
ask-wrong-mail = Cette adresse de courriel n’est pas complète. Exemple : nom@exemple.fr
ask-too-soon = Attendez { $seconds } secondes, puis envoyez votre question : elle est gardée ici. Sans script, chacun attend un peu, pour que personne n’inonde les experts.
ask-working = Votre appareil finit un calcul, puis votre question part. Cela prend quelques secondes, parfois une minute quand beaucoup de questions arrivent.
ask-again = Ce formulaire a déjà été envoyé avec un autre texte, et cette première question est gardée. Pour poser aussi celle-ci, attendez dix secondes et envoyez-la.
ask-busy = Beaucoup de questions arrivent en même temps. Votre texte est gardé ici : renvoyez-le dans dix secondes. Celles qui passent sont tirées au sort ; il faut parfois plusieurs essais.
ask-full = Trop de questions attendent d’être lues. Votre texte est gardé ici : essayez plus tard.
ask-api-seen = Montrez à la personne ce qui est trouvé dans sa question, puis envoyez-la avec « seen ».
ask-api-again = Ce timbre a déjà servi à une autre question. Demandez-en un nouveau.
ask-api-after = Donnez « after » comme « next » l’a dit, ou rien.
ask-api-session = Donnez l’identifiant d’une séance, en 32 chiffres hexadécimaux.
ask-api-work = Ce nombre ne prouve pas le travail demandé maintenant, ou son timbre a plus de deux heures. Cherchez plus loin, ou demandez un nouveau timbre.
ask-failed = Nous n’avons pas pu enregistrer votre question. Votre texte est gardé ici : essayez dans une minute.
ask-done-title = Votre question est enregistrée
ask-done-lead = Les experts de la séance vont la lire.
ask-code-title = Notez ces cinq mots
ask-code = Ils retrouvent votre question, sa réponse, et permettent de la retirer.
ask-code-words = Les cinq mots de votre code
ask-code-once = Ils ne sont montrés qu’ici. Sans eux, vous ne pourrez ni suivre une question non publiée, ni la retirer.
ask-kept = Tant qu’elle n’est pas publiée, votre question est effacée 180 jours après le dernier changement, avec son code.
ask-next-title = Et ensuite
ask-next-read = Les experts de la séance lisent votre question.
ask-next-published = Ils la publient, avec ou avant la réponse, la joignent à une question proche, ou vous disent pourquoi ils ne la publient pas.
ask-next-back = Revenez avec votre code pour lire la réponse.
ask-next-mail = Un courriel vous dit qu’une réponse est là. Son lien ouvre votre question et permet de la retirer. Si la question n’est pas publiée, aucun courriel ne part : revenez avec votre code.

mine-title = Retrouver ma question
mine-gone = Cette question n’existe plus : elle a été retirée, ou n’a pas été publiée depuis 180 jours.
mine-removed = Votre question est retirée, avec ce qui en était gardé.
mine-by-code = Avec votre code
mine-by-code-lead = Les cinq mots que vous avez notés en posant la question.
mine-code = Votre code
mine-code-hint = Cinq mots. Les accents et les majuscules ne comptent pas.
mine-open = Voir ma question
mine-no-code = Aucune question ne répond à ce code. Vérifiez les cinq mots et leur ordre. Une question retirée, ou non publiée depuis 180 jours, n’existe plus.
mine-busy = Beaucoup de personnes cherchent en ce moment. Attendez une minute, puis recommencez.
mine-by-name = Sans votre code
mine-by-name-lead = Dites ce dont vous vous souvenez : une seule de ces choses suffit. Seules les questions publiées apparaissent ainsi, et tout le monde peut faire cette recherche.
mine-pseudonym-hint = Celui que vous aviez choisi. Les accents et les majuscules ne comptent pas.
mine-kind = De quoi s’agissait-il ?
mine-profession = Votre métier
mine-level = Où travaillez-vous ?
mine-session = Dans quelle séance ?
mine-any = Peu importe
mine-search = Chercher
mine-by-words = Vous vous souvenez plutôt de ses mots ?
mine-by-words-link = Chercher parmi les réponses
mine-no-criterion = Donnez au moins une chose : le pseudonyme, le sujet, le métier, le niveau ou la séance.
mine-no-letter = Un pseudonyme a au moins une lettre ou un chiffre.
mine-nothing = Aucune question publiée ne correspond. Si la vôtre n’est pas encore publiée, seul son code la retrouve, ou le lien reçu par courriel.
mine-no-more = Il n’y a pas d’autre question publiée qui corresponde.
mine-found = { $count ->
    [one] Une question publiée correspond.
   *[other] { $count } questions publiées correspondent.
}
mine-found-part = Les questions publiées qui correspondent, les plus récentes d’abord. Ajoutez une chose pour en voir moins.
mine-yours = Votre question
mine-says-waiting = En attente : les experts vont la lire.
mine-says-taken = Une réponse se prépare. Votre question n’est pas encore publiée.
mine-says-partly = Une réponse se prépare. Votre question n’est pas encore publiée.
mine-says-answered = Une réponse se prépare. Votre question n’est pas encore publiée.
mine-due = Réponse promise au plus tard le { $day }.
mine-on-day = La séance commence le { $day }.
mine-public-waiting = Publiée, en attente d’une réponse.
mine-public-taken = Publiée. Une réponse se prépare.
mine-public-partly = Publiée, avec une réponse partielle.
mine-public-answered = Publiée, avec sa réponse.
mine-joined = Jointe à la question n° { $place }, proche de la vôtre. { $status }.
mine-joined-waiting = Jointe à une autre question, proche de la vôtre. Celle-ci n’est pas encore publiée.
mine-refused = Votre question n’est pas publiée.
mine-masked = Elle n’est plus publiée.
mine-reason = Ce que les experts vous en disent :
mine-mailed = Un courriel part à l’adresse que vous avez laissée quand une réponse est là.
mine-wrote = Ce que vous avez écrit
mine-all-read = Ce que tout le monde lit
mine-remove-title = Retirer cette question
mine-remove = Retirer ma question
mine-remove-lead = Vous pouvez la retirer à tout moment. Nous vous demandons de confirmer avant.
mine-remove-ask = Retirer cette question ?
mine-remove-public = Elle disparaît de ce site, avec ses réponses, et ne revient pas. Nous ne pouvons pas reprendre ce que quelqu’un a déjà copié ou reçu par un flux.
mine-remove-waiting = Les experts ne la verront plus. Elle ne revient pas.
mine-remove-sure = Retirer ma question pour toujours

mine-mail-subject = Vous avez une réponse
mine-mail =
    Bonjour,

    Une réponse vous attend. Elle est là :
    { $address }

    Ce lien ouvre votre question sans code, et permet de la retirer. Ne le donnez à personne.
