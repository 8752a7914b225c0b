//! Reads a CSV file into entries, or says of each wrong line what is wrong. Pure: the same bytes give the same answer.

use crate::model::{Entry, Kind, departement};
use csv::{ReaderBuilder, StringRecord, Trim};
use std::collections::BTreeSet;
use ui::Words;

/// The largest file, in bytes.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Entries at most: a hundred départements, some twenty addresses each.
pub const MOST: usize = 4_000;
/// Wrong lines that are told at most: the first ones help, a whole page of them does not.
pub const TOLD: usize = 50;

/// The columns, in the order of the documentation; any order is read.
pub const COLUMNS: [&str; 8] = [
    "type",
    "departement",
    "nom",
    "telephone",
    "courriel",
    "adresse",
    "horaires",
    "page",
];

/// Longest cell, in characters, by column.
const LONGEST: [usize; 8] = [20, 400, 120, 40, 120, 250, 250, 250];

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// No line at all.
    Empty,
    /// Larger than [`LARGEST`], or more than [`MOST`] entries.
    TooLarge,
    /// Not UTF-8.
    NotUtf8,
    /// A column is missing.
    NoColumn,
    /// A column stands twice, or nobody knows it.
    UnknownColumn,
    /// Not as many cells as columns; often a quote that is not closed.
    Cells,
    /// A kind that nobody knows.
    Kind,
    /// Not the number of a département.
    Departement,
    /// No name.
    NoName,
    /// Nothing to reach it by.
    NoContact,
    /// Not a telephone number.
    Phone,
    /// Not an address of mail.
    Mail,
    /// Not a page under https.
    Page,
    /// Too long.
    TooLong,
    /// A sign that cannot be seen.
    Sign,
    /// The same organisation twice in a département.
    Twice,
}

impl Why {
    /// Every one, for the test of the sentences.
    pub const ALL: [Self; 16] = [
        Self::Empty,
        Self::TooLarge,
        Self::NotUtf8,
        Self::NoColumn,
        Self::UnknownColumn,
        Self::Cells,
        Self::Kind,
        Self::Departement,
        Self::NoName,
        Self::NoContact,
        Self::Phone,
        Self::Mail,
        Self::Page,
        Self::TooLong,
        Self::Sign,
        Self::Twice,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too-large",
            Self::NotUtf8 => "not-utf8",
            Self::NoColumn => "no-column",
            Self::UnknownColumn => "unknown-column",
            Self::Cells => "cells",
            Self::Kind => "kind",
            Self::Departement => "departement",
            Self::NoName => "no-name",
            Self::NoContact => "no-contact",
            Self::Phone => "phone",
            Self::Mail => "mail",
            Self::Page => "page",
            Self::TooLong => "too-long",
            Self::Sign => "sign",
            Self::Twice => "twice",
        }
    }
}

/// A wrong line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its number in the file, from 1; 0 when the whole file is meant.
    pub line: u64,
    /// The column; empty when the whole line is meant.
    pub column: &'static str,
    /// Why.
    pub why: Why,
}

impl Wrong {
    const fn whole(why: Why) -> Self {
        Self {
            line: 0,
            column: "",
            why,
        }
    }

    /// « Ligne 4, courriel : … »
    pub fn text(&self, w: Words) -> String {
        let why = w.t(&["directory-wrong-", self.why.name()].concat());
        match (self.line, self.column) {
            (0, "") => why,
            (0, column) => [column, " : ", &why].concat(),
            (line, "") => w.ta("directory-line", &[("line", &line), ("why", &why)]),
            (line, column) => w.ta(
                "directory-line-column",
                &[("line", &line), ("column", &column), ("why", &why)],
            ),
        }
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The entries, one for each département of a line.
    pub entries: Vec<Entry>,
    /// The lines of which a sign that a spreadsheet would run was taken off.
    pub neutralised: Vec<u64>,
}

impl Sheet {
    /// The kinds that it holds: these are replaced.
    pub fn kinds(&self) -> BTreeSet<Kind> {
        self.entries.iter().map(|entry| entry.kind).collect()
    }
}

/// Reads the file: everything, or what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Sheet, Vec<Wrong>> {
    if bytes.len() > LARGEST {
        return Err(vec![Wrong::whole(Why::TooLarge)]);
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| vec![not_utf8(bytes, error.valid_up_to())])?;
    // A line ends by one sign, so that lines are counted as an editor counts them.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let head = text.lines().next().unwrap_or_default();
    if head.trim().is_empty() {
        return Err(vec![Wrong::whole(Why::Empty)]);
    }
    let semicolons = head.matches(';').count() >= head.matches(',').count();
    let mut reader = ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .flexible(true)
        .has_headers(false)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let places = match records.next() {
        Some(Ok(record)) => columns(&record)?,
        _ => return Err(vec![Wrong::whole(Why::Empty)]),
    };
    let mut found = Found::default();
    for record in records {
        match record {
            Ok(record) => found.line(&record, &places),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                found.say(line, "", Why::Cells);
            }
        }
        if found.entries.len() > MOST {
            found.wrong.insert(0, Wrong::whole(Why::TooLarge));
            break;
        }
    }
    if found.entries.is_empty() && found.wrong.is_empty() {
        found.wrong.push(Wrong::whole(Why::Empty));
    }
    if found.wrong.is_empty() {
        Ok(Sheet {
            entries: found.entries,
            neutralised: found.neutralised,
        })
    } else {
        Err(found.wrong)
    }
}

