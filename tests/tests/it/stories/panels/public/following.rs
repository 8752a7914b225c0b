//! Answers are followed and shown elsewhere (N010).

use crate::people::everywhere;
use crate::people::mailbox::python;
use crate::stories::panels::{answers, asks, published};
use http::Method;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A feed as a reader written by others reads it.
fn read_back(bytes: &[u8]) -> serde_json::Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds/read.py");
    let mut run = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python");
    let mut input = run.stdin.take().expect("its input");
    input.write_all(bytes).expect("the feed");
    drop(input);
    let done = run.wait_with_output().expect("python");
    let read: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(read["wrong"], serde_json::Value::Null, "{read}");
    read
}

#[tokio::test]
async fn n010_answers_are_followed_by_a_feed_and_shown_in_another_site_without_script_or_cookie() {
    everywhere(|world| async move {
        let known = published(&world).await;
        let (waits, _) = asks(&world, known.panel, "Lou", "Une question qui attend.").await;
        let hostile = "Que faire de <script>alert(1)</script> & ]]> dans un message ?";
        let (second, _) = asks(&world, known.panel, "<b>Val</b>", hostile).await;
        world.pass(60);
        answers(&world, &known.expert, second, "Ne cliquez pas.").await;
        let mut anybody = world.anonymous();
        let (status, headers, body) = anybody
            .once(Method::GET, "/questions/feed.atom", None)
            .await;
        assert_eq!(status, 200);
        assert!(!headers.contains_key("set-cookie"), "nobody comes in there");
        let read = read_back(&body);
        let text = read.to_string();
        assert!(
            text.contains("Ne cliquez pas.") && text.contains("Demandez le retrait."),
            "{text}"
        );
        assert!(!text.contains("qui attend") && !text.contains(&waits.to_string()));

        let (status, headers, body) = anybody
            .once(Method::GET, "/questions/integrer?n=1", None)
            .await;
        let html = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(status, 200);
        assert!(!headers.contains_key("set-cookie"), "nobody comes in there");
        let policy = headers["content-security-policy"]
            .to_str()
            .expect("a policy");
        assert!(
            policy.contains("frame-ancestors *") && policy.contains("script-src 'none'"),
            "{policy}"
        );
        assert!(policy.contains("form-action 'none'"));
        assert!(
            !html.contains("<script") && !html.contains("<form"),
            "{html}"
        );
        assert!(html.contains("&#60;script&#62;") && !html.contains("Un élève a filmé"));
        let (_, _, body) = anybody
            .once(Method::GET, "/questions/integrer?kind=menaces&n=50", None)
            .await;
        let tree = crate::people::html::parse(&String::from_utf8_lossy(&body));
        let links = tree.all("a");
        assert_eq!(links.len(), 3, "two questions and the sessions");
        for link in links {
            assert_eq!(
                (link.attr("target"), link.attr("rel")),
                (Some("_top"), Some("noopener"))
            );
        }
        let (_, _, body) = anybody
            .once(Method::GET, "/questions/integrer?kind=sondage", None)
            .await;
        assert!(!String::from_utf8_lossy(&body).contains("qui attend"));
        // Everything else still refuses to be shown in a frame.
        for path in [
            format!("/seances/{}", known.panel),
            format!("/questions/{second}"),
        ] {
            anybody.open(&path).await.does_not_see("qui attend");
            let policy = anybody.header("content-security-policy");
            assert!(
                policy.contains("frame-ancestors 'none'"),
                "{path}: {policy}"
            );
        }
    })
    .await;
}
