//! The directory: imported whole or not at all, read by everybody with its day and its source, and from a dossier a summary
//! that leaves only by the person's own hand (N011).

use super::api::{Program, token};
use super::commands::{preau, said};
use super::export::Unzipped;
use super::sharing::member;
use crate::people::files::picture;
use crate::people::world::dossier_of;
use crate::people::{Chosen, Teacher, Visitor, everywhere};
use accounts::people::Role;
use accounts::rules::Action;
use kernel::Code;
use seal::entry::EntryDraft;

const HEAD: &str = "type;departement;nom;telephone;courriel;adresse;horaires;page";
const ASL: &str = "asl;31;ASL de Haute-Garonne;05 00 00 00 00;asl31@asl.example;1 rue d’Essai;du lundi au jeudi, 14 h à 17 h;https://asl.example/31";
const SOURCE: &str = "liste de la fédération, essai";

fn list(lines: &[&str]) -> Vec<u8> {
    let all: Vec<&str> = std::iter::once(HEAD).chain(lines.iter().copied()).collect();
    ["\u{feff}", &all.join("\r\n"), "\r\n"]
        .concat()
        .into_bytes()
}

/// Sends a list as the page does.
async fn imports(admin: &mut Visitor, bytes: &[u8], button: &str, day: [&str; 3]) {
    let [d, m, y] = day;
    let fields = [
        ("source", SOURCE),
        ("jour-day", d),
        ("jour-month", m),
        ("jour-year", y),
    ];
    let file = Chosen {
        name: "liste.csv",
        bytes,
    };
    admin
        .open("/admin/annuaire")
        .await
        .press_with(button, &fields, &[file])
        .await;
}

/// Prepares a summary for somebody whose name she types.
pub async fn prepares(her: &mut Teacher, name: &str) {
    her.goes("/annuaire")
        .await
        .press("Voir les contacts", &[("departement", "81")])
        .await
        .press("Voir le texte", &[("a", "autre"), ("pour", name)])
        .await
        .press("Préparer ce texte", &[])
        .await;
}

