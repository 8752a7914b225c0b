//! The capture report, in French: the twenty points that French courts look for (NF Z67-147 and TGI Paris, 4 March
//! 2003; CA Paris, 27 February 2013 and 12 January 2016; CA Douai, 30 November 2012). A point that nobody can answer
//! says so: none is left out.

use crate::Place;
use crate::launch::{Isolation, WINDOW};
use crate::machine::Machine;
use crate::model::{GapKind, Shortfall, State};
use crate::page::Page;
use crate::record::Recorded;
use crate::wacz::Resource;
use kernel::Moment;
use kernel::date::{paris, paris_date};
use kernel::doc::{Block, Doc, Frame, Inline, para};
use seal::Digest;
use serde_json::json;

/// Addresses longer than this stand whole in point 15 only; the foot of a page holds no more.
const FOOT: usize = 300;

/// Pictures drawn in the report; the others are listed, and stand in the package.
pub const DRAWN: usize = 4;

/// How the capture was made, beyond the page itself.
pub struct Circumstances {
    /// The address, whole.
    pub asked: String,
    /// When the browser was started.
    pub opened: Moment,
    /// The machine.
    pub machine: Machine,
    /// What only the operator knows.
    pub place: Place,
    /// How the browser was kept from other networks.
    pub isolation: Isolation,
    /// Whether its sandbox was on.
    pub sandbox: bool,
    /// `Préau 0.1.0`.
    pub software: String,
}

/// A picture, as listed.
pub struct Shot {
    /// Its file.
    pub name: String,
    /// Where it begins, in CSS pixels.
    pub top: u32,
    /// Its height.
    pub height: u32,
    /// When it was taken.
    pub at: Moment,
    /// Its digest.
    pub sha256: Digest,
}

/// Who dated the list.
pub struct Dated {
    /// The authority.
    pub tsa: String,
    /// Its time.
    pub at: Moment,
}

/// How the package is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// With the certificate of the instance's name.
    Domain,
    /// With a key that only says that it is itself.
    Anonymous,
}

/// Everything the report tells.
pub struct Facts<'a> {
    /// How.
    pub circumstances: &'a Circumstances,
    /// What was seen.
    pub page: &'a Page,
    /// Whether it is whole.
    pub state: &'a State,
    /// The page's status.
    pub status: u16,
    /// What was kept.
    pub recorded: &'a Recorded,
    /// The files of the package.
    pub files: &'a [Resource],
    /// The pictures.
    pub shots: &'a [Shot],
    /// The first of them, to be drawn.
    pub drawn: &'a [Vec<u8>],
    /// The digest of the dated list.
    pub manifest: Digest,
    /// Its date.
    pub dated: Option<Dated>,
    /// How the package is signed.
    pub signature: Signature,
    /// The name it is signed with.
    pub domain: Option<&'a str>,
}

/// One of the twenty.
pub struct Point {
    /// Its number, from 1.
    pub number: u8,
    /// What it asks.
    pub title: &'static str,
    /// The answer.
    pub answer: String,
}

/// UTC and Paris, both whole.
pub fn both(at: Moment) -> String {
    let utc = at.utc();
    let here = paris(at);
    format!(
        "{:02}/{:02}/{:04} {:02}:{:02}:{:02} UTC, soit {:02}/{:02}/{:04} {:02}:{:02}:{:02} à Paris",
        utc.day(),
        u8::from(utc.month()),
        utc.year(),
        utc.hour(),
        utc.minute(),
        utc.second(),
        here.day(),
        u8::from(here.month()),
        here.year(),
        here.hour(),
        here.minute(),
        here.second(),
    )
}

fn day(seconds: u64) -> String {
    let at = paris(Moment::from_seconds(i64::try_from(seconds).unwrap_or(0)));
    format!(
        "{:02}/{:02}/{:04}",
        at.day(),
        u8::from(at.month()),
        at.year()
    )
}

