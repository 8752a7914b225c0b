//! Adding without reading: a witness, one's own telephone, one's own browser (N033, N039, N087).

use super::export::Unzipped;
use crate::people::files::{picture, png};
use crate::people::visitor::Chosen;
use crate::people::{Teacher, Visitor, World, everywhere};
use bundle::verify::{Content, Signer};
use http::{Method, StatusCode};
use seal::entry::{EntryDraft, Line};
use seal::note::{Note, SigningKey, Vkey};
use seal::vault::{Identity, Recipient, encrypt, pad_entry};
use serde_json::{Value, json};
use std::io::Write as _;

/// Makes a link, and gives what the page shows once: its address, or the code of a pairing.
pub async fn link(her: &mut Teacher, kind: &str) -> String {
    link_for(her, kind, "Collègue-de-SVT").await
}

/// The same, for somebody.
pub async fn link_for(her: &mut Teacher, kind: &str, label: &str) -> String {
    let page = her.goes("/aide").await;
    page.press("Créer le lien", &[("kind", kind), ("label", label)])
        .await;
    shown(her)
}

/// What the page shows once.
fn shown(her: &Visitor) -> String {
    let page = her.page();
    match page.all("textarea").first() {
        Some(code) => code.text().trim().to_owned(),
        None => {
            let input = page.all("input").into_iter();
            let mut shown = input.filter_map(|input| input.attr("value"));
            let url = shown
                .find(|value| value.contains("/aide/"))
                .expect("an address");
            let at = url.find("/aide/").expect("a path");
            url[at..].to_owned()
        }
    }
}

#[tokio::test]
async fn n039_n087_a_witness_adds_what_she_saw_and_reads_nothing() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        let door = link(&mut her, "witness").await;

        let mut witness = world.anonymous();
        let page = witness.open(&door).await;
        page.sees("Dire ce que vous avez vu")
            .does_not_see("preuve")
            .does_not_see("Collègue");
        // Nothing, or words without a name: said, and nothing of it lost.
        page.press("Envoyer", &[])
            .await
            .sees("Écrivez quelques mots");
        page.press("Envoyer", &[("text", "J’ai vu la story xérophyte")])
            .await;
        witness.sees("Dites qui vous êtes").sees("xérophyte");
        let said = [
            ("name", "Dominique Laforêt"),
            ("role", "collègue"),
            ("when", "le 12 novembre, sur Snapchat"),
            (
                "text",
                "J’ai vu la story xérophyte\nElle a disparu le lendemain.",
            ),
        ];
        let shot = picture("story");
        let file = Chosen {
            name: "story.png",
            bytes: &shot,
        };
        witness
            .press_with("Envoyer", &said, &[file])
            .await
            .sees("C’est reçu : 2 ajouts");
        // Her browser opens nothing of the dossier.
        let inside = her.dossier.clone();
        for path in ["", "/pieces", "/aide", "/export", "/historique"] {
            witness.open(&format!("{inside}{path}")).await;
            assert!(
                witness.path.starts_with("/revenir"),
                "{path}: {}",
                witness.path
            );
        }

        // It waits: in no export, in no number.
        const LACKS: &str = "Ajoutez un témoignage ou une lettre de soutien";
        her.goes("/verifier").await.sees(LACKS);
        her.goes("").await.sees("2 ajouts attendent votre accord");
        her.goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await;
        let before = Unzipped::of(&her.exports(&[]).await);
        for canary in ["xérophyte", "Laforêt", "story.png", "Collègue-de-SVT"] {
            assert!(!before.text_holds(canary), "{canary} is in an export");
        }
        let page = her.goes("/aide").await;
        page.sees("Témoignage de Dominique Laforêt")
            .sees("xérophyte")
            .sees("story.png");
        // The picture can be looked at before deciding.
        let look = her.link("Afficher").expect("a look");
        her.open(&look).await;
        assert_eq!(her.body, shot);
        her.goes("/aide")
            .await
            .press("Ajouter à mon dossier", &[("decision", "accept")])
            .await;
        her.press("Ajouter à mon dossier", &[("decision", "accept")])
            .await;
        her.does_not_see("Ajouter à mon dossier");
        her.goes("/pieces").await.sees("story.png");
        her.goes("/verifier").await.does_not_see(LACKS);
        her.goes("/historique")
            .await
            .sees("Ajout accepté")
            .sees("Lien créé");

        let after = Unzipped::of(&her.exports(&[]).await);
        assert!(after.text_holds("xérophyte") && after.holds(&shot));
        assert!(
            !after.text_holds("Collègue-de-SVT"),
            "for whom the link was is nobody's business"
        );
        assert!(
            after.pdf().contains("Dominique"),
            "the statement is in the document"
        );
        let report = after.report(&[]);
        assert_eq!(report.content, Content::True, "{:?}", report.findings);
        // Left out like anything else.
        let page = her.goes("/export").await;
        let form = page.form("Préparer le ZIP");
        assert!(
            form.known.iter().any(|name| name == "left_out"),
            "{:?}",
            form.known
        );
        let boxes = her.page();
        let boxes = boxes.all("input").into_iter();
        let mut boxes = boxes.filter_map(|one| one.attr("value"));
        let statement = boxes
            .find(|value| value.starts_with("temoignage-"))
            .expect("a box")
            .to_owned();
        let without = Unzipped::of(&her.exports(&[("left_out", &statement)]).await);
        assert!(!without.text_holds("xérophyte") && without.holds(&shot));
        assert_eq!(without.report(&[]).content, Content::True);

        // Closed, it is not there any more, as if it had never been.
        her.goes("/aide")
            .await
            .press("Fermer ce lien", &[])
            .await
            .sees("Fermé le");
        witness.open(&door).await;
        assert_eq!(witness.status, StatusCode::NOT_FOUND);
        let never = witness.body.clone();
        witness.open("/aide/AAAAAAAAAAAAAAAAAAAAAA").await;
        assert_eq!(witness.status, StatusCode::NOT_FOUND);
        assert_eq!(
            never.len(),
            witness.body.len(),
            "one cannot be told from the other"
        );
    })
    .await;
}

