//! Writes a draft: chooses the addressee, gathers the texts, fills the templates.

use super::Models;
use super::compose::Composer;
use super::draft::{Addressee, Cited, Draft, Gap, MentionState, Refusal};
use super::facts::LetterFacts;
use super::fill::{fill, in_words, together};
use super::model::{CHEF, Envelope, Model};
use super::route::{Route, head, level, route};
use super::values::{Value, Values, flat};
use crate::law::{Article, Lang, Law, State, Text};
use kernel::doc::{Block, Doc, Frame, Inline};
use kernel::{date, doc};
use time::Date;

/// Everything that a draft is made from.
pub(super) struct Desk<'a> {
    pub(super) law: &'a Law,
    pub(super) models: &'a Models,
    pub(super) version: &'a str,
    pub(super) lang: Lang,
}

impl Desk<'_> {
    /// Writes the letter as far as the facts go.
    pub(super) fn draft(&self, model: &Model, facts: &LetterFacts) -> Result<Draft, Refusal> {
        let mut values = fill(self.law, &self.models.common, model, facts)
            .map_err(|values| Refusal::Unusable { values })?;
        let (status, place) = (&facts.person.status, &facts.establishment.kind);
        let mut route = if model.sheet.by_status || model.sheet.copy_to_hierarchy {
            route(self.law, status, place)
        } else if model.sheet.by_head {
            head(self.law, status, place, facts.recipient.direct)
        } else if model.sheet.by_level {
            // Somebody of the hierarchy who is involved was told by nobody, and that needs no reason.
            let direct = facts.recipient.direct;
            let told = direct || values.filled("more.first_date");
            level(self.law, status, place, &facts.recipient.level, told).map(|found| {
                let (route, skipped) = found?;
                let skipped: Vec<String> = skipped.iter().map(|id| self.office(id)).collect();
                values.set("recipient.skipped", Value::Text(skipped.join(", ")));
                Some(route)
            })
        } else {
            Ok(None)
        }
        .map_err(|value| Refusal::Unusable {
            values: vec![value],
        })?;
        if let Some(route) = route.as_mut().filter(|_| facts.recipient.direct) {
            route.through.clear();
            route.copies.clear();
        }
        if let Some(route) = route.as_mut().filter(|_| model.sheet.copy_to_hierarchy) {
            // The letter goes elsewhere: the whole way up is only told.
            let through = std::mem::take(&mut route.through);
            route.copies.splice(0..0, through);
            (route.authority, route.unsure) = (None, false);
        }
        let to = self.addressee(model, route.as_ref(), &values)?;
        if (model.sheet.by_head || model.sheet.by_level)
            && to.is_some_and(|to| to.sheet.authority != CHEF)
        {
            route = None;
        }
        let office = route.as_ref().and_then(|route| route.authority.as_ref());
        if let Some(id) = office {
            values.set("recipient.office", Value::Text(capital(&self.office(id))));
        }
        // Until the status is known, nobody is greeted by a wrong title.
        let salutation = to.map_or("Madame, Monsieur,", |to| &to.sheet.salutation);
        values.set("salutation", Value::Text(salutation.to_owned()));
        let cited = self.cited(model, facts, &values);
        if cited.iter().any(|text| text.state == State::Remplace) {
            return Err(Refusal::Replaced {
                texts: cited
                    .into_iter()
                    .filter(|t| t.state == State::Remplace)
                    .collect(),
            });
        }
        Ok(self.write(model, facts, &values, route, to, cited))
    }

    /// Which of the model's addressees; `None` while the status that chooses it is not known.
    fn addressee<'m>(
        &self,
        model: &'m Model,
        route: Option<&Route>,
        values: &Values,
    ) -> Result<Option<&'m Envelope>, Refusal> {
        let first = || {
            model
                .addressees
                .iter()
                .find(|to| values.holds(to.sheet.when.as_deref()))
        };
        let found = match (model.sheet.by_status, route) {
            (false, None) if first().is_some_and(|to| to.sheet.authority == CHEF) => {
                return Ok(None);
            }
            (false, _) => first(),
            (true, None) => return Ok(None),
            (true, Some(route)) => model
                .addressees
                .iter()
                .find(|to| Some(&to.sheet.authority) == route.authority.as_ref()),
        };
        found.map(Some).ok_or_else(|| {
            let refusal = model.sheet.refusal.as_ref();
            Refusal::NotForThisStatus {
                text: refusal
                    .map(|r| r.text.get(self.lang).to_owned())
                    .unwrap_or_default(),
                letters: refusal.map(|r| r.letters.clone()).unwrap_or_default(),
            }
        })
    }

    /// The model's references, then the texts that define the chosen offences.
    fn cited(&self, model: &Model, facts: &LetterFacts, values: &Values) -> Vec<Cited> {
        let own = model
            .sheet
            .references
            .iter()
            .filter(|r| values.holds(r.when.as_deref()))
            .map(|r| r.id.as_str());
        let theirs = facts
            .offences
            .iter()
            .filter_map(|id| self.law.offence(id))
            .flat_map(|offence| offence.articles.iter().map(String::as_str))
            .filter(|id| !self.models.common.procedure.iter().any(|p| p == id));
        let mut cited: Vec<Cited> = Vec::new();
        for article in own.chain(theirs).filter_map(|id| self.law.article(id)) {
            if !cited.iter().any(|known| known.id == article.id) {
                cited.push(cite(article));
            }
        }
        cited
    }

    fn label(&self, path: &str) -> String {
        self.models
            .common
            .label(path)
            .map_or_else(|| path.to_owned(), |text| text.get(self.lang).to_owned())
    }

    fn gap(&self, path: &str) -> Gap {
        Gap {
            field: path.to_owned(),
            label: self.label(path),
        }
    }

    fn office(&self, id: &str) -> String {
        self.models
            .common
            .offices
            .get(id)
            .cloned()
            .unwrap_or_else(|| id.to_owned())
    }

    fn write(
        &self,
        model: &Model,
        facts: &LetterFacts,
        values: &Values,
        route: Option<Route>,
        to: Option<&Envelope>,
        cited: Vec<Cited>,
    ) -> Draft {
        let label = |path: &str| self.label(path);
        let mut composer = Composer {
            values,
            label: &label,
            missing: Vec::new(),
        };
        let sender = composer.lines(&model.sender);
        let (addressee, lines) = self.envelope(values, route.as_ref(), to, &mut composer);
        if model.sheet.copy_to_hierarchy && route.is_none() {
            composer.missing.push("person.status".to_owned());
        }
        let place_date = composer
            .lines(&model.place_date)
            .into_iter()
            .next()
            .unwrap_or_default();
        let subject = composer
            .lines(&model.subject)
            .into_iter()
            .next()
            .unwrap_or_default();
        let line = model
            .sheet
            .sending
            .direct
            .as_ref()
            .filter(|_| values.filled("recipient.direct"))
            .unwrap_or(&model.sheet.sending.line);
        let mut blocks = composer.blocks(&model.body);
        if !addressee.copies.is_empty() {
            let items = addressee
                .copies
                .iter()
                .map(|copy| vec![Inline::text(copy)])
                .collect();
            blocks.push(doc::para("Copie pour information :"));
            blocks.push(Block::List {
                ordered: false,
                items,
            });
        }
        let mut gaps: Vec<Gap> = composer.missing.iter().map(|path| self.gap(path)).collect();
        for path in to.map_or(&[][..], |to| &to.sheet.fields) {
            if !values.filled(path) && !gaps.iter().any(|gap| gap.field == *path) {
                gaps.push(self.gap(path));
            }
        }
        let oldest = cited
            .iter()
            .filter_map(|text| date::parse(&text.checked))
            .min();
        Draft {
            id: model.id.clone(),
            doc: Doc {
                lang: "fr",
                title: model.sheet.name.fr.clone(),
                // A final letter has its own date; until then, the day the law was checked.
                date: date::parse(&facts.letter.date)
                    .or(oldest)
                    .unwrap_or(Date::MIN),
                frame: if model.sheet.sheet {
                    Frame::Report
                } else {
                    Frame::Letter {
                        sender,
                        addressee: lines,
                        place_date,
                        sending: line.clone(),
                        subject,
                    }
                },
                blocks,
                footer: footer(&cited, self.version),
            },
            gaps,
            mentions: self.mentions(model, values),
            advice: self.advice(
                model,
                values,
                &cited,
                route.is_some_and(|route| route.unsure),
            ),
            sending: model.sheet.sending.how.get(self.lang).to_owned(),
            enclosures: texts(&model.sheet.enclosures, self.lang),
            addressee,
            opens: model
                .sheet
                .deadlines
                .iter()
                .filter(|opens| values.holds(opens.when.as_deref()))
                .map(|opens| opens.id.clone())
                .collect(),
            running: running(self.law, facts),
            cited,
            needs: model.sheet.needs.clone(),
        }
    }

    fn envelope<'m>(
        &self,
        values: &Values,
        route: Option<&Route>,
        to: Option<&'m Envelope>,
        composer: &mut Composer<'m>,
    ) -> (Addressee, Vec<Vec<Inline>>) {
        let Some(to) = to else {
            composer.missing.push("person.status".to_owned());
            return (
                Addressee::default(),
                vec![vec![Inline::Gap(self.label("person.status"))]],
            );
        };
        let plain = |lines: &[Vec<Inline>]| {
            lines
                .iter()
                .map(|line| doc::plain(line))
                .collect::<Vec<_>>()
        };
        let mut lines = composer.lines(&to.lines);
        let offices = |ids: &[String]| ids.iter().map(|id| self.office(id)).collect::<Vec<_>>();
        let mut found = Addressee {
            authority: match route.and_then(|route| route.authority.clone()) {
                Some(id) if to.sheet.authority == CHEF => id,
                _ => to.sheet.authority.clone(),
            },
            lines: plain(&lines),
            through: route
                .map(|route| offices(&route.through))
                .unwrap_or_default(),
            copies: route
                .map(|route| offices(&route.copies))
                .unwrap_or_default(),
        };
        if route.is_some_and(|route| route.authority.is_some())
            && found.through.is_empty()
            && values.filled("recipient.via")
            && !values.filled("recipient.direct")
        {
            found.through.push(flat(values.text("recipient.via")));
        }
        for copy in &to.copies {
            found.copies.extend(plain(&composer.lines(copy)));
        }
        lines.extend(
            found
                .through
                .iter()
                .map(|office| vec![Inline::text(format!("Sous couvert de {office}"))]),
        );
        (found, lines)
    }

    fn mentions(&self, model: &Model, values: &Values) -> Vec<MentionState> {
        let required = model
            .sheet
            .mentions
            .iter()
            .filter(|mention| values.holds(mention.when.as_deref()));
        let lengths = model.sheet.lengths.iter().map(|length| {
            let filled = length.kept(values);
            MentionState {
                id: length.id.clone(),
                text: length.text.get(self.lang).to_owned(),
                filled,
                fields: vec![length.field.clone(), length.than.clone()],
                shown: values.shown(&length.field),
                missing: if filled {
                    Vec::new()
                } else {
                    vec![self.gap(&length.field)]
                },
            }
        });
        required
            .map(|mention| {
                let missing: Vec<Gap> = mention
                    .fields
                    .iter()
                    .filter(|field| !field.split('|').any(|path| values.filled(path.trim())))
                    .filter_map(|field| field.split('|').next())
                    .map(|path| self.gap(path.trim()))
                    .collect();
                let fields: Vec<String> = mention.paths().map(str::to_owned).collect();
                let phrase = Some(mention.phrase.clone()).filter(|phrase| !phrase.is_empty());
                let shown = fields
                    .iter()
                    .flat_map(|path| values.shown(path))
                    .chain(phrase)
                    .collect();
                MentionState {
                    id: mention.id.clone(),
                    text: mention.text.get(self.lang).to_owned(),
                    filled: missing.is_empty(),
                    fields,
                    shown,
                    missing,
                }
            })
            .chain(lengths)
            .collect()
    }

    fn advice(&self, model: &Model, values: &Values, cited: &[Cited], unsure: bool) -> Vec<String> {
        let mut advice: Vec<String> = model
            .sheet
            .advice
            .iter()
            .filter(|advice| values.holds(advice.when.as_deref()))
            .map(|advice| advice.text.get(self.lang).to_owned())
            .collect();
        if unsure {
            advice.push(match self.lang {
                Lang::Fr => "Destinataire à vérifier avant envoi : demandez au service qui vous paie ou à votre syndicat.".to_owned(),
                Lang::En => "Check the addressee before sending: ask the department that pays you, or your union.".to_owned(),
            });
        }
        for text in cited.iter().filter(|text| text.state == State::AVerifier) {
            advice.push(match self.lang {
                Lang::Fr => format!(
                    "À faire relire avant envoi : {} (texte à vérifier).",
                    text.citation
                ),
                Lang::En => format!(
                    "Have this checked before sending: {} (text to be verified).",
                    text.citation
                ),
            });
        }
        advice
    }
}

