//! Hands on the keyboard: Tab, Space, Enter, arrows and typing, nothing else.

use crate::browser::Chromium;
use crate::tab::Tab;
use chromiumoxide::cdp::browser_protocol::dom::SetFileInputFilesParams;
use chromiumoxide::cdp::browser_protocol::input::{
    DispatchKeyEventParams, DispatchKeyEventType, InsertTextParams,
};
use chromiumoxide::cdp::browser_protocol::page::{
    EventFileChooserOpened, SetInterceptFileChooserDialogParams,
};
use futures::StreamExt;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// A key: its name, its code, its number, the text it writes.
#[derive(Debug, Clone, Copy)]
pub struct Key(&'static str, &'static str, i64, &'static str);

/// Next field.
pub const TAB: Key = Key("Tab", "Tab", 9, "");
/// Presses a button or a link.
pub const ENTER: Key = Key("Enter", "Enter", 13, "\r");
/// Ticks a box, opens a chooser of files.
pub const SPACE: Key = Key(" ", "Space", 32, " ");
/// Next choice.
pub const DOWN: Key = Key("ArrowDown", "ArrowDown", 40, "");
/// Three times: the quick exit.
pub const SHIFT: Key = Key("Shift", "ShiftLeft", 16, "");

/// What the focus is on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Focus {
    /// Whether it is what was looked for.
    pub hit: bool,
    /// What it is, for messages.
    pub name: String,
    /// Whether some of it is in the window and under nothing else.
    pub seen: bool,
    /// Whether an outline, a shadow or a colour shows it.
    pub ring: bool,
}

/// How a target is named: a CSS selector, the beginning of its text, or both.
#[derive(Debug, Clone, Copy, Default)]
pub struct Target<'a> {
    /// CSS selector; empty for any.
    pub css: &'a str,
    /// Beginning of the text; empty for any.
    pub text: &'a str,
}

/// By selector.
pub const fn css(css: &str) -> Target<'_> {
    Target { css, text: "" }
}

/// By the words on it.
pub const fn words(text: &str) -> Target<'_> {
    Target { css: "", text }
}

impl Tab {
    /// Presses and releases a key.
    pub async fn key(&self, key: Key) {
        let Key(name, code, number, text) = key;
        let event = |kind| {
            let mut event = DispatchKeyEventParams::new(kind);
            event.key = Some(name.to_owned());
            event.code = Some(code.to_owned());
            event.windows_virtual_key_code = Some(number);
            event
        };
        let mut down = event(if text.is_empty() {
            DispatchKeyEventType::RawKeyDown
        } else {
            DispatchKeyEventType::KeyDown
        });
        if !text.is_empty() {
            down.text = Some(text.to_owned());
        }
        self.send(down).await;
        self.send(event(DispatchKeyEventType::KeyUp)).await;
    }

    /// Where the focus is.
    pub async fn focus(&self, target: Target<'_>) -> Focus {
        let text = serde_json::to_string(target.text).expect("text");
        let css = serde_json::to_string(target.css).expect("text");
        self.eval(&format!("({})({css}, {text})", include_str!("js/focus.js")))
            .await
    }

    /// Presses Tab until the focus is on the target. On the way, every stop must be visible, shown as
    /// focused, and not hidden behind the bar that stays on top (A5).
    pub async fn tab_to(&self, target: Target<'_>) {
        let mut focus = self.focus(target).await;
        let (mut pressed, mut rounds) = (0, 0);
        while !focus.hit {
            if pressed > 400 || rounds > 2 {
                let (path, text) = (self.path().await, self.text().await);
                panic!("the keyboard does not reach {target:?} on {path}:\n{text}");
            }
            self.key(TAB).await;
            pressed += 1;
            focus = self.focus(target).await;
            rounds += usize::from(focus.name.is_empty());
            let place = self.path().await;
            assert!(
                focus.name.is_empty() || focus.seen,
                "focused but hidden on {place}: {}",
                focus.name
            );
            assert!(
                focus.name.is_empty() || focus.ring,
                "focused but not shown on {place}: {}",
                focus.name
            );
        }
    }