#[tokio::test]
async fn n033_a_telephone_adds_without_any_code_until_its_link_is_over() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let door = link(&mut her, "phone").await;
        her.sees("visez le carré");
        assert_eq!(
            her.page().all("svg").len(),
            1,
            "an address that a camera reads"
        );
        let mut phone = world.anonymous();
        phone.open(&door).await.sees("Une bonne capture d’écran");
        let shot = picture("fil");
        let file = Chosen {
            name: "Screenshot_1.png",
            bytes: &shot,
        };
        let address = [("address", "https://reseau.example/p/1")];
        phone
            .press_with("Envoyer", &address, &[file])
            .await
            .sees("C’est reçu : un ajout");
        her.goes("/aide").await.sees("https://reseau.example/p/1");
        her.press("Mettre de côté", &[("decision", "dismiss")])
            .await
            .sees("Un ajout mis de côté");
        // Put aside is not thrown away.
        her.press("Ajouter à mon dossier", &[("decision", "accept")])
            .await;
        her.goes("/pieces").await.sees("Screenshot_1.png");
        // Its own share sheet, once the page is on its screen: no page of ours made that form.
        phone.open(&door).await;
        let page = phone.page();
        let mut heads = page.all("link").into_iter();
        let manifest = heads.find(|link| link.attr("rel") == Some("manifest"));
        let manifest = manifest
            .and_then(|link| link.attr("href"))
            .expect("a manifest");
        phone.open(manifest).await;
        let manifest: Value = serde_json::from_slice(&phone.body).expect("JSON");
        assert_eq!(manifest["start_url"], door);
        let target = manifest["share_target"]["action"]
            .as_str()
            .expect("a target");
        let fields = [("text".to_owned(), "https://reseau.example/p/2".to_owned())];
        let (other, name) = (picture("partage"), "IMG_2.png");
        let shared = [Chosen {
            name,
            bytes: &other,
        }];
        let body = crate::people::visitor::multipart(&fields, Some("files"), &shared);
        phone.send(Method::POST, target, Some(body.clone())).await;
        phone.sees("C’est reçu : un ajout");
        let rows = world.rows().await["entries"];
        phone.send(Method::POST, target, Some(body)).await;
        phone.sees("C’est reçu : un ajout");
        assert_eq!(
            world.rows().await["entries"],
            rows,
            "a share that tries again adds once"
        );
        her.goes("/aide")
            .await
            .sees("IMG_2.png")
            .sees("https://reseau.example/p/2");
        let witness = link(&mut her, "witness").await;
        phone.open(&format!("{witness}/application")).await;
        assert_eq!(
            phone.status,
            StatusCode::NOT_FOUND,
            "another's telephone keeps no trace"
        );
        world.pass(15 * 86_400);
        phone.open(&door).await;
        assert_eq!(phone.status, StatusCode::NOT_FOUND, "14 days, then nothing");
    })
    .await;
}

