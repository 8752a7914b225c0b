//! The same for programs: sessions and questions read, and a question asked at the same price as from a page (N001–N003).

use crate::people::everywhere;
use crate::stories::api::Program;
use crate::stories::panels::{ASKED, THEME, asks, goes, published, work_of};
use questions::model::PanelState;
use serde_json::json;

#[tokio::test]
async fn n001_programs_read_sessions_and_questions_and_ask_for_the_same_work() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let panel = known.panel;
        asks(&world, panel, "Lou", "Une question qui attend.").await;
        let mut program = Program(world.anonymous());
        let (status, all) = program.get("/api/v1/sessions").await;
        assert_eq!((status, &all["items"][0]["theme"]), (200, &json!(THEME)));
        let here = format!("/api/v1/sessions/{panel}");
        let (_, one) = program.get(&here).await;
        assert_eq!(
            (&one["state"], &one["questions"]),
            (&json!("open"), &json!(1))
        );
        assert_eq!(one["experts"][0]["name"], "Maître Valmy");
        for path in [
            "/api/v1/questions",
            &format!("/api/v1/questions?session={panel}&limit=1"),
        ] {
            let (status, found) = program.get(path).await;
            assert_eq!((status, &found["next"]), (200, &json!(null)));
            let item = &found["items"][0];
            assert_eq!(
                (&item["text"], &item["status"]),
                (&json!(ASKED), &json!("answered"))
            );
            assert_eq!(item["answers"][0]["name"], "Maître Valmy");
            assert_eq!(item["answers"][0]["articles"], json!(["cp-222-17"]));
        }
        let (_, none) = program.get("/api/v1/questions?kind=deepfake").await;
        for wrong in ["kind=rien", "session=x", "limit=0", "autre=1", "after=100"] {
            let (status, _) = program.get(&format!("/api/v1/questions?{wrong}")).await;
            assert_eq!(status, 422, "{wrong}");
        }
        assert_eq!(
            none["items"].as_array().map(Vec::len).unwrap_or_default(),
            0
        );

        let to = format!("{here}/questions");
        let price = format!("{here}/work");
        let (status, work) = program.get(&price).await;
        assert_eq!(
            (status, &work["bits"], &work["seconds"]),
            (200, &json!(15), &json!(7200))
        );
        let stamp = work["stamp"].as_str().expect("a stamp").to_owned();
        let text = "Je travaille au lycée Jean Moulin, que puis-je demander pour mon image ?";
        let mut sent = json!({ "pseudonym": "Val", "text": text, "stamp": stamp, "work": "x" });
        let (status, said) = program.post(&to, &sent).await;
        assert_eq!((status, &said["errors"][0]["field"]), (422, &json!("work")));
        assert_eq!(said["bits"], json!(15));
        sent["work"] = work_of(&stamp).into();
        let (status, said) = program.post(&to, &sent).await;
        assert_eq!(
            (status, &said["errors"][0]["field"]),
            (422, &json!("seen")),
            "{said}"
        );
        assert_eq!(said["found"][0]["sort"], "school");
        sent["seen"] = true.into();
        let (status, first) = program.post(&to, &sent).await;
        assert_eq!(status, 201, "{first}");
        let (_, again) = program.post(&to, &sent).await;
        assert_eq!(first["code"], again["code"]);
        sent["text"] = "Tout autre chose, avec le même travail.".into();
        let (status, said) = program.post(&to, &sent).await;
        assert_eq!(
            (status, &said["errors"][0]["field"]),
            (422, &json!("stamp"))
        );
        let code = first["code"].as_str().expect("a code").to_owned();
        let mut her = world.anonymous();
        her.open("/ma-question")
            .await
            .press("Voir ma question", &[("code", &code)])
            .await
            .sees("lycée Jean Moulin");
        let own = "/api/v1/questions/mine";
        let (status, mine) = program
            .post(own, &json!({ "code": code.to_uppercase() }))
            .await;
        assert_eq!(
            (status, &mine["shown"], &mine["public"]),
            (200, &json!("waiting"), &json!(null))
        );
        assert_eq!(mine["text"], json!(text));
        let (status, said) = program.post(own, &json!({ "code": "pas un code" })).await;
        assert_eq!((status, &said["errors"][0]["field"]), (422, &json!("code")));
        goes(&world, panel, PanelState::Open, PanelState::Closing).await;
        // What was kept is known still, and nothing else is taken.
        sent["text"] = text.into();
        let (status, said) = program.post(&to, &sent).await;
        assert_eq!((status, &said["code"]), (201, &first["code"]));
        let (_, work) = program.get(&price).await;
        sent["work"] = work_of(work["stamp"].as_str().expect("a stamp")).into();
        sent["stamp"] = work["stamp"].clone();
        let (status, said) = program.post(&to, &sent).await;
        assert_eq!((status, &said["code"]), (409, &json!("conflict")));
    })
    .await;
}