fn not_utf8(bytes: &[u8], valid: usize) -> Wrong {
    let before = bytes.get(..valid).unwrap_or_default();
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    Wrong {
        line: u64::try_from(lines).unwrap_or(0).saturating_add(1),
        column: "",
        why: Why::NotUtf8,
    }
}

/// Where each column stands.
fn columns(record: &StringRecord) -> Result<[usize; 8], Vec<Wrong>> {
    let names: Vec<String> = record.iter().map(str::to_lowercase).collect();
    let mut wrong = Vec::new();
    let mut places = [0_usize; 8];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        match names.iter().position(|name| name == column) {
            Some(found) => *place = found,
            None => wrong.push(Wrong {
                line: 1,
                column,
                why: Why::NoColumn,
            }),
        }
    }
    if names.len() != COLUMNS.len() && wrong.is_empty() {
        wrong.push(Wrong {
            line: 1,
            column: "",
            why: Why::UnknownColumn,
        });
    }
    if wrong.is_empty() {
        Ok(places)
    } else {
        Err(wrong)
    }
}

#[derive(Default)]
struct Found {
    entries: Vec<Entry>,
    wrong: Vec<Wrong>,
    neutralised: Vec<u64>,
    seen: BTreeSet<(Kind, String, String)>,
}

impl Found {
    fn say(&mut self, line: u64, column: &'static str, why: Why) {
        self.wrong.push(Wrong { line, column, why });
    }

    fn line(&mut self, record: &StringRecord, places: &[usize; 8]) {
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            return;
        }
        if record.len() != COLUMNS.len() {
            self.say(line, "", Why::Cells);
            return;
        }
        let before = self.wrong.len();
        let mut cells: [String; 8] = Default::default();
        let mut changed = false;
        for (((cell, place), column), most) in
            cells.iter_mut().zip(places).zip(COLUMNS).zip(LONGEST)
        {
            let (text, harmless) = plain(record.get(*place).unwrap_or_default(), column);
            changed |= !harmless;
            if text.chars().any(hidden) {
                self.say(line, column, Why::Sign);
            }
            if text.chars().count() > most {
                self.say(line, column, Why::TooLong);
            }
            *cell = text;
        }
        let [kind, numbers, name, phone, mail, address, hours, page] = cells;
        let known = Kind::read(&kind.to_lowercase());
        if known.is_none() {
            self.say(line, "type", Why::Kind);
        }
        let numbers = departements(&numbers);
        if numbers.is_none() {
            self.say(line, "departement", Why::Departement);
        }
        if name.is_empty() {
            self.say(line, "nom", Why::NoName);
        }
        if [&phone, &mail, &address, &page]
            .iter()
            .all(|cell| cell.is_empty())
        {
            self.say(line, "", Why::NoContact);
        }
        if !phone.is_empty() && !is_phone(&phone) {
            self.say(line, "telephone", Why::Phone);
        }
        if !mail.is_empty() && !is_mail(&mail) {
            self.say(line, "courriel", Why::Mail);
        }
        if !page.is_empty() && !is_page(&page) {
            self.say(line, "page", Why::Page);
        }
        let (Some(kind), Some(numbers)) = (known, numbers) else {
            return;
        };
        if self.wrong.len() > before {
            return;
        }
        if changed {
            self.neutralised.push(line);
        }
        for departement in numbers {
            let same = (kind, departement.clone(), name.to_lowercase());
            if !self.seen.insert(same) {
                self.say(line, "nom", Why::Twice);
                return;
            }
            self.entries.push(Entry {
                kind,
                departement,
                name: name.clone(),
                phone: phone.clone(),
                mail: mail.clone(),
                address: address.clone(),
                hours: hours.clone(),
                page: page.clone(),
            });
        }
    }
}

/// A cell on one line, without what a spreadsheet would run when somebody copies it there (OWASP, CSV injection); and
/// whether it was so already. A telephone number may begin with `+`: it is checked sign by sign.
fn plain(cell: &str, column: &str) -> (String, bool) {
    let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if column == "telephone" {
        return (text, true);
    }
    let rest = text.trim_start_matches(['=', '+', '-', '@', '\'', ' ']);
    (rest.to_owned(), rest.len() == text.len())
}

