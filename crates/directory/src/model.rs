//! Organisations to call, where, and the files that say so.

use kernel::Moment;
use kernel::date::add_months;
use std::collections::BTreeSet;
use time::Date;

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Autonome de solidarité laïque.
    Asl,
    /// A section of a union.
    Union,
    /// An association of the network France Victimes.
    FranceVictimes,
    /// Those who listen to staff, in an académie.
    Cellule,
    /// The services of the State's education in a département.
    Dsden,
    /// A rectorat.
    Rectorat,
    /// Any other.
    Autre,
}

impl Kind {
    /// Every one, in the order of lists: those who help first.
    pub const ALL: [Self; 7] = [
        Self::Asl,
        Self::Union,
        Self::FranceVictimes,
        Self::Cellule,
        Self::Dsden,
        Self::Rectorat,
        Self::Autre,
    ];

    /// As stored and as written in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asl => "asl",
            Self::Union => "union",
            Self::FranceVictimes => "france-victimes",
            Self::Cellule => "cellule",
            Self::Dsden => "dsden",
            Self::Rectorat => "rectorat",
            Self::Autre => "autre",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How to reach an organisation in one département.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// The number of the département (`67`, `2A`, `974`).
    pub departement: String,
    /// Its name.
    pub name: String,
    /// Its telephone.
    pub phone: String,
    /// Its address of mail.
    pub mail: String,
    /// Where it is.
    pub address: String,
    /// When it answers.
    pub hours: String,
    /// Its page, `https://…`.
    pub page: String,
}

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its number, from 1.
    pub number: i64,
    /// Where its lines come from, in words or as an address.
    pub source: String,
    /// The day it speaks of.
    pub on: Date,
    /// When it was imported.
    pub at: Moment,
    /// How many entries it brought.
    pub brought: i64,
    /// How many of them are still shown.
    pub shown: i64,
}

/// An entry as it is shown, with what vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number: the import, then the place in it.
    pub id: (i64, i64),
    /// The entry.
    pub entry: Entry,
    /// Where it was read.
    pub source: String,
    /// The day it was read.
    pub on: Date,
}

/// What is shown of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    /// The kind.
    pub kind: Kind,
    /// The day its list speaks of.
    pub on: Date,
    /// How many entries.
    pub count: i64,
}

/// What a list would take the place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// How many entries.
    pub count: i64,
    /// The latest day they speak of.
    pub on: Date,
}

impl Replaced {
    /// Of these kinds; nothing when none is shown.
    pub fn of<'a>(
        shown: impl IntoIterator<Item = &'a InForce>,
        kinds: &BTreeSet<Kind>,
    ) -> Option<Self> {
        let theirs = shown.into_iter().filter(|one| kinds.contains(&one.kind));
        theirs.fold(None, |all: Option<Self>, one| {
            let before = all.unwrap_or(Self {
                count: 0,
                on: one.on,
            });
            Some(Self {
                count: before.count.saturating_add(one.count),
                on: before.on.max(one.on),
            })
        })
    }
}

/// Months after which an entry must be checked again, as texts are.
pub const MONTHS: u32 = 12;

impl Listed {
    /// Read more than twelve months before that day.
    pub fn is_old(&self, today: Date) -> bool {
        add_months(self.on, MONTHS) < today
    }
}

