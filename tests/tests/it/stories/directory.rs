//! The directory: imported whole or not at all, read by everybody with its day and its source, and from a dossier a summary
//! that leaves only by the person's own hand (N011).

use super::commands::{preau, said};
use super::sharing::member;
use crate::people::{Chosen, Teacher, Visitor, everywhere};
use accounts::people::Role;

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
        let good = list(&[ASL, "=asl;31 81;=Les autres;+33 5 00 00 00 01;;;;"]);
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
            "Importer cette liste",
            ["5", "11", "2026"],
        )
        .await;
        admin.sees("Remplacée depuis").sees("Une adresse affichée");
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
            .open("/admin")
            .await
            .follow("Les listes de l’annuaire")
            .await
            .is_at("/admin/annuaire", 200);
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
async fn what_was_prepared_is_hers_alone_and_no_export_shows_it() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        prepares(&mut her, "Maître Valmy").await;
        let one = her.path.clone();
        // The département was looked at, not kept.
        her.goes("/annuaire")
            .await
            .does_not_see("Préparer un résumé");
        let zip = her.exports(&[]).await;
        let whole = String::from_utf8_lossy(&zip).into_owned();
        assert!(!whole.contains("Maître Valmy"), "no export says for whom");
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
        let grant = crate::people::world::dossier_of(&hers);
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
    let help = said(&run(&["directory", "import", "--help"])).0;
    assert!(
        help.contains("Exit status: 0") && help.contains("type;departement"),
        "{help}"
    );
}