/// Why, in words.
pub const fn why(short: Shortfall) -> &'static str {
    match short {
        Shortfall::LoginWall => {
            "le site semble demander de se connecter : ce qui est capturé peut être cette demande, et non le contenu"
        }
        Shortfall::RobotWall => {
            "le site semble demander de prouver que l’on est humain, ou refuser les navigateurs automatiques"
        }
        Shortfall::Status => "le site a répondu par une erreur",
        Shortfall::LedAway => {
            "cette adresse conduit à une autre, qui n’a pas pu être ouverte : il n’y a pas d’image"
        }
        Shortfall::Download => "l’adresse donne un fichier et non une page : le fichier est gardé",
        Shortfall::Restless => "la page n’était pas au repos quand le temps prévu s’est écoulé",
        Shortfall::TooTall => "la page est plus longue que ce qui est photographié",
        Shortfall::Picture => "une image, le texte ou l’impression n’a pas pu être pris",
        Shortfall::Gaps => "des éléments demandés par la page manquent : ils sont nommés plus bas",
    }
}

/// Why something is missing, in words.
pub const fn lack(kind: GapKind) -> &'static str {
    match kind {
        GapKind::TooLong => "trop long, gardé en partie",
        GapKind::TooSlow => "encore en cours à la fin du délai, gardé en partie",
        GapKind::Failed => "le réseau ou le site a échoué",
        GapKind::Refused => "refusé : pas une adresse publique, ou volume dépassé",
        GapKind::Unfinished => "encore en cours à la fin de la capture",
        GapKind::GivenUp => "abandonné par la page elle-même",
        GapKind::Live => {
            "échange en continu, dont les premiers messages sont dans evidence/events.json"
        }
        GapKind::Again => "script de service, demandé une seconde fois pour être gardé",
        GapKind::Unseen => "site joint, sans échange enregistré",
    }
}

fn or_not(value: Option<&str>) -> String {
    value
        .unwrap_or("non établi : la machine ne le dit pas")
        .to_owned()
}