/// Signs that change how a text is read without being seen.
fn hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The numbers of a cell: one, or several with spaces or hyphens between (`67 68`); a spreadsheet may have cut the zero.
fn departements(cell: &str) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for number in cell.split([' ', '/', '|']).filter(|part| !part.is_empty()) {
        let mut number = number.to_uppercase();
        if number.len() == 1 {
            number.insert(0, '0');
        }
        departement(&number)?;
        if !found.contains(&number) {
            found.push(number);
        }
    }
    (!found.is_empty()).then_some(found)
}

fn is_phone(text: &str) -> bool {
    let rest = text.strip_prefix('+').unwrap_or(text);
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let plain = |sign: char| sign.is_ascii_digit() || " .()-\u{a0}\u{202f}".contains(sign);
    (2..=15).contains(&digits) && rest.chars().all(plain)
}

fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "._-+".contains(sign);
    !name.is_empty() && name.chars().all(plain) && is_host(host)
}

fn is_host(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let plain = |part: &&str| {
        let sign = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        !part.is_empty() && !part.starts_with('-') && !part.ends_with('-') && part.chars().all(sign)
    };
    let end = |part: &&str| part.len() >= 2 && part.chars().all(|sign| sign.is_ascii_alphabetic());
    parts.len() >= 2 && parts.iter().all(plain) && parts.last().is_some_and(end)
}