#[tokio::test]
async fn n011_a_list_is_imported_whole_or_not_at_all_and_read_with_its_day_and_source() {
    everywhere(|world| async move {
        let mut anybody = world.anonymous();
        anybody
            .open("/ressources")
            .await
            .follow("L’annuaire par département")
            .await
            .is_at("/annuaire", 200)
            .sees("l’annuaire est vide");
        anybody
            .open("/annuaire?departement=31")
            .await
            .sees("Rien n’est inscrit ici pour ce département")
            .sees("31 Haute-Garonne")
            .sees("Partout en France")
            .sees("France Victimes");

        let mut admin = member(&world, "Dominique", Role::Coordinator).await.visitor;
        let bad = list(&[ASL, "asl;20;ASL;05 00 00 00 00;;;;", "club;31;;;;;;"]);
        imports(
            &mut admin,
            &bad,
            "Importer cette liste",
            ["3", "11", "2026"],
        )
        .await;
        assert_eq!(admin.status, 422);
        admin
            .sees("Ligne 3, departement : Écrivez un numéro de département")
            .sees("Ligne 4, type : Écrivez asl")
            .sees("Ligne 4, nom : Le nom manque")
            .sees("Ligne 4 : Donnez au moins")
            .sees("Aucune liste pour le moment");
        assert_eq!(admin.form("Importer").value("source"), SOURCE);
        anybody
            .open("/annuaire?departement=31")
            .await
            .does_not_see("ASL de Haute-Garonne");

        // Neither a day to come nor a list without source.
        let good = list(&[ASL, "=asl;31 81;=Les autres;+33 (0)5 00 00 00 01;;;;"]);
        imports(
            &mut admin,
            &good,
            "Importer cette liste",
            ["3", "11", "2027"],
        )
        .await;
        assert_eq!(admin.status, 422);
        admin.sees("Donnez le jour de la liste");
        // A try imports nothing.
        imports(
            &mut admin,
            &good,
            "Essayer sans importer",
            ["3", "11", "2026"],
        )
        .await;
        admin
            .is_at("/admin/annuaire", 200)
            .sees("Ce fichier est bon : 3 adresses.")
            .sees("Un signe de formule a été retiré, ligne 3")
            .sees("Aucune liste pour le moment");
        imports(
            &mut admin,
            &good,
            "Importer cette liste",
            ["3", "11", "2026"],
        )
        .await;
        admin
            .is_at("/admin/annuaire", 200)
            .sees("Liste du 3 novembre 2026")
            .sees("3 adresses affichées");
        anybody
            .open("/annuaire?departement=31")
            .await
            .sees("ASL de Haute-Garonne")
            .sees("Les autres")
            .does_not_see("=Les autres")
            .sees("du lundi au jeudi")
            .sees("Relevé le 3 novembre 2026 dans : liste de la fédération")
            .does_not_see("plus d’un an");
        assert_eq!(
            anybody.link("asl31@asl.example").as_deref(),
            Some("mailto:asl31@asl.example"),
            "nothing is put into the mail"
        );
        assert_eq!(
            anybody.link("+33 (0)5 00 00 00 01").as_deref(),
            Some("tel:+33500000001"),
            "the zero that is not dialled from abroad"
        );
        anybody
            .open("/annuaire?departement=81")
            .await
            .sees("Les autres")
            .does_not_see("ASL de Haute-Garonne");

        // A later list of the same type takes its place, and only its place.
        let union = list(&["union;31;Syndicat d’essai;05 00 00 00 02;;;;"]);
        imports(
            &mut admin,
            &union,
            "Importer cette liste",
            ["4", "11", "2026"],
        )
        .await;
        let newer = list(&["asl;31;ASL nouvelle;05 00 00 00 03;;;;"]);
        imports(
            &mut admin,
            &newer,
            "Essayer sans importer",
            ["5", "11", "2026"],
        )
        .await;
        admin
            .sees("Elle remplace 3 adresses de ces types, du 3 novembre 2026.")
            .sees("ASL : 3 adresses, du 3 novembre 2026.");
        imports(
            &mut admin,
            &newer,
            "Importer cette liste",
            ["5", "11", "2026"],
        )
        .await;
        admin.sees("Remplacée depuis").sees("Une adresse affichée");
        // An older one does not take its place by mistake.
        let old = list(&["asl;31;ASL ancienne;05 00 00 00 04;;;;"]);
        imports(
            &mut admin,
            &old,
            "Importer cette liste",
            ["4", "11", "2026"],
        )
        .await;
        assert_eq!(admin.status, 422);
        admin
            .sees("Une liste plus récente de ces types est affichée")
            .sees("Remplacer la liste plus récente");
        anybody
            .open("/annuaire?departement=31")
            .await
            .sees("ASL nouvelle")
            .sees("Syndicat d’essai")
            .does_not_see("ASL de Haute-Garonne");
        anybody
            .open("/annuaire?departement=81")
            .await
            .sees("Rien n’est inscrit ici");

        world.pass(400 * 86_400);
        world
            .anonymous()
            .open("/annuaire?departement=31")
            .await
            .sees("À vérifier : ce relevé a plus d’un an");
        // What is no département is not said back.
        world
            .anonymous()
            .open("/annuaire?departement=%3Cb%3E99")
            .await
            .does_not_see("99")
            .sees("Choisir un département");
    })
    .await;
}

#[tokio::test]
async fn the_lists_are_there_for_administrators_and_coordinators_only() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.open("/admin/annuaire")
            .await
            .is_at("/admin/annuaire", 404);
        let mut adviser = member(&world, "Sacha", Role::Adviser).await.visitor;
        adviser
            .open("/admin/annuaire")
            .await
            .is_at("/admin/annuaire", 404);
        let mut admin = member(&world, "Dominique", Role::Administrator)
            .await
            .visitor;
        admin
            .open("/dossiers")
            .await
            .follow("Administration")
            .await
            .is_at("/admin", 200)
            .follow("Les listes de l’annuaire")
            .await
            .is_at("/admin/annuaire", 200);
        let mut coordinator = member(&world, "Camille", Role::Coordinator).await.visitor;
        for (name, path) in [
            ("Les listes de l’annuaire", "/admin/annuaire"),
            ("Préparer les séances", "/admin/seances"),
            ("Écrire les actualités", "/admin/actualites"),
            ("Préparer les épisodes", "/admin/ecouter"),
        ] {
            coordinator
                .open("/dossiers")
                .await
                .follow(name)
                .await
                .is_at(path, 200);
        }
    })
    .await;
}

