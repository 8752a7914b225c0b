take-title = Tout emporter
take-lead = Un seul fichier, avec tout ce que ce site garde de vous.
take-dossiers = Chacun de vos dossiers, en ZIP scellé, sans rien cacher : pièces d’identité, accès donnés et échanges compris.
take-account = Ce qui est gardé de votre compte, dans un fichier qu’un programme peut lire.
take-warning = Ce fichier n’est pas chiffré et montre tout. Ne le donnez à personne : pour quelqu’un d’autre, préparez un export depuis le dossier.
take-do = Tout emporter (ZIP)
take-readme = Tout emporter
    
    dossier-1.zip, dossier-2.zip… : vos dossiers, chacun scellé. Rien n’y est caché.
    Pour les vérifier : preau verify dossier-1.zip, ou les commandes de VERIFIER.md. Elles marchent sans ce site.
    compte.json : ce que le site garde de votre compte. Votre code de retour n’y est pas : il n’est écrit nulle part.
    Pour remettre un dossier ici ou sur un autre site : « Reprendre un dossier emporté ».
bring-title = Reprendre un dossier emporté
bring-lead = Donnez le ZIP d’un dossier. Il devient un nouveau dossier, le vôtre.
bring-checked = Il est d’abord vérifié. S’il a été changé depuis son scellement, rien n’est repris.
bring-whole = Le ZIP entier devient la pièce 1 : ses dates, ses têtes signées et l’historique d’origine y restent, vérifiables.
bring-again = Ce qui s’y lit est réécrit pour que vous puissiez continuer : récit, faits, pièces, courriers, suivi, mesures. Ces entrées portent la date d’aujourd’hui.
bring-not = Les accès donnés, les cases cochées et les rappels ne sont pas repris.
bring-file = Le ZIP du dossier
bring-do = Reprendre ce dossier
bring-unreadable = Ce fichier n’est pas le ZIP d’un dossier. Choisissez celui que vous avez emporté, sans l’ouvrir ni le refaire.
bring-false = Ce ZIP a été changé depuis qu’il a été scellé. La commande preau verify dit où. Rien n’a été repris.
entry-brought = Dossier emporté repris ici
