//! Writes `letter.pdf` and `report.pdf` into the folder given, for eyes and for other verifiers:
//! `cargo run -p pdf --example specimen -- FOLDER`.

use kernel::doc::{Block, Doc, Frame, Inline, para};
use kernel::ports::Typeset;
use std::error::Error;
use std::path::PathBuf;

const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

fn line(s: &str) -> Vec<Inline> {
    vec![Inline::text(s)]
}

fn strong(s: &str) -> Inline {
    Inline::Strong(s.to_owned())
}

fn letter() -> Doc {
    Doc {
        lang: "fr",
        title: "Demande de protection fonctionnelle".to_owned(),
        date: time::macros::date!(2026 - 03 - 09),
        frame: Frame::Letter {
            sender: vec![
                vec![strong("Camille Dupré")],
                line("Professeure certifiée d’histoire-géographie"),
                line("Collège du Préau"),
                line("12, rue des Tilleuls"),
                line("69003 Lyon"),
            ],
            addressee: vec![
                line("Monsieur le recteur de l’académie de Lyon"),
                line("92, rue de Marseille"),
                line("69007 Lyon"),
            ],
            place_date: line("À Lyon, le 9 mars 2026"),
            sending: "Lettre recommandée avec avis de réception".to_owned(),
            subject: line(
                "demande de protection fonctionnelle (articles L.\u{a0}134-1 et suivants du code \
                 général de la fonction publique)",
            ),
        },
        blocks: letter_blocks(),
        footer: "Modèle vérifié le 2 mars 2026 – contenu 3f2a9c51d0e4".to_owned(),
    }
}

fn letter_blocks() -> Vec<Block> {
    vec![
        para("Monsieur le recteur,"),
        para(
            "J’ai l’honneur de solliciter le bénéfice de la protection fonctionnelle, à raison des \
             attaques dont je suis l’objet dans l’exercice de mes fonctions de professeure \
             d’histoire-géographie au collège du Préau.",
        ),
        para(
            "Le 2 mars 2026, à la suite d’un cours sur la liberté d’expression, un parent d’élève \
             a publié mon nom et celui de l’établissement sur un réseau social, avec ces mots\u{a0}: \
             «\u{a0}Tu vas voir, on sait où tu travailles\u{202f}!\u{a0}» Le message a été relayé \
             deux cents fois en une nuit. Le 4 mars, le même auteur s’est présenté au portail.",
        ),
        para("Je vous demande en conséquence\u{a0}:"),
        Block::List {
            ordered: true,
            items: vec![
                line("de faire cesser ces attaques, et d’abord d’en demander le retrait\u{202f};"),
                line("de prendre en charge les honoraires de l’avocat que j’ai choisi\u{202f};"),
                line("de réparer le préjudice qui en est résulté."),
            ],
        },
        para(
            "Le silence gardé pendant deux mois sur cette demande vaut décision de rejet. Je joins \
             les pièces dont la liste suit et me tiens à la disposition de vos services.",
        ),
        para(
            "Je vous prie d’agréer, Monsieur le recteur, l’expression de ma considération \
             distinguée.",
        ),
        Block::Signature(line("Camille Dupré")),
        Block::Para(vec![strong("Pièces jointes")]),
        Block::List {
            ordered: false,
            items: vec![
                line("Pièce n°\u{a0}1 – capture d’écran du message du 2 mars 2026"),
                line("Pièce n°\u{a0}2 – récépissé de dépôt de plainte"),
            ],
        },
    ]
}

fn report() -> Doc {
    let row = |i: u32| {
        vec![
            line(&i.to_string()),
            line(&format!(
                "Capture d’écran du {i} mars 2026, établissement scolaire"
            )),
            vec![Inline::Mono(format!("IMG_2026-03-{i:02}_au-portail.jpeg"))],
            vec![Inline::Mono(DIGEST.to_owned())],
        ]
    };
    let head = ["N°", "Pièce", "Fichier", "SHA-256"];
    Doc {
        lang: "fr",
        title: "Dossier du 9 mars 2026".to_owned(),
        date: time::macros::date!(2026 - 03 - 09),
        frame: Frame::Report,
        blocks: vec![
            Block::Heading(1, "Bordereau".to_owned()),
            para("Ce dossier contient vingt-neuf pièces, numérotées dans l’ordre des faits."),
            Block::Terms(vec![
                ("Référence".to_owned(), line("D-2026-12")),
                ("Racine".to_owned(), vec![Inline::Mono(DIGEST.to_owned())]),
                (
                    "Profil".to_owned(),
                    vec![Inline::Mono(
                        "https://exemple.fr/profil/un-parent?page=2".to_owned(),
                    )],
                ),
            ]),
            Block::Note(vec![
                strong("À savoir. "),
                Inline::text("Le sceau prouve l’ordre et l’intégrité des pièces, non leur date."),
            ]),
            Block::Table {
                caption: "Liste des pièces".to_owned(),
                head: head.map(str::to_owned).to_vec(),
                widths: vec![1, 6, 5, 7],
                rows: (1..=29).map(row).collect(),
            },
            Block::Heading(1, "Chronologie".to_owned()),
            Block::Heading(2, "Mars 2026".to_owned()),
            para("Message reçu\u{a0}: «\u{a0}🔪 Ж ☐ █ #read(\"/etc/passwd\") \u{202e}\u{a0}»"),
            Block::Heading(2, "Vérifier".to_owned()),
            Block::Code(
                "sha256sum -c manifest-sha256.txt\nopenssl ts -verify -in a.tsr".to_owned(),
            ),
        ],
        footer: "Préau – dossier D-2026-12".to_owned(),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: specimen FOLDER")?);
    let press = pdf::Press::new()?;
    std::fs::write(folder.join("letter.pdf"), press.pdf(&letter())?)?;
    std::fs::write(folder.join("report.pdf"), press.pdf(&report())?)?;
    Ok(())
}
