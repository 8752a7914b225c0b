//! Short notes that explain choices of the plan.

use super::addressee::Addressees;
use super::data::Track;
use super::facts::{About, Answer, Author, Situation};
use super::reading::raises_harassment;
use super::steps::{Step, text};
use crate::law::Text;
use kernel::date::iso;
use serde::Serialize;

/// Something to know about the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Stable id.
    pub id: &'static str,
    /// What to know.
    pub text: Text,
}

/// The notes these facts call for.
pub(super) fn all(facts: &Situation, addressees: &Addressees, steps: &[Step]) -> Vec<Note> {
    let on = |track| steps.iter().any(|step| step.track == Some(track));
    let complaint = steps.iter().any(|step| step.action.starts_with("plainte"));
    let mut notes = Vec::new();
    let mut note = |id: &'static str, text: Text| notes.push(Note { id, text });
    if raises_harassment(facts) && facts.about != About::Pupil {
        let mut days: Vec<_> = facts
            .occurrences
            .iter()
            .map(|occurrence| occurrence.date)
            .collect();
        days.sort_unstable();
        let days: Vec<String> = days.into_iter().map(iso).collect();
        let listed = if days.is_empty() {
            String::new()
        } else {
            format!(" ({})", days.join(", "))
        };
        note(
            "repetition",
            text(
                &format!(
                    "Cela s’est répété{listed} : l’ensemble peut relever du harcèlement. Gardez chaque message."
                ),
                &format!(
                    "It happened again{listed}: together it may amount to harassment. Keep each message."
                ),
            ),
        );
    }
    if facts.hateful {
        note(
            "haine",
            text(
                "Des propos haineux ou discriminatoires peuvent relever d’un texte plus sévère, avec un autre délai et d’autres interlocuteurs.",
                "Hateful or discriminatory words may fall under a stricter text, with another limit and other people to turn to.",
            ),
        );
    }
    if facts.named == Answer::Non {
        note("reconnaissable", recognised(facts));
    }
    if complaint {
        note("contre-qui", against(facts));
    }
    if on(Track::Discipline) && on(Track::Penal) {
        note(
            "deux-voies",
            text(
                "La réponse de l’école et la plainte sont deux voies séparées. Vous pouvez mener les deux à la fois : la fin de l’une ne ferme pas l’autre.",
                "The school’s response and the complaint are two separate ways. You can follow both at once: the end of one does not close the other.",
            ),
        );
    }
    if facts.reprisals {
        note(
            "represailles",
            text(
                "Certaines étapes n’atteignent pas l’auteur : commencez par elles si vous le souhaitez. Les délais courent quand même.",
                "Some steps do not reach the author: begin with those if you wish. The time limits run all the same.",
            ),
        );
    }
    if addressees.protection.is_none() {
        note(
            "sans-protection",
            text(
                "Avec un contrat de droit privé, il n’y a pas de protection fonctionnelle : l’employeur a une obligation de sécurité (code du travail).",
                "Under a private-law contract there is no functional protection: the employer owes a duty of safety (labour code).",
            ),
        );
    } else if facts.link_with_duties == Answer::Nsp && facts.about != About::Pupil {
        note("lien", link(facts));
    }
    match facts.about {
        About::Colleague => note(
            "collegue",
            text(
                "C’est à votre collègue de décider. Proposez votre aide, gardez ce qui vous est confié.",
                "It is for your colleague to decide. Offer help, keep what you are told.",
            ),
        ),
        About::Pupil => note(
            "eleve",
            text(
                "Vous êtes témoin : la sécurité de l’élève d’abord, puis la direction, le signalement, les parents. Votre propre situation se traite à part.",
                "You are a witness: the pupil’s safety first, then the head, the report, the parents. Your own situation is handled apart.",
            ),
        ),
        About::Oneself => {}
    }
    notes
}

/// Recognised without being named: the clues and those who recognised her go into the letters (N015).
fn recognised(facts: &Situation) -> Text {
    let listed = |items: &[String]| {
        if items.is_empty() {
            "…".to_owned()
        } else {
            items.join(", ")
        }
    };
    let (clues, people) = (listed(&facts.clues), listed(&facts.recognised_by));
    text(
        &format!(
            "Votre nom n’a pas besoin d’être écrit : il suffit que l’on vous reconnaisse. Indices : {clues}. Vous ont reconnu : {people}."
        ),
        &format!(
            "Your name need not be written: it is enough that people can recognise you. Clues: {clues}. Who recognised you: {people}."
        ),
    )
}

/// Against a named person or against X (N053).
fn against(facts: &Situation) -> Text {
    let named = match facts.author_named {
        Answer::Oui => true,
        Answer::Non => false,
        Answer::Nsp => !matches!(facts.author, None | Some(Author::Inconnu)),
    };
    if named {
        text(
            "Plainte contre une personne nommée : dites ce qui vous fait penser à elle. Si vous doutez, écrivez « contre X » et donnez son nom comme indice.",
            "Complaint against a named person: say what makes you think of them. If in doubt, write “against X” and give the name as a lead.",
        )
    } else {
        text(
            "Plainte « contre X » : vous n’avez pas à trouver qui c’est. L’enquête peut demander les données de connexion.",
            "Complaint “against X”: you need not find out who it is. The investigation can request connection data.",
        )
    }
}

/// What supports the link with the duties, when it is doubtful (N028).
fn link(facts: &Situation) -> Text {
    let (fr, en) = match facts.author {
        Some(Author::Eleve | Author::Parent) => (
            "l’auteur est un élève ou un parent de l’établissement",
            "the author is a pupil or parent of the school",
        ),
        Some(Author::Collegue | Author::Hierarchie) => {
            ("l’auteur travaille avec vous", "the author works with you")
        }
        Some(Author::Elu) => (
            "l’auteur vous vise comme agent de la commune",
            "the author targets you as local staff",
        ),
        Some(Author::Inconnu | Author::Autre) | None => (
            "le contenu parle de votre métier, de la classe ou d’un élève, ou il est paru pendant votre service",
            "the content speaks of your job, class or a pupil, or appeared during your service",
        ),
    };
    text(
        &format!(
            "Lien avec vos fonctions à argumenter. Un appui : {fr}. Les démarches privées restent ouvertes."
        ),
        &format!("Link with your duties to be argued. One support: {en}. Private steps stay open."),
    )
}