    /// Replaces what a field holds.
    pub async fn fill(&self, field: &str, text: &str) {
        self.tab_to(css(&format!("[name='{field}']"))).await;
        let mut all = DispatchKeyEventParams::new(DispatchKeyEventType::RawKeyDown);
        all.key = Some("a".to_owned());
        all.modifiers = Some(2);
        all.commands = Some(vec!["selectAll".to_owned()]);
        self.send(all).await;
        self.send(InsertTextParams::new(text)).await;
    }

    /// Ticks one box, or chooses one round button.
    pub async fn choose(&self, name: &str, value: &str) {
        let one = format!("input[name='{name}'][value='{value}']");
        let ask = format!("document.querySelector(\"{one}\").checked");
        let round: bool = self
            .eval(&format!(
                "document.querySelector(\"{one}\").type === 'radio'"
            ))
            .await;
        if !round {
            self.tab_to(css(&one)).await;
            if !self.eval::<bool>(&ask).await {
                self.key(SPACE).await;
            }
        } else {
            self.tab_to(css(&format!("input[name='{name}']"))).await;
            if !self
                .eval::<bool>(&format!(
                    "!!document.querySelector(\"input[name='{name}']:checked\")"
                ))
                .await
            {
                self.key(SPACE).await;
            }
            for _ in 0..30 {
                if self.eval::<bool>(&ask).await {
                    break;
                }
                self.key(DOWN).await;
            }
        }
        assert!(
            self.eval::<bool>(&ask).await,
            "{name}={value} is not chosen"
        );
    }

    /// Chooses in a list.
    pub async fn select(&self, name: &str, value: &str) {
        self.tab_to(css(&format!("select[name='{name}']"))).await;
        let ask = format!("document.querySelector(\"select[name='{name}']\").value === '{value}'");
        for _ in 0..60 {
            if self.eval::<bool>(&ask).await {
                return;
            }
            self.key(DOWN).await;
        }
        panic!("{name}={value} is not in the list");
    }

    /// Opens what is folded.
    pub async fn unfold(&self, title: &str) {
        self.tab_to(Target {
            css: "summary",
            text: title,
        })
        .await;
        self.key(ENTER).await;
    }

    /// Opens the chooser of files with the keyboard, and chooses.
    pub async fn choose_files(&self, files: &[PathBuf]) {
        self.tab_to(css("input[type=file]")).await;
        self.send(SetInterceptFileChooserDialogParams::new(true))
            .await;
        let mut opened = self
            .page
            .event_listener::<EventFileChooserOpened>()
            .await
            .expect("the chooser is heard");
        self.presses.fetch_add(1, Ordering::Relaxed);
        self.key(SPACE).await;
        let event = tokio::time::timeout(crate::PATIENCE, opened.next())
            .await
            .expect("the chooser opens")
            .expect("an event");
        let mut params = SetFileInputFilesParams::new(
            files
                .iter()
                .map(|file| file.display().to_string())
                .collect(),
        );
        params.backend_node_id = event.backend_node_id;
        self.send(params).await;
        let chosen: usize = self
            .eval("document.querySelector('input[type=file]').files.length")
            .await;
        assert_eq!(chosen, files.len());
    }

    /// Presses a link or a button, and waits for the page it leads to.
    pub async fn press(&self, target: Target<'_>) {
        self.tab_to(target).await;
        self.presses.fetch_add(1, Ordering::Relaxed);
        let mark = self.mark().await;
        self.key(ENTER).await;
        self.arrived(mark).await;
    }

    /// Presses a link or a button that changes the page in place.
    pub async fn press_here(&self, target: Target<'_>) {
        self.tab_to(target).await;
        self.presses.fetch_add(1, Ordering::Relaxed);
        self.key(ENTER).await;
    }

    /// Presses a link or a button that gives a file.
    pub async fn press_download(&self, browser: &Chromium, target: Target<'_>) -> PathBuf {
        let before = browser.downloaded();
        self.tab_to(target).await;
        self.presses.fetch_add(1, Ordering::Relaxed);
        self.key(ENTER).await;
        browser.next_download(&before).await
    }

    /// How many times something was pressed since the last call.
    pub fn recount(&self) -> usize {
        self.presses.swap(0, Ordering::Relaxed)
    }
}

/// Writes files to give: real pictures and a real PDF, made by the browser itself.
pub async fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    tokio::fs::write(&path, bytes)
        .await
        .expect("the file is written");
    path
}
