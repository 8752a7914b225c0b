#![doc = include_str!("../README.md")]

pub mod browser;
pub mod journey;
pub mod keys;
pub mod look;
pub mod mailbox;
pub mod server;
pub mod tab;

use std::future::Future;
use std::time::{Duration, Instant};

/// How long anything is waited for. Generous on purpose: the machine may be busy, and no test
/// measures time.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Asks again and again until `ask` answers; the test fails, naming `what`, when it never does.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
