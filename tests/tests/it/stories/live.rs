//! What a page hears of as it changes: nobody comes in there.

use crate::people::everywhere;
use http::{Method, header};

#[tokio::test]
async fn n003_listening_neither_reads_nor_gives_a_cookie() {
    everywhere(|world| async move {
        let path = format!("/direct/{}/fr", "07".repeat(16));
        let (mut somebody, mut her) = (world.anonymous(), world.teacher().await);
        for who in [&mut somebody, &mut *her] {
            let (status, headers, _) = who.once(Method::GET, &path, None).await;
            assert_eq!(status, 404, "no such session");
            assert_eq!(headers.get(header::SET_COOKIE), None);
        }
    })
    .await;
}
