# Page « Copies qui se ressemblent »
pieces-alike = Voir les copies qui se ressemblent
piece-alike = Ressemble à la pièce n° { $number }
copies-title = Copies qui se ressemblent
copies-lead = Une image republiée ailleurs change un peu : plus petite, recadrée, marquée d’un nom. Nous rapprochons ce qui se ressemble, et les adresses qui mènent au même contenu.
copies-no-proof = Ce rapprochement aide à ne rien oublier. Il ne prouve rien : regardez vous-même chaque image. Une copie très recadrée ou retournée peut nous échapper.
copies-none = Aucune de vos pièces ne se ressemble, et chaque contenu a une seule adresse.
copies-case = Contenu { $number }
copies-left = { $left ->
    [0] Disparu partout : { $count } sur { $count }.
    [one] Une adresse à faire retirer ou à vérifier, sur { $count }.
   *[other] { $left } adresses à faire retirer ou à vérifier, sur { $count }.
}
copies-no-address = Aucune adresse n’est notée pour ces images.
copies-never-looked = Pas encore vérifiée
copies-kept = La page répondait le { $date }
copies-not-seen = La page n’a pas pu être vue le { $date } : vérifiez vous-même
copies-look = Garder une page pour vérifier qu’elle est en ligne
copies-note = Noter ce qui a disparu, dans le suivi
