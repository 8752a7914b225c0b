//! Text and file fields.

use super::described_by;
use crate::html::component;
use crate::words::Words;
use askama::Template;

/// One line of text.
#[derive(Template)]
#[template(path = "components/input.html")]
pub struct Input {
    name: String,
    value: String,
    error: Option<String>,
    w: Words,
    label: String,
    title: bool,
    hint: String,
    kind: &'static str,
    mode: &'static str,
    width: u8,
    autocomplete: &'static str,
    spellcheck: bool,
}

impl Input {
    pub(super) fn new(name: &str, value: String, error: Option<String>, w: Words) -> Self {
        Self {
            name: name.to_owned(),
            value,
            error,
            w,
            label: String::new(),
            title: false,
            hint: String::new(),
            kind: "text",
            mode: "",
            width: 0,
            autocomplete: "off",
            spellcheck: true,
        }
    }

    /// An address of the web.
    #[must_use]
    pub fn web_address(mut self) -> Self {
        // `type="url"` would refuse « twitter.com/… » before the server can help.
        self.mode = "url";
        self.spellcheck = false;
        self
    }

    /// A time of the day.
    #[must_use]
    pub fn time(mut self) -> Self {
        self.kind = "time";
        self.width = 5;
        self
    }

    /// Digits only: the phone shows its number pad.
    #[must_use]
    pub fn digits(mut self) -> Self {
        self.mode = "numeric";
        self.spellcheck = false;
        self
    }

    /// A code to type: no correction, no capital, nothing kept by the browser.
    #[must_use]
    pub fn code(mut self) -> Self {
        self.spellcheck = false;
        self
    }

    /// A secret that the person chose; `field` says to her password manager which (HTML autofill field names).
    #[must_use]
    pub fn secret(mut self, field: &'static str) -> Self {
        self.kind = "password";
        self.spellcheck = false;
        self.autocomplete(field)
    }

    /// The width in characters: 2, 3, 4, 5, 10, 20 or 30.
    #[must_use]
    pub fn width(mut self, characters: u8) -> Self {
        self.width = characters;
        self
    }

    /// What the browser may fill in (HTML autofill field names), `off` otherwise.
    #[must_use]
    pub fn autocomplete(mut self, field: &'static str) -> Self {
        self.autocomplete = field;
        self
    }

    fn described(&self) -> String {
        described_by(&self.name, !self.hint.is_empty(), self.error.is_some())
    }
}

/// Several lines of text.
#[derive(Template)]
#[template(path = "components/textarea.html")]
pub struct Textarea {
    name: String,
    value: String,
    error: Option<String>,
    w: Words,
    label: String,
    title: bool,
    hint: String,
    rows: u8,
}

impl Textarea {
    pub(super) fn new(name: &str, value: String, error: Option<String>, w: Words) -> Self {
        Self {
            name: name.to_owned(),
            value,
            error,
            w,
            label: String::new(),
            title: false,
            hint: String::new(),
            rows: 5,
        }
    }

    /// The height in lines.
    #[must_use]
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    fn described(&self) -> String {
        described_by(&self.name, !self.hint.is_empty(), self.error.is_some())
    }
}

/// One file or several, with progress where scripts run.
#[derive(Template)]
#[template(path = "components/file.html")]
pub struct FileInput {
    name: String,
    error: Option<String>,
    w: Words,
    label: String,
    title: bool,
    hint: String,
    multiple: bool,
    accept: &'static str,
}

impl FileInput {
    pub(super) fn new(name: &str, error: Option<String>, w: Words) -> Self {
        Self {
            name: name.to_owned(),
            error,
            w,
            label: String::new(),
            title: false,
            hint: String::new(),
            multiple: false,
            accept: "",
        }
    }

    /// Takes several files at once.
    #[must_use]
    pub fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    /// What the file chooser shows first; the server decides what it takes.
    #[must_use]
    pub fn accept(mut self, types: &'static str) -> Self {
        self.accept = types;
        self
    }

    fn described(&self) -> String {
        described_by(&self.name, !self.hint.is_empty(), self.error.is_some())
    }
}

macro_rules! labelled {
    ($($name:ty),+) => {$(
        impl $name {
            /// The visible name of the field.
            #[must_use]
            pub fn label(mut self, text: impl AsRef<str>) -> Self {
                text.as_ref().clone_into(&mut self.label);
                self
            }

            /// The visible name of the field, which is also the page's `h1`.
            #[must_use]
            pub fn label_title(mut self, text: impl AsRef<str>) -> Self {
                self.title = true;
                self.label(text)
            }

            /// One sentence of help under the label.
            #[must_use]
            pub fn hint(mut self, text: impl AsRef<str>) -> Self {
                text.as_ref().clone_into(&mut self.hint);
                self
            }
        }

        component!($name);
    )+};
}

labelled!(Input, Textarea, FileInput, super::Select);