#[tokio::test]
async fn n011_from_a_dossier_nothing_leaves_before_she_confirms_what_is_joined() {
    everywhere(|world| async move {
        let mut admin = member(&world, "Dominique", Role::Administrator)
            .await
            .visitor;
        imports(
            &mut admin,
            &list(&[ASL]),
            "Importer cette liste",
            ["3", "11", "2026"],
        )
        .await;
        let mut her = world.teacher().await;
        her.adds("preuve-secrete.png", &crate::people::files::png("preuve"))
            .await;
        let before = her.goes("/historique").await.page().all("li").len();
        her.goes("")
            .await
            .follow("Trouver de l’aide dans mon département")
            .await;
        let here = her.path.clone();
        her.press("Voir les contacts", &[("departement", "")])
            .await
            .sees("Choisissez un département.");
        her.open(&here)
            .await
            .press("Voir les contacts", &[("departement", "31")])
            .await
            .is_at(&here, 200)
            .sees("ASL de Haute-Garonne")
            .sees("du lundi au jeudi");
        let form = her.form("Voir le texte");
        let ticked: Vec<&str> = form
            .values
            .iter()
            .filter(|(name, _)| name == "joindre")
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(ticked, ["headings"], "the outline only");
        assert!(form.values.iter().all(|(name, _)| name != "garder"));

        // Nobody chosen: said, with what she ticked still there.
        her.press("Voir le texte", &[("joindre", "pieces")])
            .await
            .sees("Dites pour qui est ce résumé.");
        assert_eq!(her.form("Voir le texte").value("joindre"), "pieces");
        her.press("Voir le texte", &[("a", "1-1"), ("joindre", "headings")])
            .await
            .sees("Voici le texte exact")
            .sees("Pour ASL de Haute-Garonne")
            .sees("Ce que cela peut être : Insulte ou diffamation en ligne")
            .does_not_see("vendue")
            .does_not_see("preuve-secrete");
        // She sees more, and goes back.
        her.press("Changer ce que je joins", &[])
            .await
            .sees("Préparer un résumé");
        let fields = [
            ("joindre", "facts"),
            ("de", "Camille, le soir"),
            ("garder", "oui"),
        ];
        her.press("Voir le texte", &fields)
            .await
            .sees("De la part de : Camille, le soir")
            .sees("vendue")
            .does_not_see("Ce que cela peut être");
        assert_eq!(
            world.anonymous().open("/").await.status,
            200,
            "the instance still answers"
        );
        // Looking kept nothing.
        let mut other = her.visitor.clone();
        let path = format!("{}/historique", her.dossier);
        assert_eq!(other.open(&path).await.page().all("li").len(), before);

        // The dossier changes in another tab: the new text is shown, and nothing is prepared.
        let mut tab = her.visitor.clone();
        let said = [
            ("what", "Une autre publication, le lendemain, xérophyte"),
            ("when", "unknown"),
            ("author", "inconnu"),
        ];
        tab.open(&format!("{}/fait", her.dossier)).await;
        tab.press("Enregistrer", &said).await;
        her.press("Préparer ce texte", &[])
            .await
            .sees("Votre dossier a changé depuis")
            .sees("xérophyte");
        her.press("Préparer ce texte", &[])
            .await
            .sees("Résumé pour ASL de Haute-Garonne")
            .sees("Rien n’est parti")
            .sees("xérophyte");
        assert_eq!(
            her.link("Écrire à asl31@asl.example").as_deref(),
            Some("mailto:asl31@asl.example")
        );
        assert_eq!(
            her.link("Ouvrir plutôt mon dossier"),
            Some(format!("{}/partage", her.dossier))
        );
        let one = her.path.clone();
        her.follow("Télécharger le texte").await;
        assert_eq!(her.header("content-type"), "text/plain; charset=utf-8");
        let text = String::from_utf8(her.body.clone()).expect("UTF-8");
        assert!(text.contains("De la part de : Camille, le soir") && text.contains("xérophyte"));
        her.goes("/historique")
            .await
            .sees("Résumé préparé")
            .sees("ASL de Haute-Garonne");
        // The département was kept because she wished it.
        her.goes("/annuaire")
            .await
            .sees("31 Haute-Garonne")
            .sees("Déjà préparés")
            .follow("Pour ASL de Haute-Garonne, le")
            .await
            .is_at(&one, 200);
    })
    .await;
}

