//! Every component, in both languages, full and empty, checked as HTML; the page is also written
//! to the test folder, so that it can be looked at.

use askama::Template;
use ui::parts::{Panel, SummaryList, Table, Tag, TaskList, TaskState, Warning};
use ui::{Ctx, Form, Lang, Problems, check};

ui::urls! {
    /// Where the sample form goes.
    Sample = "/exemple";
    /// Where its draft goes.
    Draft = "/exemple/brouillon";
}

#[derive(Template)]
#[template(path = "fixture.html")]
struct Fixture {
    ctx: Ctx,
    form: Form,
    list: SummaryList,
    tasks: TaskList,
    table: Table,
    warning: Warning,
    tags: [Tag; 3],
}

#[derive(Template)]
#[template(
    ext = "html",
    source = "{% extends \"layout.html\" %}{% block main %}{{ panel }}{{ form.textarea(\"story\").label(\"L\") }}{% endblock %}"
)]
struct Done {
    ctx: Ctx,
    form: Form,
    panel: Panel,
}

fn fixture(lang: Lang, problems: Problems) -> String {
    let ctx = Ctx::bare(lang).with_back(&Sample);
    let w = ctx.w;
    let form = Form::new(&ctx, &Sample)
        .multipart()
        .draft_to(&ctx, &Draft)
        .value("story", "</textarea><script>alert(1)</script>")
        .value("place", "\"><b>")
        .value("platform", "b")
        .value("danger", "b")
        .value("danger", "c")
        .value("when-day", "12")
        .problems(problems);
    let page = Fixture {
        list: SummaryList::new(w)
            .row_change(
                "Quand",
                "mardi 12 novembre\n21 h 43",
                "/exemple?q=1".to_owned(),
            )
            .row("Où", "<En classe>"),
        tasks: TaskList::new(w, "tasks")
            .task(
                "Demander la protection fonctionnelle",
                "Avant le 3 décembre",
                "/a",
                TaskState::ToDo,
            )
            .task("Porter plainte", "", "/b", TaskState::Started)
            .task("Mettre les captures à l’abri", "", "/c", TaskState::Done)
            .task(
                "Saisir le tribunal",
                "Après une réponse",
                "/d",
                TaskState::NotYet,
            ),
        table: Table::new("Échéances", vec!["Quoi".into(), "Quand".into()])
            .row(vec!["Plainte".into(), "3 décembre".into()]),
        warning: Warning::new(w, "N’effacez rien avant d’avoir gardé une copie."),
        tags: [
            Tag::plain("En attente"),
            Tag::good("Scellé"),
            Tag::alert("En retard"),
        ],
        form,
        ctx,
    };
    page.render().unwrap()
}

fn wrong() -> Problems {
    let mut problems = Problems::new();
    for field in [
        "story", "place", "files", "danger", "platform", "when", "kind",
    ] {
        problems.add(field, "problem");
    }
    problems.add("story", "warning");
    problems
}

#[test]
fn every_component_is_accessible_html_in_both_languages_with_and_without_problems() {
    for lang in Lang::ALL {
        for (name, problems) in [("plain", Problems::new()), ("wrong", wrong())] {
            let html = fixture(lang, problems);
            let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
                .join(format!("{name}-{}.html", lang.tag()));
            std::fs::write(path, &html).unwrap();
            assert_eq!(check::faults(&html, true), Vec::<String>::new());
        }
    }
}

#[test]
fn a_value_typed_by_a_person_never_becomes_markup() {
    let html = fixture(Lang::Fr, Problems::new());
    assert!(!html.contains("<script>alert"));
    assert!(!html.contains("\"><b>"));
    assert!(html.contains("&#60;En classe&#62;") || html.contains("&lt;En classe&gt;"));
}

#[test]
fn a_problem_is_said_beside_its_field_and_once_in_the_summary() {
    let html = fixture(Lang::Fr, wrong());
    assert!(html.contains("7 points restent à corriger"));
    assert!(html.contains("href=\"#story\""));
    assert!(html.contains("aria-describedby=\"story-hint story-error\""));
    assert!(html.contains("aria-invalid=\"true\""));
    assert!(html.contains("id=\"when-error\""));
    assert!(!fixture(Lang::Fr, Problems::new()).contains("govuk-error"));
}

#[test]
fn what_was_sent_is_shown_again() {
    let html = fixture(Lang::En, wrong());
    assert_eq!(html.matches(" checked").count(), 2);
    assert_eq!(html.matches(" selected").count(), 1);
    assert!(html.contains(
        "name=\"when-day\" type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" value=\"12\""
    ));
}

#[test]
fn every_page_has_the_quick_exit_and_a_neutral_title() {
    for lang in Lang::ALL {
        let ctx = Ctx::bare(lang);
        let form = Form::new(&ctx, &Sample);
        let panel = Panel {
            title: "C’est à l’abri".into(),
            label: "Votre référence".into(),
            reference: "PR-7F3A".into(),
        };
        let html = Done { ctx, form, panel }.render().unwrap();
        assert_eq!(check::faults(&html, true), Vec::<String>::new());
        assert!(html.contains("<form method=\"post\" action=\"/sortie\" data-exit"));
        assert!(html.contains(
            "<a href=\"/sortie\" class=\"govuk-skip-link\" rel=\"nofollow noreferrer\">"
        ));
        assert!(html.contains("<title>Préau</title>"));
        assert!(!html.contains("govuk-back-link"));
        assert!(html.contains(&format!("<html lang=\"{}\"", lang.tag())));
    }
}
