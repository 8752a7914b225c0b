"""Made-up answers and searches with known grades. No real person or case; the same at every run."""

import itertools
import random
import unicodedata

# What a question is about, with several ways to say it. Some stand in content/search/synonyms.toml, some do not.
TOPICS = {
    "usurpation-identite": ["faux compte", "faux profil", "compte à mon nom", "usurpation d’identité"],
    "menaces": ["menaces de mort", "menaces", "intimidation", "messages menaçants"],
    "insulte": ["insultes", "injures", "propos insultants", "gros mots"],
    "diffamation": ["diffamation", "calomnie", "fausses accusations", "rumeurs"],
    "harcelement": ["cyberharcèlement", "harcèlement en ligne", "acharnement", "harcèlement"],
    "image-sans-accord": ["cours filmé", "filmé en cours", "enregistré à mon insu", "vidéo volée"],
    "droit-image": ["droit à l’image", "autorisation de photo", "photos des élèves", "image des enfants"],
    "divulgation-donnees": ["adresse publiée", "coordonnées divulguées", "doxing", "numéro de téléphone publié"],
    "piratage-compte": ["compte piraté", "piratage", "boîte mail piratée", "mot de passe volé"],
    "hameconnage": ["hameçonnage", "phishing", "faux mail de l’académie", "lien frauduleux"],
    "intrusion-visio": ["classe virtuelle", "visioconférence", "intrus dans la visio", "cours en ligne perturbé"],
    "deconnexion": ["messages la nuit", "droit à la déconnexion", "mails le week-end", "joignable le soir"],
    "messagerie-abusive": ["messages agressifs de parents", "parents agressifs", "mails insistants", "trop de messages"],
    "telephone-en-classe": ["portable en classe", "téléphone confisqué", "confiscation du portable", "smartphone en classe"],
    "publication-classe": ["blog de classe", "photos de classe", "site de l’école", "photos de la sortie"],
    "groupe-parents": ["groupe WhatsApp", "groupe de parents", "discussion de parents", "groupe Facebook de parents"],
    "chantage": ["chantage", "sextorsion", "chantage à la webcam", "rançon"],
    "image-intime": ["photo intime", "nude", "photos intimes diffusées", "image intime"],
    "montage": ["deepfake", "montage photo", "hypertrucage", "vidéo truquée"],
    "surveillance-hierarchie": ["mon chef lit mes mails", "ordinateur surveillé", "espionné par la direction", "connexions contrôlées"],
    "effacement": ["droit à l’oubli", "déréférencement", "effacer mes données", "supprimer mon nom de Google"],
    "donnees-eleves": ["données des élèves", "fichier d’élèves", "liste d’élèves", "tableau de notes"],
    "exposition-ent": ["absences affichées", "emploi du temps affiché", "mon nom sur l’ENT", "absences visibles"],
    "reserve": ["devoir de réserve", "liberté d’expression", "neutralité", "sanction pour un post"],
    "outils-prives": ["Discord avec les élèves", "application non autorisée", "logiciel privé", "Google Classroom"],
    "preuves": ["capture d’écran", "garder des preuves", "copie d’écran", "screenshot"],
    "haine": ["insulte raciste", "propos haineux", "racisme", "homophobie"],
    "appels": ["appels anonymes", "appels masqués", "appels répétés", "coups de fil anonymes"],
    "bagarre": ["bagarre filmée", "vidéolynchage", "agression filmée", "happy slapping"],
    "notation": ["avis Google sur l’école", "mauvaise note en ligne", "commentaire négatif", "notation de professeurs"],
}
# What one wants to know of it.
ASPECTS = {
    "plainte": ["porter plainte", "dépôt de plainte", "déposer plainte", "aller à la gendarmerie"],
    "protection": ["protection fonctionnelle", "avocat payé par le rectorat", "défendu par l’administration"],
    "silence": ["le rectorat ne répond pas", "silence de l’administration", "pas de réponse du rectorat"],
    "retrait": ["faire supprimer une publication", "signaler un compte", "retirer un contenu", "demande de retrait"],
    "delai": ["délai pour agir", "prescription", "combien de temps", "date limite"],
    "constat": ["constat d’huissier", "commissaire de justice", "huissier"],
    "discipline": ["conseil de discipline", "punir l’élève", "exclusion temporaire"],
    "primaire": ["école primaire", "en maternelle", "élève de CM2"],
    "anonyme": ["auteur anonyme", "retrouver l’auteur", "identifier le coupable"],
    "famille": ["convoquer les parents", "rendez-vous avec la famille", "responsabilité des parents"],
    "sante": ["arrêt de travail", "accident de service", "médecin du travail"],
    "syndicat": ["aide du syndicat", "accompagnement syndical", "représentant du personnel"],
    "cnil": ["saisir la CNIL", "délégué à la protection des données", "réclamation RGPD"],
    "direction": ["prévenir la direction", "alerter le chef d’établissement", "écrire au principal"],
    "mineur": ["auteur mineur", "moins de treize ans", "responsabilité du mineur"],
    "etranger": ["site à l’étranger", "hébergeur hors de France", "plateforme américaine"],
    "lettre": ["modèle de lettre", "courrier recommandé", "mise en demeure"],
    "collegue": ["témoignage d’un collègue", "attestation de témoin", "soutien des collègues"],
}
# Written by hand: what is typed, what it asks for, and what is difficult in it.
GRADED = [
    ("faux compte porter plainte", "usurpation-identite", "plainte", "as written"),
    ("menaces de mort protection fonctionnelle", "menaces", "protection", "as written"),
    ("diffamation délai pour agir", "diffamation", "delai", "as written"),
    ("droit à l’image en maternelle", "droit-image", "primaire", "as written"),
    ("chantage auteur anonyme", "chantage", "anonyme", "as written"),
    ("devoir de réserve conseil de discipline", "reserve", "discipline", "as written"),
    ("propos haineux mise en demeure", "haine", "lettre", "as written"),
    ("téléphone confisqué responsabilité des parents", "telephone-en-classe", "famille", "as written"),
    ("groupe WhatsApp écrire au principal", "groupe-parents", "direction", "as written"),
    ("cyberharcelement arret de travail", "harcelement", "sante", "accents"),
    ("video volee temoignage d'un collegue", "image-sans-accord", "collegue", "accents"),
    ("coordonnees divulguees saisir la cnil", "divulgation-donnees", "cnil", "accents"),
    ("hameconnage hebergeur hors de france", "hameconnage", "etranger", "accents"),
    ("boite mail piratee delai pour agir", "piratage-compte", "delai", "accents"),
    ("dereferencement modele de lettre", "effacement", "lettre", "accents"),
    ("visioconference identifier le coupable", "intrusion-visio", "anonyme", "accents"),
    ("donnees des eleves ecole primaire", "donnees-eleves", "primaire", "accents"),
    ("propos insultants exclusion temporaire eleve", "insulte", "discipline", "accents"),
    ("fausse accusation accidents de services", "diffamation", "sante", "forms"),
    ("injure et dépôts de plaintes", "insulte", "plainte", "forms"),
    ("enregistrée à son insu, attestations de témoins", "image-sans-accord", "collegue", "forms"),
    ("piratages et plateformes américaines", "piratage-compte", "etranger", "forms"),
    ("message la nuit, aides des syndicats", "deconnexion", "syndicat", "forms"),
    ("parent agressif rendez-vous avec les familles", "messagerie-abusive", "famille", "forms"),
    ("photo des sorties, demandes de retraits", "publication-classe", "retrait", "forms"),
    ("vidéos truquées auteurs mineurs", "montage", "mineur", "forms"),
    ("appel anonyme déposer une plainte", "appels", "plainte", "forms"),
    ("applications non autorisées délégués à la protection des données", "outils-prives", "cnil", "forms"),
    ("catfish huissier de justice", "usurpation-identite", "constat", "synonym"),
    ("gros mots PF", "insulte", "protection", "synonym"),
    ("calomnier commissaire de justice", "diffamation", "constat", "synonym"),
    ("harceler le rectorat ne répond pas", "harcelement", "silence", "synonym"),
    ("doxxing police plainte", "divulgation-donnees", "plainte", "synonym"),
    ("prof filmé conseil de discipline", "image-sans-accord", "discipline", "synonym"),
    ("hack courrier recommandé", "piratage-compte", "lettre", "synonym"),
    ("zoombombing exclusion temporaire", "intrusion-visio", "discipline", "synonym"),
    ("mails le soir alerter le chef d’établissement", "deconnexion", "direction", "synonym"),
    ("nudes signaler à la plateforme", "image-intime", "retrait", "synonym"),
    ("dipfake dépôt de plainte", "montage", "plainte", "synonym"),
    ("screenshot huissier", "preuves", "constat", "synonym"),
    ("racisme aller à la police", "haine", "plainte", "synonym"),
    ("usurpasion d'identite retrouver l'auteur", "usurpation-identite", "anonyme", "typing"),
    ("menasses de mort dépot de plainte", "menaces", "plainte", "typing"),
    ("diffammation avocat payé par le rectorat", "diffamation", "protection", "typing"),
    ("cyberharcellement auteur mineur", "harcelement", "mineur", "typing"),
    ("smartphnoe en classe exclusion temporaire", "telephone-en-classe", "discipline", "typing"),
    ("deconexion représentant du personnel", "deconnexion", "syndicat", "typing"),
    ("sextortion site à l'etrangr", "chantage", "etranger", "typing"),
    ("dérefencement saisir la cnil", "effacement", "cnil", "typing"),
    ("happy slaping responsabilté des parents", "bagarre", "famille", "typing"),
]
# How many answers are good for each pair that is asked for: as many in their title, as many in the question alone.
PLANTED = 12