#[tokio::test]
async fn what_was_prepared_is_hers_alone_and_leaves_only_with_all_that_is_hers() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let fields = [
            ("a", "autre"),
            ("pour", "Maître Valmy"),
            ("de", "Sigebert le-soir"),
        ];
        her.goes("/annuaire")
            .await
            .press("Voir les contacts", &[("departement", "81")])
            .await
            .press("Voir le texte", &fields)
            .await
            .press("Préparer ce texte", &[])
            .await
            .sees("De la part de : Sigebert le-soir");
        let one = her.path.clone();
        // The département was looked at, not kept.
        her.goes("/annuaire")
            .await
            .does_not_see("Préparer un résumé");
        let zip = Unzipped::of(&her.exports(&[]).await);
        // Texts are cut word by word there: what is shown is found so.
        assert!(zip.text_holds("vendue"), "a word of her fact is there");
        for canary in ["Maître Valmy", "Valmy", "Sigebert", "le-soir"] {
            assert!(!zip.text_holds(canary), "{canary} is in an export");
        }
        // « Tout emporter » holds all that is hers, this too.
        let mut leaving = her.visitor.clone();
        leaving
            .open("/dossiers/emporter")
            .await
            .press("Tout emporter (ZIP)", &[])
            .await;
        let whole = Unzipped::of(&leaving.body);
        let of_dossier = whole.names.iter().find(|name| name.ends_with(".zip"));
        let inner = Unzipped::of(whole.file(of_dossier.expect("her dossier")));
        assert!(inner.text_holds("Valmy") && inner.text_holds("Sigebert"));

        let read = token(&mut her, "read", "Tableau de suivi", "30").await;
        let mut program = Program::of(&world, &read);
        for path in [
            "/api/v1/dossier",
            "/api/v1/dossier/timeline",
            "/api/v1/dossier/deadlines",
        ] {
            let (status, said) = program.get(path).await;
            let said = said.to_string();
            assert_eq!(status, 200, "{said}");
            assert!(
                !said.contains("Valmy") && !said.contains("Sigebert"),
                "{said}"
            );
            assert!(!said.contains("prepared"), "{said}");
        }
        let adviser = member(&world, "Sacha", Role::Adviser).await;
        let account = adviser.account.to_string();
        super::sharing::shares(&mut her, &account, "act", "30").await;
        let mut adviser = adviser.visitor;
        adviser.open("/dossiers").await;
        let hers = adviser
            .page()
            .all("a")
            .iter()
            .filter_map(|link| link.attr("href").map(str::to_owned))
            .find(|to| to.starts_with("/dossier/"))
            .expect("her dossier");
        let grant = dossier_of(&hers);
        for page in ["/annuaire", &one[her.dossier.len()..]] {
            let path = format!("{grant}{page}");
            adviser.open(&path).await.is_at(&path, 404);
        }
        adviser
            .open(&format!("{grant}/historique"))
            .await
            .does_not_see("Maître Valmy");
    })
    .await;
}

/// Two tabs: what one has just said of her situation is never undone by the other, which keeps nothing.
#[tokio::test]
async fn n011_a_summary_prepared_from_an_older_reading_undoes_nothing() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let dossiers = &world.app.dossiers;
        let reader = dossiers.accounts.reader_of(&her.code).await;
        let reader = reader.expect("an answer").expect("her identity");
        let grant = her.dossier.rsplit('/').next().expect("a grant");
        let grant = grant.parse().expect("a grant");
        let open = || dossiers.open(&reader, grant, Action::Manage);
        let older = open().await.expect("her dossier");
        her.goes("/plan")
            .await
            .press("Mettre le plan à jour", &[("flag", "reprisals")])
            .await;
        let summary = || {
            let draft = EntryDraft::new("prepared").words("name", "Maître Valmy");
            draft.expect("an entry")
        };
        let nonce = Some([7; 16]);
        let refused = dossiers.keep_prepared(&older, summary(), Some("31"), nonce);
        assert_eq!(refused.await.expect_err("older").code(), Code::Conflict);
        let now = open().await.expect("her dossier");
        assert_eq!(now.case.situation["reprisals"], true, "still there");
        assert!(now.case.prepared.is_empty() && now.case.situation["departement"].is_null());
        // Read again, both are kept at once, and only once.
        for _ in 0..2 {
            let kept = dossiers.keep_prepared(&now, summary(), Some("31"), nonce);
            let receipt = kept.await.expect("kept");
            assert_eq!(receipt.seq, now.journal.dossier.size);
        }
        let case = open().await.expect("her dossier").case;
        assert_eq!(case.prepared.len(), 1);
        assert_eq!(case.situation["departement"], "31");
        assert_eq!(case.situation["reprisals"], true);
    })
    .await;
}