#[tokio::test]
async fn n033_a_form_sent_twice_makes_one_link_and_a_share_sent_twice_reaches_each_link_once() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let mut form = her.goes("/aide").await.form("Créer le lien");
        form.fill(&[("kind", "phone"), ("label", "")]);
        let body = form.body(&[]);
        her.send(Method::POST, &form.action, Some(body.clone()))
            .await;
        let door = shown(&her);
        let list = || std::fs::read(world.config.erasures()).unwrap_or_default();
        let (rows, erased) = (world.rows().await, list());
        her.send(Method::POST, &form.action, Some(body)).await;
        assert_eq!(her.status, StatusCode::UNPROCESSABLE_ENTITY);
        her.does_not_see("visez le carré");
        let after = world.rows().await;
        for table in ["links", "entries", "erasures"] {
            assert_eq!(after.get(table), rows.get(table), "{table}");
        }
        assert_eq!(list(), erased, "a link that nobody had is no erasure");

        // Another person's telephone shares the same picture: neither hides it from the other.
        let mut other = world.teacher().await;
        let theirs = link(&mut other, "phone").await;
        let shot = picture("partage");
        let file = Chosen {
            name: "IMG_2.png",
            bytes: &shot,
        };
        let fields = [("text".to_owned(), "https://reseau.example/p/2".to_owned())];
        let body = crate::people::visitor::multipart(&fields, Some("files"), &[file]);
        let mut phone = world.anonymous();
        for door in [&door, &theirs, &door] {
            let target = format!("{door}/partage");
            phone.send(Method::POST, &target, Some(body.clone())).await;
            phone.sees("C’est reçu : un ajout");
        }
        for person in [&mut her, &mut other] {
            let page = person.goes("/aide").await.text();
            assert_eq!(page.matches("IMG_2.png").count(), 1, "{page}");
        }
    })
    .await;
}

/// An extension, as `docs/use/extension.md` tells.
struct Extension {
    browser: Visitor,
    key: SigningKey,
    d: String,
    number: u32,
    vkey: Vkey,
    to: Recipient,
}

impl Extension {
    /// Reads the code of a pairing, and says its key.
    async fn pair(world: &World, code: &str) -> Self {
        let b64 = code.strip_prefix("preau1.").expect("a code");
        let code: Value = serde_json::from_slice(&decode(b64)).expect("JSON");
        let text = |name: &str| code[name].as_str().expect("a text").to_owned();
        let mut browser = world.anonymous();
        browser
            .says
            .push(("authorization", format!("Bearer {}", text("t"))));
        let key = SigningKey::generate();
        let own = kernel::id::to_hex(key.vkey("x").key());
        let it = Self {
            key,
            d: text("d"),
            number: code["n"].as_u64().expect("a number") as u32,
            vkey: text("k").parse().expect("a key"),
            to: text("r").parse().expect("a recipient"),
            browser,
        };
        let said = (
            "application/json".to_owned(),
            json!({"key": own}).to_string().into_bytes(),
        );
        let mut browser = it.browser.clone();
        let (status, ..) = browser
            .once(Method::POST, "/api/v1/add/key", Some(said))
            .await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        it
    }

