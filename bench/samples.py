"""Made-up matter for the measures: stories, answers of a letter, a large file. No real person or case."""

import json
import random
import re
import tomllib
from pathlib import Path

SCENES = [
    "{when}, {who} a filmé mon cours sans me demander et la vidéo tourne {where}.",
    "{when}, {who} m'a traitée de tous les noms {where}, et une trentaine de personnes ont partagé.",
    "J'ai reçu {when} un message de {who} : « on sait où tu habites ». C'était {where}.",
    "Un faux compte à mon nom publie {where} depuis {when}. Je pense que c'est {who}, sans preuve.",
    "{when}, {who} a mis mon numéro de téléphone et mon adresse {where}.",
    "On me demande depuis {when} de répondre le soir et le week-end {where}. C'est {who} qui insiste.",
    "{when}, {who} est entré dans ma visio avec un pseudo et a passé des images choquantes, puis s'en est vanté {where}.",
    "La photo de classe de mes élèves est {where} sans l'accord des parents, mise par {who} {when}.",
    "{when} je n'arrive plus à me connecter à ma messagerie, quelqu'un a changé le mot de passe. {who} a reçu des mails de moi {where}.",
    "{who} raconte {where}, depuis {when}, que je note à la tête du client. C'est faux et tout le collège le lit.",
    "Bonjour, petite question : ai-je le droit de publier {where} les travaux de mes élèves ? {who} me l'a demandé {when}.",
    "{when} j'ai vu que {who} lit mes connexions et mes horaires {where}. Je me sens surveillé.",
]
WHEN = ["hier soir", "lundi matin", "la semaine dernière", "le 3 novembre", "depuis la rentrée", "cette nuit"]
WHO = ["un élève de 4e", "un parent", "un inconnu", "une collègue", "le père d'une élève", "mon chef de service"]
WHERE = ["sur Snap", "sur un groupe WhatsApp", "sur Instagram", "dans l'ENT", "sur TikTok", "par mail"]
ENDS = [
    "Je ne dors plus et j'ai peur d'y retourner.",
    "J'ai gardé une capture mais pas l'adresse de la page.",
    "Ma hiérarchie dit d'attendre. Que faire ?",
    "jsp quoi faire c la 2e fois svp aidez moi",
    "L'élève a 13 ans.",
]


def stories(count):
    """JSON lines for `preau triage --jsonl`, the same at every run."""
    dice, lines = random.Random(500), []
    for n in range(count):
        parts = dice.sample(SCENES, dice.randint(1, 3))
        text = " ".join(p.format(when=dice.choice(WHEN), who=dice.choice(WHO), where=dice.choice(WHERE)) for p in parts)
        text = text[0].upper() + text[1:] + " " + dice.choice(ENDS)
        lines.append(json.dumps({"id": f"s{n}", "text": text}, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def searches():
    """What people type, from the list by which the search is tested."""
    listed = Path(__file__).parent / "../crates/finder/tests/expected.toml"
    return [query["q"] for query in tomllib.loads(listed.read_text())["query"]]


def answers(n):
    """Answers of the request for functional protection, with other words for every n; two pages once typeset."""
    harm = [
        f"Le {1 + (n + day) % 28} du mois, {7 * n + day} messages de plus. Je dors mal, je change de trottoir devant le collège, "
        f"et mon médecin m'a arrêtée {1 + (n + day) % 9} jours. Mes collègues de la salle {100 + n + day} l'ont vu."
        for day in range(5)
    ]
    return [
        ("person.name", f"Camille Martin {n}"),
        ("person.role", "professeure certifiée d'anglais"),
        ("person.status", "enseignant-2d"),
        ("person.email", "camille.martin@exemple.fr"),
        ("establishment.name", "Collège du Préau"),
        ("establishment.address", "1 rue de la Cour, Valmont"),
        ("establishment.academie", "Valmont"),
        ("employer.name", "l'État, ministère chargé de l'éducation nationale"),
        ("duties_link", f"Les publications citent mes cours et mes évaluations, groupe {n}."),
        ("offences", "menace-agent"),
        ("offences", "harcelement-en-ligne"),
        ("harm", "\n".join(harm)),
        ("measures", "soutien"),
        ("measures", "retrait"),
        ("lawyer.undecided", "oui"),
        ("statements.no_personal_fault", "oui"),
        ("letter.place", "Valmont"),
    ]


def assets(html):
    """The files that a page asks for by itself: style, scripts, icon."""
    return set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', html))


def page(text):
    """A letter's words as HTML, for a peer that typesets HTML."""
    lines = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in text.split("\n") if line.strip())
    return f'<!doctype html><html lang="fr"><meta charset="utf-8"><style>@page{{size:A4;margin:25mm}}body{{font:11pt serif}}</style><body>{lines}'


# Run by a Python that has weasyprint: arguments HTML, PDF, how many; prints seconds, the first with the import.
WEASYPRINT = """
import sys, time
began = time.perf_counter()
from weasyprint import HTML
for n in range(int(sys.argv[3]) + 1):
    HTML(sys.argv[1]).write_pdf(sys.argv[2])
    print(time.perf_counter() - began)
    began = time.perf_counter()
"""


def write_big(path, size):
    """Bytes that do not compress and do not repeat, always the same."""
    step = 1 << 24
    block = random.Random(1).randbytes(step)
    with open(path, "wb") as file:
        for n in range(size // step):
            turn = (n * 262_139) % step
            file.write(memoryview(block)[turn:])
            file.write(memoryview(block)[:turn])


def mail(n):
    """One message of a mailbox, as mail programs keep them."""
    minute = n % 60
    body = "".join(f"Ligne {line} du message {n}, avec des mots ordinaires et rien d'autre.\n" for line in range(12))
    return (
        f"From auteur{n}@example.org Fri Nov 20 23:{minute:02}:00 2026\n"
        f"From: Auteur {n} <auteur{n}@example.org>\nTo: prof@example.net\n"
        f"Date: Fri, 20 Nov 2026 23:{minute:02}:00 +0100\nSubject: =?utf-8?Q?Le_message_n=C2=B0_{n}?=\n"
        f"Message-ID: <{n}@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    )


# Reads what `preau import` gives: date, author, subject, text, digest of each message.
MAILBOX = """
import hashlib, mailbox, sys
from email import policy, message_from_binary_file
box = mailbox.mbox(sys.argv[1], factory=lambda file: message_from_binary_file(file, policy=policy.default), create=False)
count = 0
for key in box.keys():
    message = box[key]
    body = message.get_body(("plain", "html"))
    fields = (str(message["date"]), str(message["from"]), str(message["subject"]), body.get_content() if body else "", hashlib.sha256(box.get_bytes(key)).hexdigest())
    count += all(fields)
print(count)
"""