/// The départements and the territories that have a number of one, in order: number and name.
pub const DEPARTEMENTS: [(&str, &str); 103] = [
    ("01", "Ain"),
    ("02", "Aisne"),
    ("03", "Allier"),
    ("04", "Alpes-de-Haute-Provence"),
    ("05", "Hautes-Alpes"),
    ("06", "Alpes-Maritimes"),
    ("07", "Ardèche"),
    ("08", "Ardennes"),
    ("09", "Ariège"),
    ("10", "Aube"),
    ("11", "Aude"),
    ("12", "Aveyron"),
    ("13", "Bouches-du-Rhône"),
    ("14", "Calvados"),
    ("15", "Cantal"),
    ("16", "Charente"),
    ("17", "Charente-Maritime"),
    ("18", "Cher"),
    ("19", "Corrèze"),
    ("2A", "Corse-du-Sud"),
    ("2B", "Haute-Corse"),
    ("21", "Côte-d’Or"),
    ("22", "Côtes-d’Armor"),
    ("23", "Creuse"),
    ("24", "Dordogne"),
    ("25", "Doubs"),
    ("26", "Drôme"),
    ("27", "Eure"),
    ("28", "Eure-et-Loir"),
    ("29", "Finistère"),
    ("30", "Gard"),
    ("31", "Haute-Garonne"),
    ("32", "Gers"),
    ("33", "Gironde"),
    ("34", "Hérault"),
    ("35", "Ille-et-Vilaine"),
    ("36", "Indre"),
    ("37", "Indre-et-Loire"),
    ("38", "Isère"),
    ("39", "Jura"),
    ("40", "Landes"),
    ("41", "Loir-et-Cher"),
    ("42", "Loire"),
    ("43", "Haute-Loire"),
    ("44", "Loire-Atlantique"),
    ("45", "Loiret"),
    ("46", "Lot"),
    ("47", "Lot-et-Garonne"),
    ("48", "Lozère"),
    ("49", "Maine-et-Loire"),
    ("50", "Manche"),
    ("51", "Marne"),
    ("52", "Haute-Marne"),
    ("53", "Mayenne"),
    ("54", "Meurthe-et-Moselle"),
    ("55", "Meuse"),
    ("56", "Morbihan"),
    ("57", "Moselle"),
    ("58", "Nièvre"),
    ("59", "Nord"),
    ("60", "Oise"),
    ("61", "Orne"),
    ("62", "Pas-de-Calais"),
    ("63", "Puy-de-Dôme"),
    ("64", "Pyrénées-Atlantiques"),
    ("65", "Hautes-Pyrénées"),
    ("66", "Pyrénées-Orientales"),
    ("67", "Bas-Rhin"),
    ("68", "Haut-Rhin"),
    ("69", "Rhône"),
    ("70", "Haute-Saône"),
    ("71", "Saône-et-Loire"),
    ("72", "Sarthe"),
    ("73", "Savoie"),
    ("74", "Haute-Savoie"),
    ("75", "Paris"),
    ("76", "Seine-Maritime"),
    ("77", "Seine-et-Marne"),
    ("78", "Yvelines"),
    ("79", "Deux-Sèvres"),
    ("80", "Somme"),
    ("81", "Tarn"),
    ("82", "Tarn-et-Garonne"),
    ("83", "Var"),
    ("84", "Vaucluse"),
    ("85", "Vendée"),
    ("86", "Vienne"),
    ("87", "Haute-Vienne"),
    ("88", "Vosges"),
    ("89", "Yonne"),
    ("90", "Territoire de Belfort"),
    ("91", "Essonne"),
    ("92", "Hauts-de-Seine"),
    ("93", "Seine-Saint-Denis"),
    ("94", "Val-de-Marne"),
    ("95", "Val-d’Oise"),
    ("971", "Guadeloupe"),
    ("972", "Martinique"),
    ("973", "Guyane"),
    ("974", "La Réunion"),
    ("976", "Mayotte"),
    ("977", "Saint-Barthélemy"),
    ("978", "Saint-Martin"),
];

/// The name of a département; `None` when the number is not one.
pub fn departement(number: &str) -> Option<&'static str> {
    let mut all = DEPARTEMENTS.into_iter();
    all.find(|(known, _)| *known == number)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date::Place;
    use time::macros::date;

    #[test]
    fn the_numbers_are_those_that_have_a_calendar() {
        for (number, name) in DEPARTEMENTS {
            assert!(Place::of_departement(number).is_some(), "{number} {name}");
        }
        for number in 0..1000 {
            for text in [format!("{number:02}"), format!("{number:03}")] {
                let known = Place::of_departement(&text).is_some();
                assert_eq!(departement(&text).is_some(), known, "{text}");
            }
        }
        assert_eq!(departement("2A"), Some("Corse-du-Sud"));
        assert_eq!(departement("20"), None);
    }

    #[test]
    fn an_entry_is_old_after_a_year() {
        let mut listed = Listed {
            id: (1, 1),
            entry: Entry {
                kind: Kind::Asl,
                departement: "67".into(),
                name: String::new(),
                phone: String::new(),
                mail: String::new(),
                address: String::new(),
                hours: String::new(),
                page: String::new(),
            },
            source: String::new(),
            on: date!(2025 - 11 - 23),
        };
        assert!(!listed.is_old(date!(2026 - 11 - 23)));
        assert!(listed.is_old(date!(2026 - 11 - 24)));
        listed.on = date!(2026 - 11 - 23);
        assert!(!listed.is_old(date!(2026 - 11 - 24)));
    }

    #[test]
    fn kinds_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::read(kind.name()), Some(kind));
        }
    }
}
