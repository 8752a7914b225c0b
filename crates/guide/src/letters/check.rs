//! Reads `content/letters/` and checks it: names resolve, templates parse, every mandatory mention
//! has its words in the body, and the example of each letter can be finished.

use super::Models;
use super::desk::Desk;
use super::facts::LetterFacts;
use super::fields::{MORE, Shape, known, paths, shape};
use super::model::{CHEF, Common, Envelope, Model, MoreAsk, Sheet};
use super::template::Template;
use super::values::flat;
use crate::files::{Files, Problem};
use crate::law::{Lang, Law};
use std::collections::BTreeSet;

const COMMON: &str = "letters/common.toml";

/// Reads every model; its templates parse.
pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> Models {
    let mut say = |file: &str, what: String| {
        problems.push(Problem {
            file: file.to_owned(),
            what,
        })
    };
    let common = match toml::from_str::<Common>(files.get(COMMON).unwrap_or_default()) {
        Ok(common) => common,
        Err(error) => {
            say(COMMON, error.to_string());
            return Models::default();
        }
    };
    let mut models = Models {
        common,
        models: Vec::new(),
    };
    for (file, text) in files.under("letters/") {
        let Some(id) = file
            .strip_prefix("letters/")
            .and_then(|name| name.strip_suffix(".toml"))
        else {
            continue;
        };
        if file == COMMON || id.contains('/') {
            continue;
        }
        let mut say = |what: String| say(file, what);
        match toml::from_str::<Sheet>(text) {
            Err(error) => say(error.to_string()),
            Ok(sheet) => {
                models
                    .models
                    .extend(templates(files, id, file, sheet, &mut say));
            }
        }
    }
    // The names of files do not sort as ids do.
    models.models.sort_by(|a, b| a.id.cmp(&b.id));
    models
}

/// Checks every model.
pub(super) fn all(models: &Models, law: &Law, problems: &mut Vec<Problem>) {
    let mut say = |file: &str, what: String| {
        problems.push(Problem {
            file: file.to_owned(),
            what,
        })
    };
    check_common(&models.common, law, &mut |what| say(COMMON, what));
    for model in &models.models {
        check(model, law, &mut |what| say(&model.file, what));
        for other in model
            .sheet
            .refusal
            .iter()
            .flat_map(|refusal| &refusal.letters)
        {
            if models.get(other).is_none() {
                say(&model.file, format!("no letter has the id `{other}`"));
            }
        }
        check_more(model, &models.common, &mut |what| say(&model.file, what));
        check_example(models, model, law, &mut |what| say(&model.file, what));
    }
    let used: BTreeSet<String> = models.models.iter().flat_map(Model::names).collect();
    for id in models.common.more.keys() {
        if !used.contains(&format!("{MORE}{id}")) {
            say(COMMON, format!("no letter uses the field `{MORE}{id}`"));
        }
    }
}

fn check_common(common: &Common, law: &Law, say: &mut dyn FnMut(String)) {
    let wanted: BTreeSet<String> = paths().collect();
    for path in &wanted {
        if common
            .fields
            .get(path)
            .is_none_or(|label| label.fr.trim().is_empty() || label.en.trim().is_empty())
        {
            say(format!(
                "the field `{path}` needs a label in French and in English"
            ));
        }
    }
    for (id, more) in &common.more {
        if more.label.fr.trim().is_empty() || more.label.en.trim().is_empty() {
            say(format!(
                "the field `{MORE}{id}` needs a label in French and in English"
            ));
        }
    }
    for path in common.fields.keys().filter(|path| !wanted.contains(*path)) {
        say(format!("no field is called `{path}`"));
    }
    let staff = law.staff.iter().flat_map(|staff| {
        staff
            .through
            .iter()
            .chain(&staff.head)
            .chain(&staff.protection)
    });
    let places = law.establishments.iter().flat_map(|place| {
        let levels = [&place.head, &place.above].into_iter().chain(&place.beyond);
        levels.chain(&place.tell)
    });
    for id in staff
        .chain(places)
        .filter(|id| !common.offices.contains_key(*id))
    {
        say(format!(
            "letters pass through `{id}`, which has no words under [offices]"
        ));
    }
    for id in common
        .offices
        .keys()
        .filter(|id| law.authority(id).is_none())
    {
        say(format!("no authority has the id `{id}`"));
    }
    for id in common
        .procedure
        .iter()
        .filter(|id| law.article(id).is_none())
    {
        say(format!("no article has the id `{id}`"));
    }
}