/// An office at the beginning of a line.
fn capital(office: &str) -> String {
    let mut chars = office.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn cite(article: &Article) -> Cited {
    Cited {
        id: article.id.clone(),
        citation: article.citation.clone(),
        state: article.state,
        checked: date::iso(article.checked),
    }
}

fn texts(all: &[Text], lang: Lang) -> Vec<String> {
    all.iter().map(|text| text.get(lang).to_owned()).collect()
}

/// The deadlines of the chosen offences, in order, once each.
fn running(law: &Law, facts: &LetterFacts) -> Vec<String> {
    let mut running: Vec<String> = Vec::new();
    for id in facts
        .offences
        .iter()
        .filter_map(|id| law.offence(id))
        .flat_map(|offence| &offence.deadlines)
    {
        if !running.contains(id) {
            running.push(id.clone());
        }
    }
    running
}

/// The texts cited, by the day they were checked, and the edition of the content.
fn footer(cited: &[Cited], version: &str) -> String {
    let mut days: Vec<&str> = cited.iter().map(|text| text.checked.as_str()).collect();
    days.sort_unstable();
    days.dedup();
    let mut groups: Vec<String> = Vec::new();
    for day in days {
        let names = cited
            .iter()
            .filter(|text| text.checked == day)
            .map(|text| match text.state {
                State::AVerifier => format!("{} (à vérifier)", text.citation),
                _ => text.citation.clone(),
            });
        let names = together(names);
        let words = date::parse(day).map(in_words).unwrap_or_default();
        groups.push(format!("{names} (vérifiés le {words})"));
    }
    format!(
        "Textes cités : {}. Contenu Préau {version}.",
        groups.join(" ; ")
    )
}
