//! Every letter of the content, whatever it is about: N027, N048.

use super::*;

fn ids() -> impl Iterator<Item = &'static str> {
    content().models.offers().map(|offer| offer.id)
}

#[test]
fn n027_n048_every_mention_of_every_letter_stands_in_the_finished_letter() {
    for id in ids() {
        let mentions = finished_mentions(id);
        let needs = write(id, &facts(id)).needs;
        assert!(!mentions.is_empty() && !needs.is_empty(), "{id}");
        for mention in mentions {
            assert!(
                !(mention.shown.is_empty() && mention.fields.is_empty()),
                "{id}: {}",
                mention.id
            );
        }
    }
}

#[test]
fn n027_n048_a_mention_emptied_stops_every_letter_and_is_named() {
    let mut stopped = 0;
    for id in ids() {
        let full = facts(id);
        for mention in write(id, &full).mentions {
            let mut alone = 0;
            // A condition is not a fact: nothing empties it.
            let known = |field: &&String| content().models.label(field).is_some();
            for field in mention.fields.iter().filter(known) {
                let less = without(&full, field);
                match write(id, &less).finalise() {
                    Err(missing) => {
                        let named = missing.iter().find(|m| m.id == mention.id);
                        let named = named.unwrap_or_else(|| {
                            panic!("{id}, {}: {field}: {missing:?}", mention.id)
                        });
                        assert_eq!(named.text, mention.text);
                        assert!(named.fields.iter().all(|gap| !gap.label.is_empty()));
                        alone += 1;
                    }
                    // Another field is enough, or the mention is no longer asked for.
                    Ok(_) => continue,
                }
            }
            stopped += alone;
            if alone > 0 || mention.fields.is_empty() {
                continue;
            }
            let none = mention
                .fields
                .iter()
                .filter(known)
                .fold(full.clone(), |facts, field| without(&facts, field));
            let draft = write(id, &none);
            match draft.finalise() {
                Err(missing) => {
                    assert!(
                        missing.iter().any(|m| m.id == mention.id),
                        "{id}, {}: {missing:?}",
                        mention.id
                    );
                    stopped += 1;
                }
                Ok(_) => assert!(
                    draft.mentions.iter().all(|other| other.id != mention.id),
                    "{id}: nothing stops it without `{}`",
                    mention.id
                ),
            }
        }
    }
    assert!(stopped > 40, "{stopped}");
}

#[test]
fn the_words_of_a_mention_cannot_be_lost_from_a_letter() {
    let mut edits = Vec::new();
    for id in ids() {
        let file = format!("letters/{id}.md");
        let body = Files::embedded().get(&file).unwrap().to_owned();
        let phrases = write(id, &facts(id))
            .mentions
            .into_iter()
            .filter_map(|mention| mention.shown.last().cloned())
            .filter(|phrase| body.matches(phrase.as_str()).count() == 1);
        // One a letter: the content is read whole once.
        let phrase = phrases.max_by_key(String::len);
        edits.push((
            file,
            phrase.unwrap_or_else(|| panic!("{id} has no words of its own")),
        ));
    }
    let lost: Vec<(&str, &str, &str)> = edits
        .iter()
        .map(|(file, phrase)| (file.as_str(), phrase.as_str(), "Rien"))
        .collect();
    let problems = rewritten(&lost).unwrap_err();
    for (file, phrase) in &edits {
        let toml = file.replace(".md", ".toml");
        assert!(
            problems
                .iter()
                .any(|p| p.file == toml && p.what.contains("lost the words of the mention")),
            "{file}: {phrase}"
        );
    }
}

#[test]
fn every_letter_rests_on_texts_in_force_and_shows_them() {
    for id in ids() {
        let draft = write(id, &facts(id));
        assert!(!draft.cited.is_empty(), "{id}");
        for text in &draft.cited {
            assert_ne!(text.state, guide::law::State::Remplace, "{id}");
            let number = text.citation.split("art. ").last().unwrap();
            assert!(draft.doc.footer.contains(number), "{id}: {}", text.citation);
        }
        for rule in &draft.opens {
            assert!(content().deadline(rule).is_some(), "{id}: {rule}");
        }
    }
}

#[test]
fn snapshots_of_the_other_letters() {
    for id in ids().filter(|id| !LETTERS.contains(id)) {
        let text = render_text(&write(id, &facts(id)).finalise().unwrap());
        // The edition changes with any word of the content; the law and the letter do not.
        insta::assert_snapshot!(id, text.replace(content().version(), "ÉDITION"));
    }
}

#[test]
fn every_letter_is_named_by_a_situation_or_by_a_step() {
    let situations = &content().situations;
    let actions = situations
        .actions
        .iter()
        .flat_map(|a| [&a.letter, &a.letter_after].into_iter().flatten());
    let kinds = situations.kinds.iter().flat_map(|kind| {
        let steps = kind.step.iter().flat_map(|step| &step.letter);
        kind.letters.iter().chain(steps)
    });
    let also = situations.actions.iter().flat_map(|action| &action.also);
    let lists = situations.checklists.iter().flat_map(|list| &list.letters);
    let named: Vec<&String> = actions.chain(kinds).chain(also).chain(lists).collect();
    for id in ids() {
        assert!(guide::plan::LETTERS.contains(&id), "{id} is in no list");
        assert!(
            named.iter().any(|name| *name == id),
            "nothing leads to {id}"
        );
    }
}

/// N027, N048: what a form asks, with what the dossier knows, is enough to finish any letter.
#[test]
fn n027_n048_what_is_asked_is_enough_and_has_a_label() {
    for id in ids() {
        let asks = content().models.asks(id);
        let full = serde_json::to_value(facts(id)).unwrap();
        // The dossier's own part, then only the fields that are asked.
        let mut kept = serde_json::json!({
            "facts": full["facts"], "pieces": full["pieces"], "steps": full["steps"],
            "letter": { "date": full["letter"]["date"] },
            "establishment": {
                "kind": full["establishment"]["kind"],
                "departement": full["establishment"]["departement"],
            },
        });
        for (path, _) in &asks {
            assert!(content().models.label(path).is_some(), "{id}: {path}");
            let (from, to) = match path.split_once('.') {
                None => (&full[path], &mut kept[path]),
                Some((head, tail)) => (&full[head][tail], &mut kept[head][tail]),
            };
            if !from.is_null() {
                *to = from.clone();
            }
        }
        let paths: std::collections::BTreeSet<&String> =
            asks.iter().map(|(path, _)| path).collect();
        assert_eq!(paths.len(), asks.len(), "{id} asks twice");
        strip_nulls(&mut kept);
        let kept: LetterFacts = serde_json::from_value(kept).unwrap();
        let whole = final_text(id, &facts(id));
        assert_eq!(final_text(id, &kept), whole, "{id}");
    }
}

/// Indexing makes empty entries where the example says nothing.
fn strip_nulls(value: &mut serde_json::Value) {
    if let serde_json::Value::Object(map) = value {
        map.retain(|_, inner| !inner.is_null());
        map.values_mut().for_each(strip_nulls);
    }
}
