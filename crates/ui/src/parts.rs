//! Components outside forms: summary list, task list, confirmation, warning, tag, table.

use crate::html::component;
use crate::words::Words;
use askama::Template;

/// What was said so far, each line with « Modifier ».
#[derive(Template)]
#[template(path = "components/summary_list.html")]
pub struct SummaryList {
    w: Words,
    rows: Vec<SummaryRow>,
}

struct SummaryRow {
    name: String,
    lines: Vec<String>,
    change: String,
}

impl SummaryList {
    /// An empty list.
    pub const fn new(w: Words) -> Self {
        Self {
            w,
            rows: Vec::new(),
        }
    }

    /// Adds a line that cannot be changed here.
    #[must_use]
    pub fn row(self, name: impl Into<String>, value: &str) -> Self {
        self.row_change(name, value, String::new())
    }

    /// Adds a line that the address `change` lets one change. Line breaks are kept.
    #[must_use]
    pub fn row_change(mut self, name: impl Into<String>, value: &str, change: String) -> Self {
        self.rows.push(SummaryRow {
            name: name.into(),
            lines: value.lines().map(str::to_owned).collect(),
            change,
        });
        self
    }
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// À faire.
    ToDo,
    /// Commencé.
    Started,
    /// Fait.
    Done,
    /// Pas encore possible.
    NotYet,
}

/// The tasks of a dossier.
#[derive(Template)]
#[template(path = "components/task_list.html")]
pub struct TaskList {
    w: Words,
    id: String,
    tasks: Vec<Task>,
}

struct Task {
    title: String,
    hint: String,
    url: String,
    state: TaskState,
}

impl Task {
    fn state(&self, w: &Words) -> String {
        match self.state {
            TaskState::ToDo => w.t("task-state-to-do"),
            TaskState::Started => w.t("task-state-started"),
            TaskState::Done => w.t("task-state-done"),
            TaskState::NotYet => w.t("task-state-not-yet"),
        }
    }

    fn class(&self) -> &'static str {
        match self.state {
            TaskState::ToDo => "govuk-tag preau-tag--todo",
            TaskState::Started => "govuk-tag preau-tag--started",
            TaskState::Done => "preau-task-done",
            TaskState::NotYet => "preau-task-not-yet",
        }
    }
}

impl TaskList {
    /// An empty list; `id` is unique in the page.
    pub fn new(w: Words, id: impl Into<String>) -> Self {
        Self {
            w,
            id: id.into(),
            tasks: Vec::new(),
        }
    }

    /// Whether it holds nothing yet.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Adds a task. Its title is a verb; a task not yet possible is no link.
    #[must_use]
    pub fn task(
        mut self,
        title: impl Into<String>,
        hint: impl Into<String>,
        url: impl Into<String>,
        state: TaskState,
    ) -> Self {
        self.tasks.push(Task {
            title: title.into(),
            hint: hint.into(),
            url: url.into(),
            state,
        });
        self
    }
}

/// It is done: the page's `h1`, and a reference to keep.
#[derive(Template)]
#[template(path = "components/panel.html")]
pub struct Panel {
    /// What is done.
    pub title: String,
    /// What the reference is; may be empty.
    pub label: String,
    /// The reference; may be empty.
    pub reference: String,
}

/// A sentence that must not be missed.
#[derive(Template)]
#[template(path = "components/warning.html")]
pub struct Warning {
    w: Words,
    text: String,
}

impl Warning {
    /// The sentence.
    pub fn new(w: Words, text: impl Into<String>) -> Self {
        Self {
            w,
            text: text.into(),
        }
    }
}

/// A state in one or two words; colour never says it alone.
#[derive(Template)]
#[template(
    source = r#"<strong class="govuk-tag preau-tag--{{ colour }}">{{ text }}</strong>"#,
    ext = "html"
)]
pub struct Tag {
    text: String,
    colour: &'static str,
}

impl Tag {
    /// Something to do or in progress.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            colour: "todo",
        }
    }

    /// Something that is well.
    pub fn good(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            colour: "good",
        }
    }

    /// Something that is late or wrong.
    pub fn alert(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            colour: "alert",
        }
    }
}

/// A table of texts, with its caption and headers; it scrolls by itself on a narrow screen.
#[derive(Template)]
#[template(path = "components/table.html")]
pub struct Table {
    caption: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these column names.
    pub fn new(caption: impl Into<String>, heads: Vec<String>) -> Self {
        Self {
            caption: caption.into(),
            heads,
            rows: Vec::new(),
        }
    }

    /// Adds a row; its first cell names it.
    #[must_use]
    pub fn row(mut self, cells: Vec<String>) -> Self {
        self.rows.push(cells);
        self
    }
}

component!(SummaryList, TaskList, Panel, Warning, Tag, Table);
