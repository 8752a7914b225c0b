# La version simple des six pages clés. Une phrase courte, une idée. Chaque ligne est un paragraphe.
# Un test compte les mots de chaque phrase et refuse les mots difficiles (tests/tests/it/house/simple.rs).

simple-on = Version simple
simple-off = Version complète
simple-home-title = Vous n’êtes pas seul
simple-home =
    Quelqu’un vous fait du mal sur internet ou au travail ?
    Préau vous aide.
    Vous ne donnez pas votre nom.
    Vous ne payez rien.
    Choisissez une des trois portes.
simple-home-next =
    Vous racontez ce qui s’est passé.
    Préau vous dit quoi faire, et quel jour.
    Vous gardez vos preuves ici.
    Personne ne les lit sans votre accord.
simple-danger-title = Êtes-vous en danger ?
simple-danger =
    Cochez ce qui est vrai pour vous.
    Rien n’est vrai ? Ne cochez rien.
    Danger maintenant ? Appelez le 17 ou le 112.
    Vous ne pouvez pas parler ? Envoyez un message au 114.
simple-card-title = Appelez d’abord
simple-card =
    Votre vie compte plus que tout le reste.
    Appelez maintenant. Dites où vous êtes.
    Restez avec une personne que vous aimez bien.
    Après, vous pourrez continuer ici.
simple-story-title = Que s’est-il passé ?
simple-story =
    Écrivez avec vos mots.
    Les fautes ne comptent pas.
    Dites qui, quand et où, si vous le savez.
    Vous ne savez pas ? Ce n’est pas grave.
    Vous pourrez changer votre texte.
simple-plan-title = Ce que vous pouvez faire
simple-plan =
    Voici quoi faire, dans l’ordre.
    Commencez par le numéro un.
    Vous n’avez pas tout à faire aujourd’hui.
    Demandez de l’aide à une personne de confiance.
simple-plan-today = Aujourd’hui
simple-plan-next = Les jours suivants
simple-plan-all = Voir tout le plan
simple-plan-keep =
    Vous voulez garder ce plan ?
    Appuyez sur le bouton.
    Préau vous donne huit mots. Notez-les bien.
    Avec ces mots, vous revenez ici.
simple-shelter-title = Garder une preuve
simple-shelter =
    Une preuve montre ce qui s’est passé.
    C’est une photo de l’écran, un message, une vidéo.
    Choisissez le fichier. Appuyez sur le bouton.
    Préau le garde. Si on le change, cela se voit.
    N’envoyez jamais une photo d’un enfant nu. Appelez le 3018.
simple-who-title = Qui peut lire ?
simple-who =
    Vous lisez votre dossier. Vous seul.
    Votre chef ne le lit pas.
    Fermé, il est sous clé. Ce site ne peut pas le lire.
    Vous pouvez ouvrir votre dossier à quelqu’un.
    Vous pouvez aussi le refermer.
    Vos huit mots sont la clé. Ne les donnez à personne.
    Vous les perdez ? Personne ne peut les retrouver.
    Un juge peut demander le dossier. Fermé, il ne montre pas vos mots.
    Attention : une personne derrière vous peut lire l’écran.
    Appuyez sur « Quitter vite » pour partir.
