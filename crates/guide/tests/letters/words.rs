//! Words, bytes and escaping.

use super::*;
use guide::letters::{Measure, Refusal, Witness, render_html};
use proptest::prelude::*;

#[test]
fn snapshots_of_the_three_letters() {
    for id in LETTERS {
        let text = render_text(&write(id, &facts(id)).finalise().unwrap());
        // The edition changes with any word of the content; the law and the letter do not.
        insta::assert_snapshot!(id, text.replace(content().version(), "ÉDITION"));
    }
}

#[test]
fn snapshot_of_an_empty_letter_shows_its_gaps() {
    let draft = write("protection-fonctionnelle", &LetterFacts::default());
    assert!(draft.finalise().is_err());
    insta::assert_snapshot!(
        "gaps",
        render_text(&draft.doc).replace(content().version(), "ÉDITION")
    );
    let html = render_html(&draft.doc);
    assert!(html.contains("<mark class=\"doc__gap\">Prénom et nom</mark>"));
    for gap in &draft.gaps {
        assert!(
            content()
                .models
                .label(&gap.field)
                .is_some_and(|label| label.fr == gap.label),
            "{gap:?}"
        );
    }
}

#[test]
fn no_letter_says_that_somebody_is_guilty() {
    for (name, text) in Files::embedded().under("letters/") {
        for word in ["coupable", "guilty"] {
            assert!(!text.to_lowercase().contains(word), "{name}: {word}");
        }
    }
}

#[test]
fn a_final_letter_has_no_gap_and_its_fragment_is_whole() {
    for id in LETTERS {
        let doc = write(id, &facts(id)).finalise().unwrap();
        let html = render_html(&doc);
        assert!(!html.contains("<mark") && !html.contains("{{") && !html.contains("**"));
        for tag in [
            "article", "p", "ol", "ul", "li", "strong", "code", "h2", "footer",
        ] {
            let (opened, closed) = (
                html.matches(&format!("<{tag}>")).count()
                    + html.matches(&format!("<{tag} ")).count(),
                html.matches(&format!("</{tag}>")).count(),
            );
            assert_eq!(opened, closed, "{id}: {tag}");
        }
        assert!(html.starts_with("<article class=\"doc doc--letter\" lang=\"fr\">"));
    }
}

#[test]
fn what_a_person_writes_is_never_read_as_a_template_or_as_markdown() {
    let mut facts = facts("protection-fonctionnelle");
    let hostile = "# titre **gras** `code` {{person.email}} {{#if harm}}x{{/if}}\n- item";
    facts.harm = hostile.to_owned();
    let text = final_text("protection-fonctionnelle", &facts);
    assert!(text.contains(&flat(hostile)));
    assert!(!render_html(&write("protection-fonctionnelle", &facts).doc).contains("<strong>gras"));
}

#[test]
fn facts_read_the_same_from_toml_and_json_and_unknown_names_are_refused() {
    for id in LETTERS {
        let facts = facts(id);
        let json = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<LetterFacts>(&json).unwrap(), facts);
    }
    assert!(toml::from_str::<LetterFacts>("[person]\nnom = \"x\"").is_err());
    assert!(example_facts(content(), "nope").is_none());
    assert!(matches!(
        draft(content(), "nope", &LetterFacts::default(), Lang::Fr),
        Err(Refusal::UnknownLetter)
    ));
    let ids: Vec<_> = content().models.offers().map(|offer| offer.id).collect();
    assert!(ids.is_sorted() && LETTERS.iter().all(|id| ids.contains(id)));
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[<>&\"'/a-z ={}#*`\n\u{202e}\u{0}-]{0,40}",
        Just("<script>alert(1)</script>".to_owned()),
        Just("\"><img src=x onerror=alert(1)>".to_owned()),
        Just("&lt;b&gt;".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_fact_can_inject_html(text in hostile(), other in hostile()) {
        for id in LETTERS {
            let mut json = serde_json::to_value(facts(id)).unwrap();
            poison(&mut json, &text, &other);
            let mut facts: LetterFacts = serde_json::from_value(json).unwrap();
            let sane = self::facts(id);
            facts.offences = sane.offences;
            facts.person.status = sane.person.status;
            facts.establishment.kind = sane.establishment.kind;
            facts.measures = vec![Measure { id: "autre".to_owned(), text: format!("a{text}") }];
            facts.letter.date = sane.letter.date;
            for fact in &mut facts.facts { fact.date.clear(); fact.url = format!("https://{text}"); }
            facts.witnesses.push(Witness { name: other.clone(), what: text.clone() });
            let draft = write(id, &facts);
            let html = render_html(&draft.doc);
            // The only tags are those of the renderer; every ampersand begins one of five references.
            let mut rest = html.as_str();
            while let Some(at) = rest.find('<') {
                let tag = &rest[at..=at + rest[at..].find('>').expect("a tag is closed")];
                let bare = tag.trim_matches(['<', '>', '/']).split(' ').next().unwrap();
                prop_assert!(["article", "p", "br", "strong", "code", "mark", "h2", "h3", "ol", "ul", "li", "footer", "aside"].contains(&bare), "{}", tag);
                let ours = tag.matches(" class=\"doc").count() + tag.matches(" lang=\"fr\"").count();
                prop_assert_eq!(tag.matches('=').count(), ours, "{}", tag);
                rest = &rest[at + tag.len()..];
            }
            for part in html.split('&').skip(1) {
                prop_assert!(["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|r| part.starts_with(r)), "{}", part);
            }
            // No control and nothing that turns the direction of the text.
            let turned = html.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}');
            prop_assert!(!turned);
            // Same facts, same bytes.
            let again = write(id, &facts);
            prop_assert_eq!(&again.doc, &draft.doc);
            prop_assert_eq!(render_text(&again.doc), render_text(&draft.doc));
            prop_assert_eq!(render_html(&again.doc), html);
        }
    }
}

/// Puts hostile words in every string.
fn poison(value: &mut serde_json::Value, one: &str, other: &str) {
    match value {
        serde_json::Value::String(text) => *text = format!("{one}{text}{other}"),
        serde_json::Value::Array(items) => {
            items.iter_mut().for_each(|item| poison(item, one, other))
        }
        serde_json::Value::Object(map) => {
            map.values_mut().for_each(|item| poison(item, one, other))
        }
        _ => {}
    }
}