/// A masked copy of a proof of identity, and what was hidden in part in a copy, are neither listed nor counted.
#[tokio::test]
async fn n011_n035_a_summary_lists_no_more_than_an_export() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        // The same points: hidden elsewhere, they make another copy.
        let mut masks = async |name: &str, cells: &str| {
            let page = her.adds(name, &picture(name)).await;
            her.open(&format!("{page}/masquer"))
                .await
                .press("Faire une copie masquée", &[("cells", cells)])
                .await;
            page
        };
        let proof = masks("carte.png", "2-3").await;
        masks("capture.png", "3-3").await;
        her.open(&proof)
            .await
            .press("Enregistrer", &[("identity", "oui")])
            .await;
        // As in an export: the copy of the second one, alone.
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.names("data/pieces/"), ["004-masque.png"]);
        let fields = [
            ("a", "autre"),
            ("pour", "Maître Valmy"),
            ("joindre", "headings"),
            ("joindre", "pieces"),
        ];
        her.goes("/annuaire")
            .await
            .press("Voir les contacts", &[("departement", "81")])
            .await
            .press("Voir le texte", &fields)
            .await
            .sees("1 pièce")
            .sees("Pièce n° 4")
            .does_not_see("Pièce n° 1")
            .does_not_see("Pièce n° 2")
            .does_not_see("Pièce n° 3");
    })
    .await;
}

/// More than an entry holds: said before there is a text to confirm.
#[tokio::test]
async fn a_summary_that_cannot_be_kept_is_not_offered() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        for word in ["long ", "loin "] {
            let what = word.repeat(8_000);
            her.goes("/fait")
                .await
                .press(
                    "Enregistrer",
                    &[("what", &what), ("when", "unknown"), ("author", "inconnu")],
                )
                .await;
        }
        let fields = [
            ("a", "autre"),
            ("pour", "Maître Valmy"),
            ("joindre", "facts"),
        ];
        her.goes("/annuaire")
            .await
            .press("Voir les contacts", &[("departement", "81")])
            .await
            .press("Voir le texte", &fields)
            .await
            .sees("Ce résumé serait trop long pour être gardé")
            .does_not_see("Voici le texte exact");
        assert_eq!(her.status, 422);
        her.press("Voir le texte", &[("joindre", "headings")])
            .await
            .sees("Voici le texte exact");
    })
    .await;
}

#[test]
fn n011_the_command_directory_checks_imports_and_lists() {
    let room = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(room.path().join(name), bytes);
    write("bon.csv", &list(&[ASL, "dsden;31 81;DSDEN;05;;;;"])).expect("a file");
    write("faux.csv", &list(&[ASL, "asl;99;ASL;05 00;;;;"])).expect("a file");
    let now = "2026-11-23T09:00:00Z";
    let run = |args: &[&str]| preau(room.path(), now, args);
    let import = |file: &str, day: &str, more: &[&str]| {
        let first = [
            "directory",
            "import",
            file,
            "--source",
            SOURCE,
            "--date",
            day,
        ];
        said(&run(&[&first, more].concat()))
    };
    let (text, status) = import("faux.csv", "2026-11-03", &[]);
    assert_eq!(status, 1, "{text}");
    assert!(text.contains("Ligne 3, departement :") && text.contains("Rien n’a été importé"));
    assert_eq!(import("bon.csv", "2027-11-03", &[]).1, 2, "a day to come");
    assert_eq!(import("absent.csv", "2026-11-03", &[]).1, 2);
    let (text, status) = import("bon.csv", "2026-11-03", &["--check"]);
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("3 adresses. Rien n’a été importé."), "{text}");
    let data = ["--data", "donnees"];
    let list = || said(&run(&[&["directory", "list"][..], &data].concat()));
    assert_eq!(list().1, 0);
    assert!(!list().0.contains(SOURCE), "nothing was imported");
    let (text, status) = import("bon.csv", "2026-11-03", &data);
    assert_eq!(status, 0, "{text}");
    let (text, _) = list();
    assert!(
        text.contains("2026-11-03  3 / 3") && text.contains(SOURCE),
        "{text}"
    );
    // Said before; an older list is refused unless asked for.
    let (text, status) = import("bon.csv", "2026-11-02", &data);
    assert_eq!(status, 2, "{text}");
    assert!(list().0.contains("2026-11-03  3 / 3"), "{}", list().0);
    let checked = [&["--check"][..], &data].concat();
    let (text, status) = import("bon.csv", "2026-11-04", &checked);
    assert_eq!(status, 0, "{text}");
    assert!(
        text.contains("Remplace 3 adresses de ces types, du 2026-11-03."),
        "{text}"
    );
    let older = [&["--older"][..], &data].concat();
    assert_eq!(import("bon.csv", "2026-11-02", &older).1, 0);
    assert!(list().0.contains("2026-11-02  3 / 3"), "{}", list().0);
    let help = said(&run(&["directory", "import", "--help"])).0;
    assert!(
        help.contains("Exit status: 0") && help.contains("type;departement"),
        "{help}"
    );
}