/// The sheet with its templates; `None` when something does not even parse.
fn templates(
    files: &Files,
    id: &str,
    file: &str,
    mut sheet: Sheet,
    say: &mut dyn FnMut(String),
) -> Option<Model> {
    let conditions: Vec<&str> = sheet
        .conditions
        .iter()
        .map(|condition| condition.id.as_str())
        .collect();
    let mut parse = |what: &str, text: &str| match Template::parse(text, &conditions) {
        Ok(template) => Some(template),
        Err(found) => {
            for problem in found {
                say(format!("{what}: {problem}"));
            }
            None
        }
    };
    let body = parse(
        "body",
        files.get(&format!("letters/{id}.md")).unwrap_or_default(),
    );
    let subject = parse("subject", &sheet.subject);
    let sender = parse("sender", &sheet.sender);
    let place_date = parse("place_date", &sheet.place_date);
    let mut addressees = Vec::new();
    for to in std::mem::take(&mut sheet.addressees) {
        let lines = parse("addressee", &to.lines)?;
        let copies = to
            .copies
            .iter()
            .map(|copy| parse("copies", copy))
            .collect::<Option<Vec<_>>>()?;
        addressees.push(Envelope {
            sheet: to,
            lines,
            copies,
        });
    }
    Some(Model {
        id: id.to_owned(),
        file: file.to_owned(),
        subject: subject?,
        sender: sender?,
        place_date: place_date?,
        addressees,
        body: body?,
        example: files
            .get(&format!("letters/examples/{id}.toml"))
            .unwrap_or_default()
            .to_owned(),
        sheet,
    })
}

fn check(model: &Model, law: &Law, say: &mut dyn FnMut(String)) {
    let sheet = &model.sheet;
    let words = sheet
        .grounds
        .iter()
        .chain(&sheet.measures)
        .fold(flat(&model.body.words()), |words, own| {
            words + "\u{1}" + &flat(&own.text)
        });
    let condition = |name: &Option<String>| {
        name.as_deref().is_none_or(|name| {
            shape(name).is_some() || sheet.conditions.iter().any(|c| c.id == name)
        })
    };
    for reference in &sheet.references {
        if law.article(&reference.id).is_none() {
            say(format!("no article has the id `{}`", reference.id));
        }
        if reference.words.trim().is_empty() || !words.contains(&reference.words) {
            say(format!(
                "the body does not cite `{}` as « {} »",
                reference.id, reference.words
            ));
        }
        if !condition(&reference.when) {
            say(format!(
                "the reference `{}` depends on an unknown condition",
                reference.id
            ));
        }
    }
    for found in &sheet.conditions {
        if known(&found.id) {
            say(format!(
                "the condition `{}` has the name of a field",
                found.id
            ));
        }
        for id in found.offences.iter().filter(|id| law.offence(id).is_none()) {
            say(format!("no offence has the id `{id}`"));
        }
        for id in found
            .grounds
            .iter()
            .filter(|id| !sheet.grounds.iter().any(|ground| ground.id == **id))
        {
            say(format!("no reason has the id `{id}`"));
        }
        for id in found.statuses.iter().filter(|id| law.status(id).is_none()) {
            say(format!("no status has the id `{id}`"));
        }
        for id in found.places.iter().filter(|id| !law.establishments.has(id)) {
            say(format!("no place of work has the id `{id}`"));
        }
    }
    for opens in &sheet.deadlines {
        if law.deadline(&opens.id).is_none() || !condition(&opens.when) {
            say(format!(
                "the deadline `{}` or its condition is unknown",
                opens.id
            ));
        }
    }
    if sheet.advice.iter().any(|advice| !condition(&advice.when)) {
        say("an advice depends on an unknown condition".to_owned());
    }
    for need in sheet
        .needs
        .iter()
        .filter(|need| need.len() != 4 || !need.starts_with('N'))
    {
        say(format!("`{need}` is not the id of a need"));
    }
    for (what, text) in [
        ("subject", &sheet.subject),
        ("sender", &sheet.sender),
        ("place_date", &sheet.place_date),
    ] {
        if sheet.sheet != text.trim().is_empty() {
            say(format!(
                "a letter has a `{what}`, a sheet to print has none"
            ));
        }
    }
    for length in &sheet.lengths {
        for path in [&length.field, &length.than] {
            if !matches!(shape(path), Some(Shape::Text)) {
                say(format!(
                    "the length `{}` measures no text: `{path}`",
                    length.id
                ));
            }
        }
    }
    check_mentions(model, &words, &condition, say);
    check_addressees(model, law, &condition, say);
}

