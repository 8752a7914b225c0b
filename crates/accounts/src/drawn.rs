//! Words that were drawn and shown, and open nothing until the person says that she has them. They live in the
//! session's blob, with the account that they were drawn for: a browser may change hands.

use kernel::AccountId;
use kernel::id::{from_hex, to_hex};
use seal::code::ReturnCode;
use seal::sheet::Twelve;
use seal::slot::Kind;
use seal::totp::Totp;
use serde_json::{Value, json};

/// The kind of a row that holds a telephone's secret, beside the slots.
pub const TOTP: &str = "totp";

/// What was drawn.
#[derive(Clone)]
pub enum Drawn {
    /// A return code, to take the place of the one before.
    Code(ReturnCode),
    /// A sheet.
    Sheet(Twelve),
    /// Three cards.
    Trio([Twelve; 3]),
    /// The secret of a telephone's codes: a second factor, no slot.
    Totp(Totp),
}

/// What was drawn, and for whom: it comes into force for nobody else.
#[derive(Clone)]
pub struct Waiting {
    /// The account.
    pub account: AccountId,
    /// What was drawn.
    pub drawn: Drawn,
}

impl Waiting {
    /// For the session's blob.
    pub fn to_value(&self) -> Value {
        json!({ "account": self.account.to_string(), "drawn": self.drawn.to_value() })
    }

    /// Reads what [`Waiting::to_value`] wrote.
    pub fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            account: value.get("account")?.as_str()?.parse().ok()?,
            drawn: Drawn::from_value(value.get("drawn")?)?,
        })
    }
}

impl Drawn {
    /// Draws words for a slot of this kind; none for the kinds that have no words.
    pub fn new(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Code => Some(Self::Code(ReturnCode::generate())),
            Kind::Sheet => Some(Self::Sheet(Twelve::generate())),
            Kind::Trio => Some(Self::Trio([0; 3].map(|_| Twelve::generate()))),
            _ => None,
        }
    }

    /// The kind of its slots, when it opens something.
    pub const fn kind(&self) -> Option<Kind> {
        match self {
            Self::Code(_) => Some(Kind::Code),
            Self::Sheet(_) => Some(Kind::Sheet),
            Self::Trio(_) => Some(Kind::Trio),
            Self::Totp(_) => None,
        }
    }

    /// Whether it is for slots of this kind.
    pub fn is(&self, kind: Kind) -> bool {
        self.kind() == Some(kind)
    }

    /// The words of each paper.
    pub fn papers(&self) -> Vec<Vec<String>> {
        match self {
            Self::Code(code) => vec![code.words()],
            Self::Sheet(sheet) => vec![sheet.words()],
            Self::Trio(cards) => cards.iter().map(Twelve::words).collect(),
            Self::Totp(_) => Vec::new(),
        }
    }

    /// The name of its kind, as stored.
    pub fn kind_name(&self) -> String {
        self.kind().map_or(TOTP.to_owned(), |kind| kind.to_string())
    }

    /// Which words these are: what a form names, so that it puts in force those that it showed and no others.
    pub fn mark(&self) -> String {
        seal::sha256(self.to_value().to_string().as_bytes()).to_string()
    }

    fn to_value(&self) -> Value {
        let bytes: Vec<String> = match self {
            Self::Code(code) => vec![to_hex(code.expose())],
            Self::Sheet(sheet) => vec![to_hex(sheet.expose())],
            Self::Trio(cards) => cards.iter().map(|card| to_hex(card.expose())).collect(),
            Self::Totp(secret) => vec![to_hex(secret.expose())],
        };
        json!({ "kind": self.kind_name(), "bytes": bytes })
    }

    fn from_value(value: &Value) -> Option<Self> {
        let kind = value.get("kind")?.as_str()?;
        let bytes: Vec<&str> = value
            .get("bytes")?
            .as_array()?
            .iter()
            .filter_map(Value::as_str)
            .collect();
        if let (TOTP, [secret]) = (kind, bytes.as_slice()) {
            let secret = Totp::from_slice(&from_hex::<20>(secret)?).ok()?;
            return Some(Self::Totp(secret));
        }
        let kind: Kind = kind.parse().ok()?;
        let twelve = |text: &str| from_hex(text).map(Twelve::from_bytes);
        match (kind, bytes.as_slice()) {
            (Kind::Code, [code]) => Some(Self::Code(ReturnCode::from_bytes(from_hex(code)?))),
            (Kind::Sheet, [sheet]) => Some(Self::Sheet(twelve(sheet)?)),
            (Kind::Trio, [one, two, three]) => {
                Some(Self::Trio([twelve(one)?, twelve(two)?, twelve(three)?]))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_comes_back_as_it_was() {
        for kind in [Kind::Code, Kind::Sheet, Kind::Trio] {
            let drawn = Drawn::new(kind).expect("words");
            let back = Drawn::from_value(&drawn.to_value()).expect("the same words");
            assert!(back.is(kind));
            assert_eq!(back.papers(), drawn.papers());
            assert_eq!(back.mark(), drawn.mark());
            assert_ne!(Drawn::new(kind).expect("others").mark(), drawn.mark());
        }
        let secret = Totp::generate();
        let value = Drawn::Totp(secret.clone()).to_value();
        assert!(
            matches!(Drawn::from_value(&value), Some(Drawn::Totp(back)) if back == secret),
            "{value}"
        );
        let waiting = Waiting {
            account: AccountId::new([7; 16]),
            drawn: Drawn::Totp(secret),
        };
        let back = Waiting::from_value(&waiting.to_value()).expect("the same");
        assert_eq!(back.account, waiting.account);
        // Nobody's: it serves nobody.
        assert!(Waiting::from_value(&waiting.drawn.to_value()).is_none());
        assert!(Drawn::new(Kind::Passphrase).is_none());
        assert!(Drawn::from_value(&json!({"kind": "trio", "bytes": ["00"]})).is_none());
        assert!(Drawn::from_value(&Value::Null).is_none());
    }
}
