//! Prints how long a two-page letter takes: the first (engine and fonts loaded on the way), then
//! others, each with its own words. The memory line shows that what is kept does not grow.

use kernel::doc::{Block, Doc, Frame, Inline, para};
use kernel::ports::Typeset;
use std::time::Instant;

/// Warm letters, unless another number is given as the first argument.
const WARM: u32 = 200;

fn letter(n: u32) -> Doc {
    let line = |s: &str| vec![Inline::text(s)];
    let mut blocks = vec![para("Monsieur le recteur,")];
    blocks.extend((1..=12).map(|i| {
        para(format!(
            "Fait {i} de la lettre {n}. Le {} mars 2026, un message publié sur un réseau social a \
             mis en cause ma façon d’enseigner, mon nom et l’adresse de l’établissement\u{a0}; il a \
             été relayé {} fois. « Tu vas voir », y est-il écrit.",
            i + n % 7,
            n * 31 + i
        ))
    }));
    blocks.push(Block::Table {
        caption: "Pièces jointes".to_owned(),
        head: vec!["N°".to_owned(), "Pièce".to_owned(), "SHA-256".to_owned()],
        widths: vec![1, 5, 8],
        rows: (1..=14_u32)
            .map(|i| {
                let digest = format!("{:08x}", (n * 100 + i).wrapping_mul(2_654_435_761));
                vec![
                    line(&i.to_string()),
                    line(&format!("Capture d’écran {i}")),
                    vec![Inline::Mono(digest.repeat(8))],
                ]
            })
            .collect(),
    });
    blocks.push(para(
        "Je vous prie d’agréer, Monsieur le recteur, mes salutations respectueuses.",
    ));
    blocks.push(Block::Signature(line("Camille Dupré")));
    Doc {
        lang: "fr",
        title: format!("Demande de protection fonctionnelle {n}"),
        date: time::macros::date!(2026 - 03 - 09),
        frame: Frame::Letter {
            sender: vec![line("Camille Dupré"), line("Collège du Préau")],
            addressee: vec![line("Monsieur le recteur"), line("69007 Lyon")],
            place_date: line("À Lyon, le 9 mars 2026"),
            sending: "Lettre recommandée avec avis de réception".to_owned(),
            subject: line("demande de protection fonctionnelle"),
        },
        blocks,
        footer: "Modèle vérifié le 2 mars 2026".to_owned(),
    }
}

/// Resident memory in MiB, where the system tells it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|l| l.strip_prefix("VmRSS:"))
        .and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

#[expect(clippy::print_stdout, reason = "a measure to read in a terminal")]
fn main() -> Result<(), kernel::Fault> {
    let warm = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(WARM);
    let start = Instant::now();
    let press = pdf::Press::new()?;
    let bytes = press.pdf(&letter(0))?.len();
    println!(
        "cold: {:?}, {bytes} bytes, {} MiB",
        start.elapsed(),
        resident()
    );
    let mut times = Vec::new();
    for n in 1..=warm {
        let start = Instant::now();
        press.pdf(&letter(n))?;
        times.push(start.elapsed());
        if n % 50 == 0 {
            println!("after {n}: {} MiB", resident());
        }
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    println!("warm: median {:?}, 95th percentile {:?}", at(50), at(95));
    Ok(())
}