TITLES = ["{a} : {b}", "{a}, {b} : que faire ?", "Question sur {a} et {b}", "{b} après {a}", "{a} ({b})"]
QUESTIONS = ["Bonjour, depuis {w} je suis face à ceci : {a}. {f} {b} ? {f}", "{f} Il s’agit de {a}. {f} On me parle de {b}.", "{f} {a}, et {f} Comment faire pour {b} ?"]
ANSWERS = ["{f} Pour {a}, {f} {m}. {f}", "Voici notre réponse. {f} {m} ; {f} {a}. {f}", "{f} {f} Pensez aussi à {m}. {f} {f}"]
EMPTY = "le la les de des du un une et à en que qui pour dans sur par avec il elle on nous vous ce cette est sont a ont pas plus mais ou si au aux son sa ses leur être avoir fait".split()
FIELD = "établissement collège lycée école élève parent professeur enseignant direction rectorat académie courrier demande réponse délai droit loi article réseau compte message mail publication photo vidéo page site preuve dossier pièce agent public fait date auteur victime personne collègue classe cours salle rentrée semaine mois matin procédure tribunal avocat police commissariat service référent numérique données consentement accord règlement intérieur conseil équipe vie scolaire infirmière psychologue inspecteur syndicat association mairie famille enfant mineur majeur internet application téléphone ordinateur messagerie pronote visio groupe discussion commentaire partage abonné profil pseudo".split()
PROFESSIONS = ["enseignant", "direction", "vie-scolaire", "aesh", "administratif", "sante", "parent", "association"]
LEVELS = ["maternelle", "elementaire", "college", "lycee"]
BEGINNINGS = "ba be bi bo bu ca ce co cu da de di do du fa fe fi fo ga ge go gra gri ja jo la le li lo lu ma me mi mo mu na ne ni no pa pe pi po pra pré ra re ri ro sa se si so ta te ti to tra tri va ve vi vo".split()
ENDINGS = "tion ment age eur euse ique able iste ance ence oir aire et elle er é ée és ons ait ant is ure ude ard ais ine on in".split()