    async fn standing(&mut self) -> Value {
        let (status, _, body) = self.browser.once(Method::GET, "/api/v1/add", None).await;
        assert_eq!(status, StatusCode::OK);
        serde_json::from_slice(&body).expect("JSON")
    }

    fn sign(&self, message: &str) -> String {
        let note = self.key.sign("x", message).expect("a note");
        let signature = note
            .trim_end()
            .rsplit(' ')
            .next()
            .expect("a signature")
            .to_owned();
        kernel::id::to_hex(&decode(&signature)[4..])
    }

    /// An addition of this file; each of the others changes one thing.
    fn addition(&self, n: u64, file: &[u8], wrong: Wrong) -> (Value, Vec<u8>) {
        let blob = kernel::id::to_hex(&seal::random::bytes::<16>());
        let digest = if wrong == Wrong::File {
            seal::sha256(b"another")
        } else {
            seal::sha256(file)
        };
        let to = if wrong == Wrong::Recipient {
            Identity::generate().to_public()
        } else {
            self.to.clone()
        };
        let kind = if wrong == Wrong::Type {
            "story"
        } else {
            "piece"
        };
        let draft = EntryDraft::new(kind)
            .value("name", "page.mhtml")
            .unwrap()
            .value("media", "image/png")
            .unwrap()
            .value(
                "file",
                json!({"bytes": file.len(), "sha256": digest.to_string()}),
            )
            .unwrap()
            .value("class", if wrong == Wrong::Class { "A" } else { "B" })
            .unwrap()
            .value(
                if wrong == Wrong::Own {
                    "number"
                } else {
                    "seen"
                },
                "2026-11-22",
            )
            .unwrap()
            .words("address", "https://reseau.example/prive")
            .unwrap()
            .local("blobs", vec![blob.clone()])
            .unwrap();
        let by = format!("l{}", self.number);
        let line: Line = draft.line(
            kernel::Moment(0),
            by.parse().unwrap(),
            self.d.parse().unwrap(),
            0,
        );
        let mut parts: Vec<String> = line.parts.iter().map(ToString::to_string).collect();
        let sig = self.sign(&line.added_message(if wrong == Wrong::Number { n + 1 } else { n }));
        if wrong == Wrong::Digest {
            parts[0] = seal::sha256(b"x").to_string();
        }
        let body = encrypt(&pad_entry(draft.body_bytes().unwrap()), &[to]).unwrap();
        let mut sealed =
            seal::vault::Writer::new(Vec::new(), std::slice::from_ref(&self.to)).unwrap();
        sealed.write_all(file).unwrap();
        let entry = json!({
            "n": n, "type": kind, "parts": parts,
            "body": encode(&body), "blob": blob, "sig": sig,
        });
        (entry, sealed.finish().unwrap())
    }

    async fn sends(&mut self, entry: &Value, file: &[u8]) -> (StatusCode, Value) {
        let fields = [("entry".to_owned(), entry.to_string())];
        let file = Chosen {
            name: "f.age",
            bytes: file,
        };
        let body = crate::people::visitor::multipart(&fields, Some("file"), &[file]);
        let (status, _, body) = self
            .browser
            .once(Method::POST, "/api/v1/add", Some(body))
            .await;
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    async fn adds(&mut self, n: u64, file: &[u8], wrong: Wrong) -> (StatusCode, Value) {
        let (entry, file) = self.addition(n, file, wrong);
        self.sends(&entry, &file).await
    }
}

/// What is wrong with an addition.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Wrong {
    Nothing,
    Number,
    Digest,
    Type,
    Recipient,
    File,
    Class,
    Own,
}