fn is_page(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |sign: char| sign.is_ascii_graphic() && !"\"'<>\\`{}|^".contains(sign);
    is_host(host) && rest.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEAD: &str = "type;departement;nom;telephone;courriel;adresse;horaires;page";

    fn wrong(text: &str) -> Vec<(u64, &'static str, Why)> {
        let all = read(text.as_bytes()).expect_err("wrong");
        all.into_iter()
            .map(|one| (one.line, one.column, one.why))
            .collect()
    }

    #[test]
    fn a_file_with_or_without_mark_semicolons_or_commas_reads_the_same() {
        let lines = "asl;67 68;ASL d’essai;+33 3 00 00 00 00;contact@asl.example;\"1 rue ;\nd’ici\";lundi;https://asl.example/67";
        let one = format!("{HEAD}\n{lines}\n\n");
        let plain = read(one.as_bytes()).expect("a sheet");
        assert_eq!(plain.entries.len(), 2);
        assert_eq!(plain.entries[0].address, "1 rue ; d’ici");
        assert_eq!(plain.entries[1].departement, "68");
        assert_eq!(plain.entries[0].phone, "+33 3 00 00 00 00");
        assert_eq!(plain.neutralised, [0_u64; 0]);
        let marked = format!("\u{feff}{}", one.replace('\n', "\r\n"));
        assert_eq!(read(marked.as_bytes()).as_ref(), Ok(&plain));
        let commas = "page,NOM,type,departement,telephone,courriel,adresse,horaires\n,A,asl,1,0300000000,,,\n";
        let read = read(commas.as_bytes()).expect("a sheet");
        assert_eq!(read.entries[0].departement, "01");
        assert_eq!(read.entries[0].name, "A");
    }

    #[test]
    fn each_wrong_line_is_told_with_its_column_and_its_reason() {
        let text = format!(
            "{HEAD}\nclub;67;A;03;;;;\nasl;20;A;03;;;;\nasl;67;;03;;;;\nasl;67;A;;;;lundi;\nasl;67;A;trois;;;;\n\
             asl;67;A;;a@b;;;\nasl;67;A;;;;;http://a.example\nasl;67;A;03;;;;;;\nasl;67;A\u{202e};03;;;;\n\
             asl;67;B;03;;;;\nunion;67;B;03;;;;\nasl;2a 67;b;03;;;;\n"
        );
        assert_eq!(
            wrong(&text),
            [
                (2, "type", Why::Kind),
                (3, "departement", Why::Departement),
                (4, "nom", Why::NoName),
                (5, "", Why::NoContact),
                (6, "telephone", Why::Phone),
                (7, "courriel", Why::Mail),
                (8, "page", Why::Page),
                (9, "", Why::Cells),
                (10, "nom", Why::Sign),
                (13, "nom", Why::Twice),
            ]
        );
        let windows = format!("{HEAD}\nclub;67;A;03;;;;\nasl;20;A;03;;;;").replace('\n', "\r\n");
        let places: Vec<u64> = wrong(&windows).iter().map(|(line, ..)| *line).collect();
        assert_eq!(places, [2, 3], "as an editor counts");
        let long = format!("{HEAD}\nasl;67;{};03;;;;\n", "x".repeat(121));
        assert_eq!(wrong(&long), [(2, "nom", Why::TooLong)]);
    }

    #[test]
    fn signs_that_cannot_be_seen_are_refused_wherever_they_stand() {
        for sign in [
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{202e}',
            '\u{2066}',
            '\u{e0000}',
            '\u{e0041}',
            '\u{e007f}',
        ] {
            let text = format!("{HEAD}\nasl;67;AS{sign}L;03;;;;\n");
            assert_eq!(wrong(&text), [(2, "nom", Why::Sign)], "{sign:?}");
        }
    }

    #[test]
    fn a_file_that_is_no_sheet_is_refused_in_words() {
        assert_eq!(wrong(""), [(0, "", Why::Empty)]);
        assert_eq!(wrong(HEAD), [(0, "", Why::Empty)]);
        assert_eq!(wrong("nom;type\na;b")[0].2, Why::NoColumn);
        let more = format!("{HEAD};note\n");
        assert_eq!(wrong(&more), [(1, "", Why::UnknownColumn)]);
        // A quote that is never closed swallows the rest: the line has not its cells.
        let open = format!("{HEAD}\nasl;67;\"A;03;;;;\nasl;68;B;03;;;;\n");
        assert_eq!(wrong(&open), [(2, "", Why::Cells)]);
        let latin = [HEAD.as_bytes(), b"\nasl;67;Sant\xe9;03;;;;\n"].concat();
        let found = read(&latin).expect_err("wrong");
        assert_eq!((found[0].line, found[0].why), (2, Why::NotUtf8));
        assert_eq!(wrong(&"x".repeat(LARGEST + 1)), [(0, "", Why::TooLarge)]);
        let many: Vec<String> = (0..=MOST).map(|n| format!("asl;67;A{n};03;;;;")).collect();
        assert_eq!(
            wrong(&format!("{HEAD}\n{}", many.join("\n"))),
            [(0, "", Why::TooLarge)]
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_taken_off_and_told() {
        let text = format!("{HEAD}\nasl;67;=cmd|' /C calc'!A0;03 00;;+1+1;\"@SUM(1)\";\n");
        let sheet = read(text.as_bytes()).expect("a sheet");
        let entry = &sheet.entries[0];
        assert_eq!(entry.name, "cmd|' /C calc'!A0");
        assert_eq!(entry.address, "1+1");
        assert_eq!(entry.hours, "SUM(1)");
        assert_eq!(sheet.neutralised, [2]);
    }

    #[test]
    fn addresses_that_hide_something_are_refused() {
        for page in [
            "https://user@evil.example",
            "https://evil",
            "javascript:alert(1)",
            "https://a.example/\"onload",
            "https://",
        ] {
            assert!(!is_page(page), "{page}");
        }
        assert!(is_page("https://www.asl.example/contact?d=67#ici"));
        for mail in [
            "a@b@c.example",
            "a b@c.example",
            "a@c.example?subject=x",
            "@c.example",
            "a@-c.example",
        ] {
            assert!(!is_mail(mail), "{mail}");
        }
    }

    #[test]
    fn every_reason_has_its_sentence() {
        let mut all: BTreeSet<String> = BTreeSet::new();
        for why in Why::ALL {
            let text = Wrong {
                line: 4,
                column: "nom",
                why,
            }
            .text(Words::default());
            assert!(text.contains('4') && text.contains("nom"), "{text}");
            assert!(!text.contains("directory-"), "{text}");
            all.insert(text);
        }
        assert_eq!(all.len(), Why::ALL.len());
    }

    proptest! {
        /// Whatever the bytes: entries that keep the rules, or reasons; never both, never a panic.
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Err(wrong) = read(&bytes) {
                prop_assert!(!wrong.is_empty());
            }
        }

        #[test]
        fn what_is_read_keeps_the_rules(
            cells in prop::collection::vec(("[a-z=+@\"; \u{202e}]{0,12}", "[0-9A-B]{1,3}", "[a-z=+@.;\", ]{0,12}"), 1..6)
        ) {
            let lines: Vec<String> = cells
                .iter()
                .map(|(name, number, other)| format!("asl;{number};{name};03 00;{other};{other};;"))
                .collect();
            let text = format!("{HEAD}\n{}", lines.join("\n"));
            if let Ok(sheet) = read(text.as_bytes()) {
                for entry in &sheet.entries {
                    prop_assert!(departement(&entry.departement).is_some());
                    prop_assert!(!entry.name.is_empty());
                    for cell in [&entry.name, &entry.address, &entry.hours, &entry.mail, &entry.page] {
                        prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
                        prop_assert!(!cell.chars().any(hidden));
                    }
                }
            }
        }
    }
}