def vocabulary(dice, count=40_000):
    """Words and how often each is said (Zipf), those of the field among the first."""
    made = {}
    while len(made) < count:
        word = "".join(dice.choices(BEGINNINGS, k=dice.randint(1, 3))) + dice.choice(ENDINGS)
        made[word] = None
    words = FIELD + list(made)
    return words, list(itertools.accumulate(1 / (rank + 3) ** 1.02 for rank in range(len(words))))


class Matter:
    """The answers and the searches."""

    def __init__(self, count):
        self.count = count
        self.words, self.weights = vocabulary(random.Random(7))
        self.experts = [f"Expert {n:02}" for n in range(1, 61)]
        self.asked = {(topic, aspect) for _, topic, aspect, _ in GRADED}
        self.pairs = [(t, a) for t in TOPICS for a in ASPECTS if (t, a) not in self.asked]
        # What is good for each graded search: by the pair it asks for, grade by id.
        self.grades = {pair: {} for pair in self.asked}

    def filler(self, dice, pool, length):
        out = []
        for n in range(length):
            out.append(dice.choice(EMPTY) if n % 2 else pool())
        text = " ".join(out)
        return text[:1].upper() + text[1:] + "."

    def answers(self):
        """Nine fields an answer. An answer is about one topic and one aspect, and mentions another aspect."""
        dice = random.Random(11)
        planted = [(t, a, kind) for t, a in sorted(self.asked) for kind in ("title",) * PLANTED + ("question",) * PLANTED]
        places = {place: what for place, what in zip(sorted(dice.sample(range(self.count), len(planted))), dice.sample(planted, len(planted)))}
        pool, at = [], 0

        def word():
            nonlocal pool, at
            if at >= len(pool):
                pool, at = dice.choices(self.words, cum_weights=self.weights, k=100_000), 0
            at += 1
            return pool[at - 1]

        topics, aspects = list(TOPICS), list(ASPECTS)
        for n in range(self.count):
            topic, aspect, kind = places.get(n) or (*dice.choice(self.pairs), "title")
            other = dice.choice(aspects)
            said = {"a": dice.choice(TOPICS[topic]), "b": dice.choice(ASPECTS[aspect]), "m": dice.choice(ASPECTS[other]), "w": word()}
            fill = lambda text: "".join(part if n == 0 else self.filler(dice, word, dice.randint(6, 14)) + part for n, part in enumerate(text.split("{f}"))).format(**said)
            title = dice.choice(TITLES if kind == "title" else ["{a} : comment faire ?", "Question : {a}"]).format(**said)
            name, ident = title[:1].upper() + title[1:], f"q{n}"
            if (topic, aspect) in self.grades:
                self.grades[(topic, aspect)][ident] = 3 if kind == "title" else 2
            elif (topic, other) in self.grades:
                self.grades[(topic, other)][ident] = 1
            year = 2015 + min(11, n * 12 // self.count)
            profession, level = dice.choice(PROFESSIONS), dice.choice(LEVELS)
            yield (ident, name, fill(dice.choice(QUESTIONS)), fill(dice.choice(ANSWERS)), topic, profession, level, str(year), dice.choice(self.experts))

    def searches(self, count):
        """(words, kind, year): what is typed for speed, from one word to a sentence; one in four with a filter."""
        dice, out = random.Random(13), []
        forms = [form for group in (*TOPICS.values(), *ASPECTS.values()) for form in group]
        for _ in range(count):
            parts = dice.sample(forms, dice.choice([1, 1, 2, 2]))
            parts += dice.choices(self.words[:5000], k=dice.choice([0, 0, 1, 1, 2]))
            text = " ".join(parts)
            if dice.random() < 0.3:
                text = plain(text)
            if dice.random() < 0.12:
                text = misspelt(dice, text)
            kind = dice.choice(list(TOPICS)) if dice.random() < 0.15 else ""
            year = str(dice.randint(2015, 2026)) if dice.random() < 0.12 else ""
            out.append((text, kind, year))
        return out

    def typings(self, count):
        """Texts being typed, from a few words to a paragraph."""
        dice, out = random.Random(17), []
        word = lambda: dice.choices(self.words, cum_weights=self.weights)[0]
        for _ in range(count):
            topic, aspect = dice.choice(self.pairs)
            text = f"{dice.choice(TOPICS[topic])} {dice.choice(ASPECTS[aspect])}"
            for _ in range(dice.choice([0, 0, 1, 4])):
                text += " " + self.filler(dice, word, 14)
            out.append(text)
        return out


def plain(text):
    """As typed in a hurry: no accents, no capitals."""
    flat = unicodedata.normalize("NFD", text.replace("’", "'")).lower()
    return "".join(c for c in flat if not unicodedata.combining(c))


def misspelt(dice, text):
    """One error in the longest word."""
    longest = max(text.split(), key=len)
    at = dice.randrange(1, max(2, len(longest) - 1))
    wrong = dice.choice([longest[:at] + longest[at + 1 :], longest[:at] + longest[at] + longest[at:], longest[: at - 1] + longest[at : at + 1] + longest[at - 1] + longest[at + 1 :]])
    return text.replace(longest, wrong, 1)
