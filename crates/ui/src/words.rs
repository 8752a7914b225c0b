//! The words of the screens: Fluent files of `locales/`, embedded, one set per language.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::fmt::Display;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A language of the screens. French first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// French, the default.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The tag of the `lang` attribute (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads `fr` or `en`, exactly.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The best language of an `Accept-Language` header (RFC 9110, section 12.5.4); French when
    /// neither is named.
    pub fn of_accept_language(header: &str) -> Self {
        let mut best = (Self::Fr, 0.0_f32);
        for range in header.split(',').take(32) {
            let mut fields = range.split(';');
            let tag = fields.next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default();
            let Some(lang) = Self::of_tag(&primary.to_ascii_lowercase()) else {
                continue;
            };
            let quality = fields
                .find_map(|f| f.trim().strip_prefix("q="))
                .map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
            if quality > best.1 {
                best = (lang, quality);
            }
        }
        best.0
    }

    const fn other(self) -> Self {
        match self {
            Self::Fr => Self::En,
            Self::En => Self::Fr,
        }
    }

    /// The language that the switch offers.
    pub const fn switch(self) -> Self {
        self.other()
    }
}

static FR: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::Fr, FR_FILES));
static EN: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Lang::En, EN_FILES));

fn bundle(lang: Lang, files: &[(&str, &str)]) -> FluentBundle<FluentResource> {
    let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks that isolate variables would be read aloud by some screen readers and copied
    // with the text; both our languages are written left to right.
    bundle.set_use_isolating(false);
    for (name, text) in files {
        let resource = match FluentResource::try_new((*text).to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                tracing::error!(file = name, count = errors.len(), "locale file has errors");
                resource
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = name, count = errors.len(), "message defined twice");
        }
    }
    bundle
}

/// The handle to one language's words; copied freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Words(pub Lang);

impl Words {
    /// The language.
    pub const fn lang(self) -> Lang {
        self.0
    }

    /// The text of `key`. A missing key comes back as itself, visible; tests refuse that.
    pub fn t(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text of `key` with its variables. Whole numbers choose plurals.
    pub fn ta(&self, key: &str, args: &[(&str, &dyn Display)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            let text = value.to_string();
            let value = match text.parse::<i64>() {
                Ok(number) if number.to_string() == text => FluentValue::from(number),
                _ => FluentValue::from(text),
            };
            values.set((*name).to_owned(), value);
        }
        self.format(key, Some(&values))
    }

    /// Whether the language has this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self.0 {
            Lang::Fr => &FR,
            Lang::En => &EN,
        }
    }

    fn format(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            tracing::error!(key, lang = self.0.tag(), "message missing");
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern, args, &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::error!(key, lang = self.0.tag(), "message lacks a variable");
        }
        text
    }
}

/// The embedded files of a language: name and text, for tests that read them all.
pub fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Fr => FR_FILES,
        Lang::En => EN_FILES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_chooses_the_language_by_quality_and_french_by_default() {
        for (header, lang) in [
            ("", Lang::Fr),
            ("de-DE,de;q=0.9", Lang::Fr),
            ("en-GB,en;q=0.9,fr;q=0.8", Lang::En),
            ("en;q=0.5,fr-FR;q=0.9", Lang::Fr),
            ("en;q=0", Lang::Fr),
        ] {
            assert_eq!(Lang::of_accept_language(header), lang, "{header}");
        }
    }

    #[test]
    fn a_variable_is_written_without_isolation_marks_and_a_number_chooses_the_plural() {
        let w = Words(Lang::Fr);
        assert_eq!(
            w.ta("problems-count", &[("count", &1)]),
            "Un point reste à corriger"
        );
        assert_eq!(
            w.ta("problems-count", &[("count", &3)]),
            "3 points restent à corriger"
        );
        assert_eq!(w.t("no-such-key"), "no-such-key");
    }
}