/// The twenty points, all answered.
pub fn points(f: &Facts<'_>) -> Vec<Point> {
    let c = f.circumstances;
    let m = &c.machine;
    let answers: [(&'static str, String); 20] = [
        (
            "Norme suivie",
            "Les rubriques de la norme NF Z67-147 (11 septembre 2010), recueil de bonnes pratiques. Ce compte rendu est fait par un programme. Ce n’est pas un procès-verbal : seul un commissaire de justice en dresse.".into(),
        ),
        ("Machine", format!("{}. Numéro de série : non relevé.", or_not(m.model.as_deref()))),
        (
            "Système d’exploitation",
            format!(
                "{}, noyau {}. Dernière mise à jour des paquets : {}.",
                or_not(m.system.as_deref()),
                or_not(m.kernel.as_deref()),
                m.updated.map_or_else(|| "non établie".to_owned(), day)
            ),
        ),
        (
            "Navigateur",
            format!(
                "{}, sans extension, fenêtre de {} × {} pixels. Il s’est présenté aux sites sous son vrai nom : {}. Bac à sable du navigateur : {}.",
                f.page.browser.0, WINDOW.0, WINDOW.1, f.page.browser.1,
                if c.sandbox { "actif" } else { "inactif, car le programme tourne en administrateur" }
            ),
        ),
        (
            "Réseau local et fournisseur d’accès",
            c.place.network.clone().unwrap_or_else(|| "non renseigné par l’hébergeur de ce programme".into()),
        ),
        (
            "Adresse IP publique",
            c.place.public_address.clone().unwrap_or_else(|| {
                "non renseignée par l’hébergeur ; le programme n’interroge aucun service tiers pour la connaître".into()
            }),
        ),
        (
            "Serveurs de noms (DNS)",
            if m.resolvers.is_empty() { "non établis".into() } else { m.resolvers.join(", ") },
        ),
        (
            "Absence de serveur mandataire (proxy)",
            format!(
                "Aucun : le navigateur a l’ordre de n’en utiliser aucun. Les connexions passent par un relais TCP sans cache, qui ne lit pas les échanges chiffrés et n’ouvre que des adresses publiques. {}",
                match c.isolation {
                    Isolation::Namespace => "Le navigateur n’avait pas d’autre chemin vers le réseau (espace de noms réseau).",
                    Isolation::Rules => "Cette machine ne permet pas d’isoler le réseau du navigateur : seules ses propres règles l’y tiennent.",
                }
            ),
        ),
        (
            "Antivirus",
            "Non applicable : le navigateur est neuf, dans un dossier vide, détruit ensuite. Aucun antivirus n’a été interrogé.".into(),
        ),
        ("Cache vidé", "Profil neuf, donc cache vide ; cache désactivé pendant la capture.".into()),
        (
            "Historique, cookies, fichiers temporaires, formulaires, mots de passe",
            "Aucun : profil créé pour cette capture.".into(),
        ),
        (
            "Horloge",
            format!(
                "{} {}",
                m.clock.map_or_else(
                    || "Synchronisation non établie par la machine.".to_owned(),
                    |service| format!("Un service d’horloge est en place ({service}) ; l’écart n’a pas été mesuré."),
                ),
                f.dated.as_ref().map_or_else(
                    || "Aucune autorité d’horodatage n’a donné d’heure indépendante.".to_owned(),
                    |dated| format!(
                        "Heure indépendante, donnée par l’autorité d’horodatage {} : {}. Fin de la capture à l’horloge de la machine : {}.",
                        dated.tsa, both(dated.at), both(f.page.ended)
                    ),
                )
            ),
        ),
        (
            "Première page visitée",
            "Oui : cette adresse est la première demandée après la création du profil.".into(),
        ),
        ("Cheminement", path(f)),
        (
            "Adresse complète",
            addresses(f),
        ),
        (
            "Heures de début et de fin",
            format!("Début : {}. Fin : {}.", both(f.page.started), both(f.page.ended)),
        ),
        (
            "Captures d’écran",
            format!(
                "{} image(s) PNG, du haut vers le bas de la page, listées plus bas avec leur heure et leur empreinte.",
                f.shots.len()
            ),
        ),
        (
            "Fichiers enregistrés",
            format!(
                "{} fichiers listés plus bas avec leur empreinte SHA-256. Empreinte de cette liste (evidence/manifest.json) : {}.",
                f.files.len(), f.manifest
            ),
        ),
        (
            "Capture du réseau",
            format!(
                "{} échanges gardés (archive/data.warc.gz), {} élément(s) nommé(s) comme manquants. Les contenus sont ceux que le navigateur a décodés.",
                f.recorded.exchanges.len(), f.recorded.gaps.len()
            ),
        ),
        (
            "Clôture",
            format!(
                "Navigateur fermé, fichiers empreintés{} ; le profil est supprimé avec le dossier de travail. Signature du paquet : {}.",
                if f.dated.is_some() { ", liste horodatée (RFC 3161)" } else { "" },
                match (f.signature, f.domain) {
                    (Signature::Domain, Some(name)) => format!(
                        "au nom de {name} si l’autorité l’a datée, sinon sans nom ; datapackage-digest.json le dit (wacz-auth)"
                    ),
                    _ => "sans nom (wacz-auth, forme anonyme) : elle montre que rien n’a changé depuis, pas qui a signé".into(),
                }
            ),
        ),
    ];
    answers
        .into_iter()
        .zip(1..)
        .map(|((title, answer), number)| Point {
            number,
            title,
            answer,
        })
        .collect()
}

fn path(f: &Facts<'_>) -> String {
    let asked = &f.circumstances.asked;
    let mut steps = vec![format!("adresse saisie directement : {asked}")];
    let hops = f.recorded.path.iter().filter(|hop| *hop != asked);
    steps.extend(hops.map(|hop| format!("le site a conduit à : {hop}")));
    if f.page.short.contains(&Shortfall::LedAway) {
        steps.push("la dernière adresse n’a pas pu être ouverte".to_owned());
    }
    format!(
        "{}. Aucun lien n’a été suivi par le programme.",
        steps.join(" ; ")
    )
}

/// The address asked for, that of the answer, and that which a script may have put in its place.
fn addresses(f: &Facts<'_>) -> String {
    let (asked, page) = (&f.circumstances.asked, f.page);
    let mut said = asked.clone();
    if page.landed != *asked {
        said = format!(
            "{asked} (demandée) ; {} (dernière demandée au réseau)",
            page.landed
        );
    }
    let shown = page.seen.url.split('#').next().unwrap_or_default();
    let landed = page.landed.split('#').next().unwrap_or_default();
    if !shown.is_empty() && shown != landed {
        said.push_str(&format!(
            " ; {shown} (affichée ensuite par un script de la page)"
        ));
    }
    said
}

/// The points as data.
pub fn json(points: &[Point]) -> Vec<u8> {
    let all: Vec<_> = points
        .iter()
        .map(
            |point| json!({ "number": point.number, "title": point.title, "answer": point.answer }),
        )
        .collect();
    serde_json::to_vec_pretty(&json!({ "standard": "NF Z67-147", "points": all }))
        .unwrap_or_default()
}

fn state(f: &Facts<'_>) -> Vec<Block> {
    match f.state {
        State::Complete => vec![Block::Note(vec![
            Inline::Strong("Capture complète. ".into()),
            Inline::text(if f.recorded.gaps.is_empty() {
                "Tout ce que la page a demandé est gardé."
            } else {
                "Tout ce que la page a demandé est gardé. Les remarques plus bas n’y changent rien."
            }),
        ])],
        State::Partial { why: reasons } => vec![
            Block::Note(vec![
                Inline::Strong("Capture partielle. ".into()),
                Inline::text("Ce qui suit dit pourquoi. Ce qui a été pris est scellé tel quel."),
            ]),
            Block::List {
                ordered: false,
                items: reasons
                    .iter()
                    .map(|one| vec![Inline::text(why(*one))])
                    .collect(),
            },
        ],
    }
}

/// The report, ready for the press.
pub fn doc(f: &Facts<'_>, points: &[Point]) -> Doc {
    let c = f.circumstances;
    let mut blocks = state(f);
    blocks.push(Block::Terms(vec![
        ("Adresse".into(), vec![Inline::Mono(c.asked.clone())]),
        (
            "Titre de la page".into(),
            vec![Inline::text(f.page.seen.title.clone())],
        ),
        (
            "Réponse du site".into(),
            vec![Inline::text(f.status.to_string())],
        ),
        (
            "Capturée le".into(),
            vec![Inline::text(both(f.page.started))],
        ),
    ]));
    blocks.push(para(
        "Une date prouve que ces octets existaient à cette heure. Elle ne prouve pas qui a écrit la page. La page a été demandée à son adresse par un programme, sans être connecté à aucun compte.",
    ));
    blocks.push(Block::Heading(1, "Les vingt points".into()));
    blocks.push(Block::Terms(
        points
            .iter()
            .map(|point| {
                (
                    format!("{}. {}", point.number, point.title),
                    vec![Inline::text(point.answer.clone())],
                )
            })
            .collect(),
    ));
    blocks.push(Block::Heading(1, "Captures d’écran".into()));
    blocks.push(Block::Table {
        caption: "Images, du haut vers le bas de la page".into(),
        head: [
            "Fichier",
            "Partie (pixels)",
            "Heure (UTC)",
            "Empreinte SHA-256",
        ]
        .map(Into::into)
        .into(),
        widths: vec![2, 2, 2, 5],
        rows: f
            .shots
            .iter()
            .map(|shot| {
                vec![
                    vec![Inline::Mono(shot.name.clone())],
                    vec![Inline::text(format!(
                        "{} à {}",
                        shot.top,
                        shot.top + shot.height
                    ))],
                    vec![Inline::text(clock(shot.at))],
                    vec![Inline::Mono(shot.sha256.to_string())],
                ]
            })
            .collect(),
    });
    if !f.recorded.gaps.is_empty() {
        blocks.push(Block::Heading(1, "Ce qui manque ou se remarque".into()));
        blocks.push(gaps(f.recorded));
    }
    let pictures = f.shots.iter().zip(f.drawn);
    let pictures: Vec<Block> = pictures.map(|(shot, png)| picture(shot, png)).collect();
    blocks.push(Block::Heading(1, "Fichiers".into()));
    blocks.push(Block::Table {
        caption: "Fichiers du paquet, avant ce compte rendu".into(),
        head: ["Fichier", "Empreinte SHA-256"].map(Into::into).into(),
        widths: vec![4, 6],
        rows: f
            .files
            .iter()
            .map(|file| {
                vec![
                    vec![Inline::Mono(file.path.clone())],
                    vec![Inline::Mono(file.digest().to_owned())],
                ]
            })
            .collect(),
    });
    if !pictures.is_empty() {
        blocks.push(Block::Heading(1, "Ce que montre la page".into()));
        if f.shots.len() > DRAWN {
            blocks.push(para(format!(
                "Les {DRAWN} premières images sur {}. Toutes sont dans le dossier evidence du paquet.",
                f.shots.len()
            )));
        }
        blocks.extend(pictures);
    }
    Doc {
        lang: "fr",
        title: "Compte rendu de capture".into(),
        date: paris_date(f.page.ended),
        frame: Frame::Report,
        blocks,
        footer: foot(f),
    }
}

fn picture(shot: &Shot, png: &[u8]) -> Block {
    let part = format!("pixels {} à {}", shot.top, shot.top + shot.height);
    Block::Picture {
        png: png.to_vec(),
        alt: format!("Image de la page, {part}. Son texte est dans evidence/page.txt."),
        caption: format!("{}, {part}, prise le {}", shot.name, both(shot.at)),
    }
}

fn clock(at: Moment) -> String {
    let at = at.utc();
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

/// Address, both times and digest on every sheet: a sheet that lacks them has been set aside by a court (TGI Paris, 17th
/// chamber, 10 April 2013).
fn foot(f: &Facts<'_>) -> String {
    let url = &f.circumstances.asked;
    let url = if url.chars().count() <= FOOT {
        url.clone()
    } else {
        format!(
            "adresse entière au point 15, SHA-256 {}",
            seal::sha256(url.as_bytes())
        )
    };
    format!("{url} · {} · liste {}", both(f.page.started), f.manifest)
}

fn gaps(recorded: &Recorded) -> Block {
    const SHOWN: usize = 200;
    let mut rows: Vec<Vec<Vec<Inline>>> = recorded
        .gaps
        .iter()
        .take(SHOWN)
        .map(|gap| {
            vec![
                vec![Inline::Mono(gap.url.chars().take(300).collect())],
                vec![Inline::text(lack(gap.kind))],
                vec![Inline::text(
                    gap.detail.chars().take(120).collect::<String>(),
                )],
            ]
        })
        .collect();
    if recorded.gaps.len() > SHOWN {
        let more = format!(
            "et {} autres, dans evidence/gaps.json",
            recorded.gaps.len() - SHOWN
        );
        rows.push(vec![vec![Inline::text(more)], Vec::new(), Vec::new()]);
    }
    Block::Table {
        caption: "Éléments demandés, et ce qui en manque".into(),
        head: ["Adresse", "Raison", "Détail"].map(Into::into).into(),
        widths: vec![6, 3, 3],
        rows,
    }
}
