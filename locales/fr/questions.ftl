# Séances avec des experts : ce que tout le monde lit et demande.

panel-duty-panels = Les séances avec des experts : thème, jour, textes. Tout le monde les lit.
panel-duty-experts = Le nom, la fonction et la photo des experts d’une séance.
panel-duty-questions = Les questions posées aux experts, sous un pseudonyme. Chiffrées tant qu’un expert ne les a pas publiées, avec l’adresse de courriel laissée pour être prévenu·e.
panel-duty-parts = Les volets d’une question.
panel-duty-answers = Les réponses des experts, avec leur nom et leur fonction. Un brouillon est chiffré.
panel-duty-versions = Ce qu’une réponse publiée disait avant chaque correction. Tout le monde le lit.
panel-duty-events = L’ordre des publications, pour que chacun les reçoive : des numéros, aucun texte.
panel-keep-panels = Tant que la séance est publiée.
panel-keep-questions = Jusqu’au retrait par qui l’a posée, avec son code, ou par un expert. Une question jamais publiée est effacée après 180 jours.
panel-keep-events = Les plus récents ; les autres une fois remplacés.

mine-mail-subject = Vous avez une reponse
mine-mail =
    Bonjour,

    Une réponse vous attend. Elle est là :
    { $address }

    Ce lien ouvre votre question sans code. Ne le donnez à personne.