/// The fields that only some letters have are declared once, and a box is not printed as words.
fn check_more(model: &Model, common: &Common, say: &mut dyn FnMut(String)) {
    let asked = |path: &str| {
        path.strip_prefix(MORE)
            .map(|id| common.more.get(id).map(|m| m.ask))
    };
    for path in model.names() {
        if asked(&path) == Some(None) {
            say(format!("unknown field « {path} »"));
        }
    }
    for template in model.templates() {
        for path in template.shown() {
            if asked(&path) == Some(Some(MoreAsk::Tick)) {
                say(format!("« {path} » is a box: it has no words to show"));
            }
        }
    }
}

fn check_mentions(
    model: &Model,
    words: &str,
    condition: &dyn Fn(&Option<String>) -> bool,
    say: &mut dyn FnMut(String),
) {
    let mut ids = BTreeSet::new();
    for mention in &model.sheet.mentions {
        let id = &mention.id;
        if !ids.insert(id) {
            say(format!("the mention `{id}` stands twice"));
        }
        if mention.fields.is_empty() && mention.phrase.is_empty() {
            say(format!("nothing fills the mention `{id}`"));
        }
        if !words.contains(&flat(&mention.phrase)) {
            say(format!(
                "the body lost the words of the mention `{id}`: « {} »",
                mention.phrase
            ));
        }
        for path in mention.paths().filter(|path| !known(path)) {
            if !model.sheet.conditions.iter().any(|c| c.id == path) {
                say(format!(
                    "the mention `{id}` asks for the unknown field `{path}`"
                ));
            }
        }
        if !condition(&mention.when) {
            say(format!(
                "the mention `{id}` depends on an unknown condition"
            ));
        }
    }
}

fn check_addressees(
    model: &Model,
    law: &Law,
    condition: &dyn Fn(&Option<String>) -> bool,
    say: &mut dyn FnMut(String),
) {
    for to in &model.addressees {
        let chosen = (model.sheet.by_head || model.sheet.by_level) && to.sheet.authority == CHEF;
        if !chosen && law.authority(&to.sheet.authority).is_none() {
            say(format!("no authority has the id `{}`", to.sheet.authority));
        }
        for path in to.sheet.fields.iter().filter(|path| !known(path)) {
            say(format!("the addressee asks for the unknown field `{path}`"));
        }
        if !condition(&to.sheet.when) {
            say("an addressee depends on an unknown condition".to_owned());
        }
    }
    if !model.sheet.by_status {
        let last = model
            .addressees
            .iter()
            .rposition(|to| to.sheet.when.is_none());
        let first = model
            .addressees
            .iter()
            .position(|to| to.sheet.when.is_none());
        if first.is_none() || last != first || last != model.addressees.len().checked_sub(1) {
            say(
                "without `by_status`, a letter has one addressee without condition, the last"
                    .to_owned(),
            );
        }
        return;
    }
    let staff = law
        .staff
        .iter()
        .map(|staff| (&staff.id, staff.protection.as_ref()));
    let places = law
        .establishments
        .iter()
        .filter(|p| p.protection.is_some())
        .map(|p| (&p.id, p.protection.as_ref()));
    for (who, authority) in staff.chain(places) {
        match authority {
            Some(id) if model.addressees.iter().any(|to| to.sheet.authority == *id) => {}
            Some(id) => say(format!(
                "`{who}` writes to `{id}`, which is no addressee here"
            )),
            None if model.sheet.refusal.is_some() => {}
            None => say(format!(
                "`{who}` writes to nobody and there is no [refusal]"
            )),
        }
    }
}

/// The example fills every field that the letter needs: what it cannot finish, nobody can.
fn check_example(models: &Models, model: &Model, law: &Law, say: &mut dyn FnMut(String)) {
    let facts = match toml::from_str::<LetterFacts>(&model.example) {
        Ok(facts) => facts,
        Err(error) => return say(format!("the example: {error}")),
    };
    let desk = Desk {
        law,
        models,
        version: "",
        lang: Lang::Fr,
    };
    match desk.draft(model, &facts).map(|draft| draft.finalise()) {
        Ok(Ok(_)) => {}
        // A replaced text stops the letter, not the whole content: people are told when they ask for it.
        Err(super::Refusal::Replaced { .. }) => {}
        Ok(Err(missing)) => {
            for found in missing {
                say(format!(
                    "the example cannot be finished: `{}` ({})",
                    found.id, found.text
                ));
            }
        }
        Err(refusal) => say(format!("the example is refused: {refusal:?}")),
    }
}
