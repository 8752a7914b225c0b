//! Contrast of the components, computed from the colours of the style sheet (WCAG 2.2, 1.4.3 and 1.4.11; RGAA 3.2 and 3.3):
//! text 4.5:1, borders of fields, buttons and focus 3:1, in both schemes. What automatic tools pass over is counted here.

use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../../../assets/preau.css");

type Colours = BTreeMap<String, [u8; 3]>;

/// The colours that a block declares: `--name: #rrggbb;`.
fn declared(block: &str) -> Colours {
    let lines = block.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
        let hex = value.trim().strip_prefix('#')?.strip_suffix(';')?;
        let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        Some((name.to_owned(), [part(0)?, part(2)?, part(4)?]))
    });
    lines.collect()
}

/// The two schemes: the first `:root` is light, the one under the media query goes over it.
fn schemes(sheet: &str) -> [(&'static str, Colours); 2] {
    let block = |text: &str| {
        let inside = text.split_once(":root {").unwrap().1;
        declared(inside.split_once('}').unwrap().0)
    };
    let light = block(sheet);
    let dark = block(sheet.split_once("prefers-color-scheme: dark").unwrap().1);
    let mut both = light.clone();
    both.extend(dark);
    [("light", light), ("dark", both)]
}

/// Relative luminance (WCAG 2.2).
fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// From 1 to 21.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// What stands on what: its colour, the one behind, the ratio asked.
const PAIRS: &[(&str, &str, f64)] = &[
    ("govuk-text-colour", "govuk-body-background-colour", TEXT),
    (
        "govuk-text-colour",
        "govuk-template-background-colour",
        TEXT,
    ),
    ("govuk-text-colour", "preau-soft", TEXT),
    ("govuk-text-colour", "preau-warm", TEXT),
    ("govuk-text-colour", "preau-alert-soft", TEXT),
    ("govuk-text-colour", "govuk-hover-colour", TEXT),
    (
        "govuk-secondary-text-colour",
        "govuk-body-background-colour",
        TEXT,
    ),
    (
        "govuk-secondary-text-colour",
        "govuk-template-background-colour",
        TEXT,
    ),
    ("govuk-secondary-text-colour", "preau-soft", TEXT),
    ("govuk-secondary-text-colour", "preau-warm", TEXT),
    ("govuk-link-colour", "govuk-body-background-colour", TEXT),
    (
        "govuk-link-colour",
        "govuk-template-background-colour",
        TEXT,
    ),
    ("govuk-link-colour", "preau-soft", TEXT),
    ("govuk-link-colour", "preau-warm", TEXT),
    (
        "govuk-link-visited-colour",
        "govuk-body-background-colour",
        TEXT,
    ),
    (
        "govuk-link-hover-colour",
        "govuk-body-background-colour",
        TEXT,
    ),
    (
        "govuk-link-active-colour",
        "govuk-body-background-colour",
        TEXT,
    ),
    ("govuk-error-colour", "govuk-body-background-colour", TEXT),
    ("govuk-success-colour", "govuk-body-background-colour", TEXT),
    (
        "govuk-surface-text-colour",
        "govuk-surface-background-colour",
        TEXT,
    ),
    ("govuk-focus-text-colour", "govuk-focus-colour", TEXT),
    ("preau-band-text", "preau-deep", TEXT),
    ("preau-ink", "preau-soft", TEXT),
    ("preau-deepest", "preau-soft", TEXT),
    ("preau-good", "preau-good-soft", TEXT),
    ("preau-good", "govuk-body-background-colour", TEXT),
    ("preau-alert", "preau-alert-soft", TEXT),
    ("preau-alert", "govuk-body-background-colour", TEXT),
    ("preau-button-text", "preau-button", TEXT),
    ("preau-button-text", "preau-button-hover", TEXT),
    ("preau-button-text", "preau-button-danger", TEXT),
    ("preau-button-text", "preau-button-danger-hover", TEXT),
    (
        "govuk-input-border-colour",
        "govuk-body-background-colour",
        SHAPE,
    ),
    ("govuk-input-border-colour", "preau-soft", SHAPE),
    ("preau-button", "govuk-body-background-colour", SHAPE),
    ("preau-button", "preau-soft", SHAPE),
    ("preau-button-danger", "govuk-body-background-colour", SHAPE),
    ("preau-button-danger", "preau-soft", SHAPE),
    ("govuk-brand-colour", "govuk-body-background-colour", SHAPE),
    ("govuk-brand-colour", "preau-soft", SHAPE),
    ("preau-alert", "preau-alert-soft", SHAPE),
];

/// The pairs that are too close.
fn too_close(sheet: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (scheme, colours) in schemes(sheet) {
        let of = |name: &str| colours.get(name).copied().unwrap();
        for (front, behind, asked) in PAIRS {
            let ratio = contrast(of(front), of(behind));
            if ratio < *asked {
                found.push(format!(
                    "{scheme}: {front} on {behind} is {ratio:.2}:1, {asked}:1 is asked"
                ));
            }
        }
        // The ring of focus is two colours, one inside the other: one of them parts from whatever is behind.
        for behind in ["govuk-body-background-colour", "preau-soft", "preau-deep"] {
            let ring = [
                "govuk-focus-colour",
                "govuk-focus-text-colour",
                "govuk-text-colour",
            ];
            let best = ring.map(|ring| contrast(of(ring), of(behind)));
            if best.iter().all(|ratio| *ratio < SHAPE) {
                found.push(format!("{scheme}: the focus on {behind}"));
            }
        }
    }
    found
}

#[test]
fn a2_text_and_shapes_part_from_what_is_behind_them_in_both_schemes() {
    assert!(
        (contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01,
        "the formula"
    );
    assert!(
        (contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01,
        "a known pair"
    );
    let found = too_close(SHEET);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_pale_border_and_a_pale_dark_text_are_seen() {
    let pale = SHEET.replace(
        "--govuk-input-border-colour: #24403d;",
        "--govuk-input-border-colour: #c9d4d1;",
    );
    assert!(
        too_close(&pale)
            .iter()
            .any(|said| said.starts_with("light: govuk-input-border"))
    );
    let dim = SHEET.replace(
        "--govuk-secondary-text-colour: #aebdba;",
        "--govuk-secondary-text-colour: #3a4947;",
    );
    assert!(
        too_close(&dim)
            .iter()
            .any(|said| said.starts_with("dark: govuk-secondary"))
    );
}
