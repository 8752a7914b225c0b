//! What a page must be, whoever looks: axe, width, title, contrast.

use crate::tab::{Scheme, Tab};
use chromiumoxide::cdp::browser_protocol::emulation::SetFocusEmulationEnabledParams;
use chromiumoxide::cdp::browser_protocol::page::BringToFrontParams;
use serde::Deserialize;

/// The three ways every page is looked at (A1).
pub const WAYS: [(i64, Scheme); 3] = [
    (320, Scheme::Light),
    (1280, Scheme::Light),
    (1280, Scheme::Dark),
];

const AXE: &str = include_str!("../../vendor/axe/axe.min.js");

#[derive(Deserialize)]
struct Report {
    #[serde(alias = "checked")]
    rules: usize,
    found: Vec<String>,
}

impl Tab {
    /// Looks at the page in the three ways; every fault found, in words.
    pub async fn faults(&self, name: &str) -> Vec<String> {
        let mut faults = Vec::new();
        let title: String = self.eval("document.title").await;
        if title != "Préau" {
            faults.push(format!("{name}: the title says « {title} »"));
        }
        // What the page itself said, before anything is put into it.
        faults.extend(
            self.messages()
                .into_iter()
                .map(|message| format!("{name}: console: {message}")),
        );
        self.eval::<bool>(&format!("{AXE}; true")).await;
        for (width, scheme) in WAYS {
            self.dress(width, scheme).await;
            let way = format!("{name} at {width} {scheme:?}");
            let (page, window): (i64, i64) = self
                .eval(
                    "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
                )
                .await;
            if page > window {
                faults.push(format!("{way}: {page} px wide"));
            }
            let report: Report = self.eval(include_str!("js/axe.js")).await;
            assert!(report.rules > 5, "axe looked at nothing on {way}");
            faults.extend(
                report
                    .found
                    .into_iter()
                    .map(|found| format!("{way}: {found}")),
            );
            self.keep_picture(&format!("{name}-{width}-{scheme:?}").to_lowercase())
                .await;
        }
        // The folders of the page are closed again by the next page; axe's own words are not the page's.
        self.messages();
        faults
    }

    /// Contrast of borders and of focus in both schemes (A2); every fault found, in words.
    pub async fn contrasts(&self, name: &str) -> Vec<String> {
        let mut faults = Vec::new();
        for scheme in [Scheme::Light, Scheme::Dark] {
            // The focus is drawn only in a window that has it.
            self.send(BringToFrontParams::default()).await;
            self.send(SetFocusEmulationEnabledParams::new(true)).await;
            assert!(
                self.eval::<bool>("document.hasFocus()").await,
                "the window has no focus"
            );
            self.dress(1280, scheme).await;
            let report: Report = self.eval(include_str!("js/contrast.js")).await;
            assert!(report.rules > 5, "nothing was focused on {name}");
            faults.extend(
                report
                    .found
                    .into_iter()
                    .map(|found| format!("{name} {scheme:?}: {found}")),
            );
        }
        faults
    }
}

/// Fails with every fault, one a line.
pub fn none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}
