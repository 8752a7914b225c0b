# Donner accès à un programme.
# @family programs-may-

programs-title = Donner accès à un programme
programs-lead = Un logiciel que vous utilisez, ou celui de la personne qui vous aide, peut lire ce dossier ou y proposer des ajouts. Si cela ne vous dit rien, vous n’en avez pas besoin.
programs-name = programme { $name }
programs-reading = Programmes qui lisent
programs-adding = Programmes qui ajoutent
programs-new = Créer un jeton
programs-whole = Un jeton est une clé : tout programme qui l’a peut s’en servir. Ne l’envoyez pas par courriel, et n’en donnez qu’à un programme en qui vous avez confiance.
programs-called = Quel programme ?
programs-called-hint = Pour le reconnaître ensuite. Ce nom reste chiffré dans votre dossier.
programs-name-missing = Donnez un nom à ce programme, pour le reconnaître ensuite.
programs-scope = Que pourra-t-il faire ?
programs-may-read = Lire
programs-may-read-hint = Il voit le récit, les faits, les pièces, les démarches, les courriers et les dates. Il ne voit ni les pièces d’identité, ni ce que vous gardez pour vous, ni vos échanges avec les personnes qui vous aident. Vous voyez chaque jour où il ouvre le dossier.
programs-may-add = Proposer des ajouts
programs-may-add-hint = Il envoie des faits, des pièces et des notes, { $items } au plus, et ne lit rien. Rien ne compte avant votre accord.
programs-give = Créer ce jeton
programs-made-before = Ce jeton vient d’être créé. Il n’est montré qu’une fois : si vous ne l’avez plus, fermez l’accès et recommencez.
programs-too-many = Vingt accès ou liens sont déjà ouverts. Fermez-en un, puis recommencez.
programs-made = Le jeton est prêt
programs-made-once = Cette page ne s’affiche qu’une fois. Préau ne garde pas le jeton.
programs-made-token = Le jeton
programs-made-described = Pour la personne qui écrit le programme
programs-made-keep = Copiez-le maintenant dans le programme. S’il se perd, fermez-le et créez-en un autre.
programs-made-back = J’ai copié le jeton
entry-opened-program = Ouverture
