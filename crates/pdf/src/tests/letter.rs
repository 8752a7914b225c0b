use super::*;
use kernel::doc::para;

fn sample() -> Doc {
    Doc {
        lang: "fr",
        title: "Demande de protection fonctionnelle".to_owned(),
        date: time::macros::date!(2026 - 03 - 09),
        frame: Frame::Letter {
            sender: vec![
                vec![Inline::Strong("Camille Dupré".to_owned())],
                text("Professeure certifiée d’histoire-géographie"),
                text("Collège du Préau"),
            ],
            addressee: vec![
                text("Monsieur le recteur de l’académie de Lyon"),
                text("69007 Lyon"),
            ],
            place_date: text("À Lyon, le 9 mars 2026"),
            sending: "Lettre recommandée avec avis de réception".to_owned(),
            subject: text("demande de protection fonctionnelle (article L. 134-5)"),
        },
        blocks: vec![
            para("Monsieur le recteur,"),
            para("J’ai l’honneur de solliciter la protection ; « tu vas voir », m’a-t-on écrit."),
            Block::List {
                ordered: true,
                items: vec![
                    text("faire cesser les attaques ;"),
                    text("prendre mes frais."),
                ],
            },
            para("Je vous prie d’agréer, Monsieur le recteur, mes salutations."),
            Block::Signature(text("Camille Dupré")),
            para("Pièces jointes : 3"),
        ],
        footer: "Modèle vérifié le 2 mars 2026".to_owned(),
    }
}

/// N048: the request is complete and in the order of a French letter.
#[test]
fn n048_a_letter_reads_back_whole_and_in_order() {
    let pdf = pdf(&sample());
    well_formed(&pdf, "Demande de protection fonctionnelle");
    in_order(
        &read_back(&pdf),
        &[
            "Camille Dupré",
            "Professeure certifiée d’histoire-géographie",
            "Collège du Préau",
            "Monsieur le recteur de l’académie de Lyon",
            "69007 Lyon",
            "À Lyon, le 9 mars 2026",
            "Lettre recommandée avec avis de réception",
            "Objet : demande de protection fonctionnelle (article L. 134-5)",
            "Monsieur le recteur,",
            "J’ai l’honneur de solliciter la protection ; « tu vas voir », m’a-t-on écrit.",
            "1. faire cesser les attaques ;",
            "2. prendre mes frais.",
            "Je vous prie d’agréer, Monsieur le recteur, mes salutations.",
            "Camille Dupré",
            "Pièces jointes : 3",
            "Modèle vérifié le 2 mars 2026",
            "page 1/1",
        ],
    );
}

/// Where the addressee starts, in points from the left and the top.
fn addressee(doc: &Doc) -> (f64, f64) {
    let boxes = tool("pdftotext", &["-bbox", "{}", "-"], &pdf(doc));
    let word = boxes.lines().find(|l| l.contains(">Monsieur<")).unwrap();
    let value = |name: &str| {
        let (_, rest) = word.split_once(&format!("{name}=\"")).unwrap();
        rest.split_once('"').unwrap().0.parse::<f64>().unwrap()
    };
    (value("xMin"), value("yMin"))
}

/// A DL envelope shows what stands 11 cm from the left and 4.5 to 8 cm from the top.
#[test]
fn the_addressee_stands_in_the_window_of_the_envelope() {
    const CM: f64 = 72.0 / 2.54;
    let (x, y) = addressee(&sample());
    assert!((10.8 * CM..11.2 * CM).contains(&x), "{x}");
    assert!((4.8 * CM..5.4 * CM).contains(&y), "{y}");
}

/// A sender with many lines pushes the addressee down instead of meeting him.
#[test]
fn a_long_sender_does_not_run_into_the_addressee() {
    let mut doc = sample();
    if let Frame::Letter { sender, .. } = &mut doc.frame {
        sender.extend((1..=12).map(|i| text(&format!("Ligne {i}"))));
    }
    assert!(addressee(&doc).1 > addressee(&sample()).1 + 80.0);
}

#[test]
fn a_draft_shows_its_gaps() {
    let mut doc = sample();
    doc.blocks = vec![Block::Para(vec![
        Inline::text("Plainte déposée le "),
        Inline::Gap("date de la plainte".to_owned()),
        Inline::text("."),
    ])];
    let text = read_back(&pdf(&doc));
    assert!(
        text.contains("Plainte déposée le [date de la plainte]."),
        "{text}"
    );
}

/// The closing words go to the next page with the signature rather than part from it.
#[test]
fn the_signature_is_never_alone_on_its_page() {
    let mut parted = 0;
    for lines in 14..30 {
        let mut doc = sample();
        doc.blocks = (0..lines).map(|i| para(format!("Fait {i}."))).collect();
        doc.blocks.push(para("Salutations distinguées."));
        doc.blocks
            .push(Block::Signature(text("Signature de Camille")));
        let raw = tool("pdftotext", &["{}", "-"], &pdf(&doc));
        let with = |what: &str| raw.split('\u{c}').position(|p| p.contains(what)).unwrap();
        assert_eq!(with("Salutations"), with("Signature"), "{lines} lines");
        parted += with("Signature");
    }
    assert!(parted > 0, "no case reached the end of the page");
}

#[test]
fn an_english_letter_says_so() {
    let mut doc = sample();
    doc.lang = "en";
    let pdf = pdf(&doc);
    assert!(objects(&pdf).contains("/Lang (en)"));
    assert!(read_back(&pdf).contains("Subject: demande"));
}
