//! What a visitor has told so far: kept in her session, 24 hours, and nowhere else.

use dossier::Beginning;
use dossier::forms::FactForm;
use dossier::model::{Concerned, FactText, Qualification};
use dossier::plans::situation_of;
use guide::Content;
use guide::plan::Situation;
use guide::triage::Reading;
use serde_json::Value;
use time::Date;

/// The draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The story.
    pub story: String,
    /// For whom.
    pub concerned: String,
    /// Dangers ticked on the safety page.
    pub safety: Vec<String>,
    /// When, where, who.
    pub fact: FactForm,
    /// Kinds chosen.
    pub chosen: Vec<String>,
    /// Whether the person has answered « ce que cela peut être »; « aucune » is an answer.
    pub answered: bool,
    /// Status, establishment, département, link, public.
    pub situation: Situation,
}

impl Draft {
    /// Reads what the session holds; anything unreadable is an empty draft.
    pub fn read(value: &Value) -> Self {
        serde_json::from_value(value.clone()).unwrap_or_default()
    }

    /// What the session will hold.
    pub fn write(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// For whom it is told.
    pub fn concerned(&self) -> Concerned {
        Concerned::read(&self.concerned).unwrap_or_default()
    }

    /// The story as the triage reads it.
    pub fn reading(&self, content: &Content) -> Reading {
        guide::triage::read(content, &self.story)
    }

    /// The fact told by « Quand et où ? », with the story as its words.
    pub fn fact(&self, today: Date) -> FactText {
        self.fact.read(today).unwrap_or_default()
    }

    /// Whether somebody may be in danger: ticked by the person, or read in her story.
    pub fn in_danger(&self, content: &Content) -> bool {
        !self.safety.is_empty() || !self.reading(content).dangers.is_empty()
    }

    /// The facts of the plan.
    pub fn situation(&self, content: &Content, today: Date) -> Situation {
        let fact = self.fact(today);
        let mut situation = situation_of(&self.situation, self.concerned(), &self.chosen, &[&fact]);
        situation.danger = self.in_danger(content);
        situation
    }

    /// What the dossier begins with.
    pub fn beginning(&self, content: &Content, today: Date) -> Beginning {
        let fact = FactText {
            what: first_sentence(&self.story),
            ..self.fact(today)
        };
        Beginning {
            concerned: self.concerned(),
            story: self.story.clone(),
            fact: Some(fact),
            qualification: Qualification {
                chosen: self.chosen.clone(),
                proposed: self
                    .reading(content)
                    .kinds
                    .into_iter()
                    .take(3)
                    .map(|guess| guess.kind)
                    .collect(),
            },
            situation: serde_json::to_value(Situation {
                danger: self.in_danger(content),
                ..self.situation.clone()
            })
            .unwrap_or_default(),
            pieces: Vec::new(),
        }
    }
}

/// The beginning of the story, at most about two hundred characters, cut between words: it names the
/// fact until the person says it better.
fn first_sentence(story: &str) -> String {
    let end = story
        .char_indices()
        .find(|(_, c)| matches!(c, '.' | '!' | '?' | '\n'))
        .map_or(story.len(), |(at, c)| at + c.len_utf8());
    let sentence = story.get(..end).unwrap_or(story).trim();
    if sentence.chars().count() <= 200 {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(200).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    [whole, "…"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_names_the_fact() {
        assert_eq!(
            first_sentence("On m'insulte. Depuis lundi."),
            "On m'insulte."
        );
        assert_eq!(first_sentence("sans ponctuation"), "sans ponctuation");
        let long = first_sentence(&"mot ".repeat(200));
        assert!(long.chars().count() <= 201 && long.ends_with("mot…"));
    }

    #[test]
    fn a_draft_comes_back_as_it_was_and_garbage_is_empty() {
        let draft = Draft {
            story: "x".into(),
            chosen: vec!["menaces".into()],
            ..Draft::default()
        };
        assert_eq!(Draft::read(&draft.write()), draft);
        assert_eq!(
            Draft::read(&serde_json::json!({"story": 3})),
            Draft::default()
        );
    }
}
