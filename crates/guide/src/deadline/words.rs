//! The rule in words, so that anyone can check the date.

use crate::law::{Carry, Lang, Law, Mode, Rule, Unit};

/// « 3 mois de quantième à quantième, jamais reporté ; loi du 29 juillet 1881, art. 65 ».
pub fn in_words(law: &Law, rule: &Rule, lang: Lang) -> String {
    let count = match lang {
        Lang::Fr => count_fr(rule),
        Lang::En => count_en(rule),
    };
    let carry = match (rule.mode, rule.carry, lang) {
        (Mode::SansDelai | Mode::ContinuHeures | Mode::Franc, _, _) => "",
        (_, Carry::Aucun, Lang::Fr) => ", jamais reporté",
        (_, Carry::Aucun, Lang::En) => ", never carried over",
        (_, Carry::JourOuvrableSuivant, Lang::Fr) => ", reporté au premier jour ouvré",
        (_, Carry::JourOuvrableSuivant, Lang::En) => ", carried to the first business day",
    };
    let between = match lang {
        Lang::Fr => " ; ",
        Lang::En => "; ",
    };
    format!("{count}{carry}{between}{}", source(law, rule))
}

/// The texts it rests on, as they are cited.
pub fn source(law: &Law, rule: &Rule) -> String {
    let cited: Vec<String> = rule
        .articles
        .iter()
        .filter_map(|id| law.article(id))
        .map(|article| lower(&article.citation))
        .collect();
    cited.join(" ; ")
}

fn count_fr(rule: &Rule) -> String {
    let amount = rule.amount;
    let s = if amount > 1 { "s" } else { "" };
    match rule.mode {
        Mode::SansDelai => "sans délai : la loi ne donne pas de nombre".to_owned(),
        Mode::ContinuHeures => {
            format!("{amount} heure{s} sans interruption, jours de repos compris")
        }
        Mode::JoursOuvrables => {
            format!("{amount} jour{s} ouvrable{s}, sans les dimanches ni les jours fériés")
        }
        Mode::JoursCalendaires => format!("{amount} jour{s}, tous comptés"),
        Mode::Quantieme => format!("{} de quantième à quantième", units_fr(rule)),
        Mode::Franc => format!(
            "{} franc{s} : de quantième à quantième, plus un jour, puis le premier jour ouvré",
            units_fr(rule)
        ),
    }
}

fn units_fr(rule: &Rule) -> String {
    let s = if rule.amount > 1 { "s" } else { "" };
    match rule.unit {
        Unit::Mois => format!("{} mois", rule.amount),
        Unit::Jours => format!("{} jour{s}", rule.amount),
        Unit::Heures => format!("{} heure{s}", rule.amount),
    }
}

fn count_en(rule: &Rule) -> String {
    let amount = rule.amount;
    let s = if amount == 1 { "" } else { "s" };
    match rule.mode {
        Mode::SansDelai => "without delay: the law gives no figure".to_owned(),
        Mode::ContinuHeures => format!("{amount} hour{s} without a break, days off included"),
        Mode::JoursOuvrables => format!("{amount} working day{s}, without Sundays and holidays"),
        Mode::JoursCalendaires => format!("{amount} day{s}, all counted"),
        Mode::Quantieme => format!("{} from date to date", units_en(rule)),
        Mode::Franc => {
            format!(
                "{} from date to date, plus one day, then the first business day",
                units_en(rule)
            )
        }
    }
}

fn units_en(rule: &Rule) -> String {
    let s = if rule.amount == 1 { "" } else { "s" };
    match rule.unit {
        Unit::Mois => format!("{} month{s}", rule.amount),
        Unit::Jours => format!("{} day{s}", rule.amount),
        Unit::Heures => format!("{} hour{s}", rule.amount),
    }
}

/// « Loi du … » inside a sentence; acronyms keep their capitals.
fn lower(citation: &str) -> String {
    let mut letters = citation.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => first
            .to_lowercase()
            .chain(std::iter::once(second))
            .chain(letters)
            .collect(),
        _ => citation.to_owned(),
    }
}
