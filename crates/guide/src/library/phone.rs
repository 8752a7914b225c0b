//! What to dial to hide one's number, per operator (N145, N146); the codes come from `law/phone.toml`.

use crate::law::{Law, Phone};

/// The line one calls from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// A fixed line.
    Fixe,
    /// A mobile.
    Mobile,
}

/// What one wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// To hide it for one call.
    UnAppel,
    /// To hide it for all calls.
    Permanent,
    /// To check whether it is hidden.
    Verifier,
    /// To show it again.
    Annuler,
    /// To send a text message.
    Sms,
}

/// Who asks what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mask<'a> {
    /// The operator, as in `law/phone.toml`.
    pub operator: &'a str,
    /// The line.
    pub line: Line,
    /// What is wanted.
    pub usage: Use,
    /// The number to call, for one call.
    pub number: &'a str,
}

/// What to dial, and the entry it comes from, with its date and its state.
#[derive(Debug, Clone)]
pub struct Dial<'a> {
    /// Exactly what to dial.
    pub keys: String,
    /// The entry.
    pub entry: &'a Phone,
}

/// Why there is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoCode {
    /// A text message always shows the number.
    Sms,
    /// Emergency services always see the number.
    Urgence,
    /// It is done in the operator's customer area.
    EspaceClient,
    /// It is done in the settings of the device.
    Reglages,
    /// We know no code for that operator.
    Operateur,
    /// That is not a number to call from France.
    Numero,
}

impl NoCode {
    /// The reason, in words.
    pub const fn reason(self) -> (&'static str, &'static str) {
        match self {
            Self::Sms => (
                "Un SMS montre toujours votre numéro : passez par l’ENT.",
                "A text message always shows your number: use the school platform.",
            ),
            Self::Urgence => (
                "Les secours voient toujours votre numéro : c’est pour vous trouver.",
                "Emergency services always see your number: it is to find you.",
            ),
            Self::EspaceClient => (
                "Chez cet opérateur, cela se règle dans l’espace client.",
                "With this operator, it is set in the customer area.",
            ),
            Self::Reglages => (
                "Cela se règle dans le téléphone : identité de l’appelant.",
                "It is set in the phone: caller identity.",
            ),
            Self::Operateur => (
                "Nous ne connaissons pas de code pour cet opérateur. Appelez depuis l’établissement.",
                "We know no code for this operator. Call from the school.",
            ),
            Self::Numero => (
                "Ce numéro n’a pas dix chiffres : vérifiez-le.",
                "This number has not ten digits: check it.",
            ),
        }
    }
}

/// Numbers that always see who calls.
const URGENCE: [&str; 5] = ["15", "17", "18", "112", "114"];

/// What to dial.
fn dial<'a>(law: &'a Law, mask: &Mask<'_>) -> Result<Dial<'a>, NoCode> {
    let entry = |id: &str| law.phone.get(id).ok_or(NoCode::Operateur);
    let plain = |id: &str| {
        let entry = entry(id)?;
        Ok(Dial {
            keys: entry.code.clone(),
            entry,
        })
    };
    match (mask.line, mask.usage) {
        (_, Use::Sms) => Err(NoCode::Sms),
        (Line::Mobile, Use::UnAppel) => once(entry("mobile-appel")?, mask.number),
        (Line::Mobile, _) => Err(NoCode::Reglages),
        (Line::Fixe, Use::UnAppel) => {
            let own = law.phone.iter().find(|entry| {
                entry.line == "fixe" && entry.operators.iter().any(|name| name == mask.operator)
            });
            once(own.ok_or(NoCode::Operateur)?, mask.number)
        }
        (Line::Fixe, _) if mask.operator == "Orange" => Err(NoCode::EspaceClient),
        (Line::Fixe, Use::Permanent) => plain("fixe-permanent-activer"),
        (Line::Fixe, Use::Verifier) => plain("fixe-permanent-verifier"),
        (Line::Fixe, Use::Annuler) => plain("fixe-permanent-desactiver"),
    }
}

fn once<'a>(entry: &'a Phone, number: &str) -> Result<Dial<'a>, NoCode> {
    let digits: String = number
        .chars()
        .filter(|sign| !matches!(sign, ' ' | '.' | '-' | '\u{a0}' | '\u{202f}'))
        .collect();
    if URGENCE.contains(&digits.as_str()) {
        return Err(NoCode::Urgence);
    }
    let ten = digits.len() == 10 && digits.starts_with('0');
    if !ten || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NoCode::Numero);
    }
    Ok(Dial {
        keys: format!("{}{digits}", entry.code),
        entry,
    })
}

impl Line {
    /// Both, in the order of forms.
    pub const ALL: [Self; 2] = [Self::Mobile, Self::Fixe];

    /// Its name in forms and commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fixe => "fixe",
            Self::Mobile => "mobile",
        }
    }

    /// Reads that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|line| line.name() == name)
    }
}

impl Use {
    /// All of them, in the order of forms.
    pub const ALL: [Self; 5] = [
        Self::UnAppel,
        Self::Permanent,
        Self::Verifier,
        Self::Annuler,
        Self::Sms,
    ];

    /// Its name in forms and commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnAppel => "un-appel",
            Self::Permanent => "permanent",
            Self::Verifier => "verifier",
            Self::Annuler => "annuler",
            Self::Sms => "sms",
        }
    }

    /// Reads that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|usage| usage.name() == name)
    }
}

impl crate::Content {
    /// The operators of whom a code is known, as they are named in forms.
    pub fn operators(&self) -> Vec<&str> {
        let own = |entry: &&Phone| entry.line == "fixe" && !entry.id.starts_with("fixe-permanent");
        let entries = self.law.phone.iter().filter(own);
        entries
            .flat_map(|entry| entry.operators.iter().map(String::as_str))
            .collect()
    }

    /// What to dial to hide one's number, or why there is no code.
    pub fn hide_number(&self, mask: &Mask<'_>) -> Result<Dial<'_>, NoCode> {
        dial(&self.law, mask)
    }
}