fn decode(text: &str) -> Vec<u8> {
    let text = text
        .trim_end_matches('=')
        .replace('-', "+")
        .replace('_', "/");
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut held, mut bits, mut out) = (0_u32, 0, Vec::new());
    for digit in text.chars() {
        held = held << 6 | digits.find(digit).expect("base 64") as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    out
}

fn encode(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let held = three
            .iter()
            .fold(0_u32, |held, byte| held << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = digits[(held >> (18 - 6 * place) & 63) as usize];
            out.push(if place > three.len() {
                '='
            } else {
                char::from(digit)
            });
        }
    }
    out
}

#[tokio::test]
async fn n033_an_extension_signs_each_page_and_nothing_else_comes_through_its_link() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let code = link(&mut her, "extension").await;
        let mut it = Extension::pair(&world, &code).await;
        let file = picture("page privée");

        // What it seals to is signed by the instance.
        let standing = it.standing().await;
        assert_eq!(standing["state"], "waiting");
        let note = Note::parse(standing["note"].as_str().expect("a note")).expect("a note");
        note.verify(&[it.vkey.clone()])
            .expect("signed by the key of the code");
        assert_eq!(
            note.text,
            format!("preau-epoch/v1\n{}\n1\n{}\n", it.d, it.to)
        );

        // Before the owner has compared the keys, nothing comes; another key is too late.
        assert_eq!(
            it.adds(1, &file, Wrong::Nothing).await.0,
            StatusCode::FORBIDDEN
        );
        let other = json!({"key": "00".repeat(32)}).to_string().into_bytes();
        let other = Some(("application/json".to_owned(), other));
        let (status, ..) = it
            .browser
            .once(Method::POST, "/api/v1/add/key", other)
            .await;
        assert_eq!(status, StatusCode::CONFLICT);
        let digest = seal::sha256(it.key.vkey("x").key()).to_string();
        let shown = format!(
            "{} {} {} {}",
            &digest[..4],
            &digest[4..8],
            &digest[8..12],
            &digest[12..16]
        );
        her.goes("/aide")
            .await
            .sees(&shown)
            .press("C’est la même, relier", &[])
            .await;
        her.sees("Clé de l’extension");
        assert_eq!(it.standing().await["state"], "ready");

        // False ones are refused, and leave nothing.
        let rows = world.rows().await["entries"];
        for wrong in [Wrong::Number, Wrong::Digest, Wrong::Type] {
            let (status, _) = it.adds(1, &file, wrong).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        }
        let (entry, sealed) = it.addition(1, &file, Wrong::Nothing);
        // A number that no line can hold would make the dossier unreadable for ever.
        assert_eq!(
            it.adds(1 << 53, &file, Wrong::Nothing).await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            it.sends(&entry, b"not sealed").await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let thief = SigningKey::generate();
        let own = std::mem::replace(&mut it.key, thief);
        assert_eq!(
            it.adds(1, &file, Wrong::Nothing).await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        it.key = own;
        assert_eq!(world.rows().await["entries"], rows, "nothing of it stays");

        // A true one; sent again it is refused, and the counter tells where to go on.
        let (status, told) = it.sends(&entry, &sealed).await;
        assert_eq!(status, StatusCode::CREATED);
        let head = Note::parse(told["note"].as_str().expect("a head")).expect("a head");
        head.verify(&[it.vkey.clone()])
            .expect("a receipt that counts");
        assert_eq!(it.sends(&entry, &sealed).await.0, StatusCode::CONFLICT);
        assert_eq!(it.standing().await["counter"], 1);
        // One that no key of the dossier opens, one whose file is another: the dossier stays whole.
        assert_eq!(
            it.adds(2, &file, Wrong::Recipient).await.0,
            StatusCode::CREATED
        );
        assert_eq!(it.adds(3, &file, Wrong::File).await.0, StatusCode::CREATED);
        her.goes("")
            .await
            .does_not_see("ne correspond plus à son sceau")
            .sees("2 ajouts attendent");
        her.goes("/aide")
            .await
            .sees("Un ajout mis de côté")
            .sees("illisible");
        her.press("Ajouter à mon dossier", &[("decision", "accept")])
            .await;
        her.press("Ajouter à mon dossier", &[("decision", "accept")])
            .await;
        her.sees("n’est pas celui qui avait été annoncé");
        her.goes("/historique").await.sees("Ajout écarté");

        her.goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await;
        let export = Unzipped::of(&her.exports(&[]).await);
        assert!(export.holds(&file));
        assert!(export.pdf().contains("signée par son extension"));
        let report = export.report(&[]);
        assert_eq!(
            (report.content, report.signer),
            (Content::True, Signer::SelfDeclared),
            "{:?}",
            report.findings
        );
        let line = export.names.iter().filter(|name| name.ends_with(".line"));
        let signed =
            line.filter(|name| String::from_utf8_lossy(export.file(name)).contains("\"sig\":"));
        assert_eq!(signed.count(), 1, "its signature is in the export");

        // Neither its class nor its number is the sender's to say.
        let before = her.goes("/aide").await.text();
        assert_eq!(it.adds(4, &file, Wrong::Class).await.0, StatusCode::CREATED);
        assert_eq!(it.adds(5, &file, Wrong::Own).await.0, StatusCode::CREATED);
        assert_ne!(her.goes("/aide").await.text(), before);
        her.does_not_see("Ajouter à mon dossier");
        // What was put aside can be erased, whatever its sender wrote in it.
        let blobs = world.blob_files().len();
        let help = format!("{}/aide", her.dossier);
        for _ in 0..4 {
            her.press("Effacer pour toujours", &[("decision", "erase")])
                .await
                .is_at(&help, 200);
        }
        her.does_not_see("mis de côté");
        assert_eq!(
            world.blob_files().len(),
            blobs - 3,
            "all but that of the one which opens with no key"
        );
        her.goes("")
            .await
            .does_not_see("ne correspond plus à son sceau");
        let (status, _) = it.adds(4, &file, Wrong::Nothing).await;
        assert_eq!(status, StatusCode::CONFLICT, "a number below the last");

        // Closed: the same answer as for a link that never was.
        her.goes("/aide").await.press("Fermer ce lien", &[]).await;
        assert_eq!(
            it.adds(9, &file, Wrong::Nothing).await.0,
            StatusCode::NOT_FOUND
        );
    })
    .await;
}

#[tokio::test]
async fn a_link_takes_fifty_additions_and_then_says_so() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let door = link(&mut her, "phone").await;
        let mut phone = world.anonymous();
        phone.open(&door).await;
        let shots: Vec<Vec<u8>> = (0..51).map(|n| png(&n.to_string())).collect();
        let names: Vec<String> = (0..51).map(|n| format!("{n}.png")).collect();
        let files = |range: std::ops::Range<usize>| -> Vec<Chosen<'_>> {
            range
                .map(|n| Chosen {
                    name: &names[n],
                    bytes: &shots[n],
                })
                .collect()
        };
        phone
            .press_with("Envoyer", &[], &files(0..49))
            .await
            .sees("C’est reçu : 49 ajouts");
        let rows = world.rows().await["entries"];
        phone
            .press_with("Envoyer", &[], &files(49..51))
            .await
            .sees("ne permet plus d’envoi");
        assert_eq!(
            world.rows().await["entries"],
            rows,
            "all of a form or nothing"
        );
        // Nor does anything of it stay on the disk.
        let sweep = || async { world.app.dossiers.store().sweep().await.expect("a sweep") };
        sweep().await;
        assert_eq!(world.blob_files().len(), 49);
        phone
            .press_with("Envoyer", &[], &files(49..50))
            .await
            .sees("C’est reçu : un ajout");
    })
    .await;
}
