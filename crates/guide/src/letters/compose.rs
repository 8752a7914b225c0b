//! From a template and values to blocks. Only the template's own words are read as Markdown:
//! whatever a person writes stays text.

use super::template::{Node, Template, Test};
use super::values::{Row, Value, Values, flat};
use kernel::doc::{Block, Inline};

/// What fills a template, and what is found missing on the way.
pub(super) struct Composer<'a> {
    pub(super) values: &'a Values,
    /// The label of a field, shown where it is missing.
    pub(super) label: &'a dyn Fn(&str) -> String,
    /// Paths of the fields found missing, in order, once each.
    pub(super) missing: Vec<String>,
}

enum Run<'a> {
    Literal(&'a str),
    Value(String),
    Gap(String),
    Signature,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Para,
    Note,
    Heading(u8),
    Item { ordered: bool },
}

impl<'a> Composer<'a> {
    /// The blocks of a body.
    pub(super) fn blocks(&mut self, template: &'a Template) -> Vec<Block> {
        let mut runs = Vec::new();
        self.expand(&template.nodes, None, &mut runs);
        let mut builder = Builder::default();
        for line in lines(runs) {
            builder.line(line, self.values.text("person.name"));
        }
        builder.close();
        builder.blocks
    }

    /// The lines of an address or of a subject; empty ones leave nothing.
    pub(super) fn lines(&mut self, template: &'a Template) -> Vec<Vec<Inline>> {
        let mut runs = Vec::new();
        self.expand(&template.nodes, None, &mut runs);
        let mut found = Vec::new();
        for line in lines(runs) {
            for part in styled(line, true) {
                if !part.is_empty() {
                    found.push(part);
                }
            }
        }
        found
    }

    fn expand(&mut self, nodes: &'a [Node], item: Option<&Row>, runs: &mut Vec<Run<'a>>) {
        for node in nodes {
            match node {
                Node::Literal(words) => runs.push(Run::Literal(words)),
                Node::Signature => runs.push(Run::Signature),
                Node::Field(name) if self.values.filled(name) => {
                    runs.push(Run::Value(self.values.text(name).to_owned()))
                }
                Node::Field(name) => self.gap(name, runs),
                Node::Item { list, field } => match item
                    .and_then(|row| row.get(field.as_str()))
                    .filter(|text| !text.is_empty())
                {
                    Some(text) => runs.push(Run::Value(flat(text))),
                    None => self.gap(&format!("{list}.{field}"), runs),
                },
                Node::If { test, then, other } => {
                    let met = match test {
                        Test::Field(name) => self.values.filled(name),
                        Test::Item(field) => item
                            .and_then(|row| row.get(field.as_str()))
                            .is_some_and(|text| !text.is_empty()),
                    };
                    self.expand(if met { then } else { other }, item, runs);
                }
                Node::Each { list, body } => match self.values.get(list) {
                    Some(Value::List(rows)) if !rows.is_empty() => {
                        for row in rows {
                            self.expand(body, Some(row), runs);
                        }
                    }
                    _ => {
                        self.gap(list, runs);
                        runs.push(Run::Literal("\n"));
                    }
                },
            }
        }
    }

    fn gap(&mut self, path: &str, runs: &mut Vec<Run<'a>>) {
        if !self.missing.iter().any(|known| known == path) {
            self.missing.push(path.to_owned());
        }
        runs.push(Run::Gap((self.label)(path)));
    }
}

/// Cuts at the ends of lines of the template's own words.
fn lines(runs: Vec<Run<'_>>) -> Vec<Vec<Run<'_>>> {
    let mut all = Vec::new();
    let mut line = Vec::new();
    for run in runs {
        if let Run::Literal(words) = run {
            let mut parts = words.split('\n');
            if let Some(first) = parts.next().filter(|part| !part.is_empty()) {
                line.push(Run::Literal(first));
            }
            for part in parts {
                all.push(std::mem::take(&mut line));
                if !part.is_empty() {
                    line.push(Run::Literal(part));
                }
            }
        } else {
            line.push(run);
        }
    }
    all.push(line);
    all
}

/// Runs of text with `**bold**` and `` `fixed width` `` of the template; line ends inside a value
/// cut when `cut` is set.
fn styled(line: Vec<Run<'_>>, cut: bool) -> Vec<Vec<Inline>> {
    let (mut strong, mut mono) = (false, false);
    let mut parts = vec![Vec::new()];
    for run in line {
        match run {
            Run::Literal(words) => {
                let words = spaced(words);
                let mut words = words.as_str();
                while let Some(at) = words.find(['*', '`']) {
                    let (before, mark) = words.split_at(at);
                    push(&mut parts, before, strong, mono);
                    let length = if mark.starts_with("**") {
                        strong = !strong;
                        2
                    } else if mark.starts_with('`') {
                        mono = !mono;
                        1
                    } else {
                        push(&mut parts, "*", strong, mono);
                        1
                    };
                    words = mark.get(length..).unwrap_or_default();
                }
                push(&mut parts, words, strong, mono);
            }
            Run::Value(text) if cut => {
                for (at, piece) in text.lines().enumerate() {
                    if at > 0 {
                        parts.push(Vec::new());
                    }
                    push(&mut parts, piece, strong, mono);
                }
            }
            Run::Value(text) => push(&mut parts, &flat(&text), strong, mono),
            Run::Gap(label) => {
                if let Some(part) = parts.last_mut() {
                    part.push(Inline::Gap(label));
                }
            }
            Run::Signature => {}
        }
    }
    parts
}

/// French puts a space before these signs; it must not let a line begin with one.
fn spaced(words: &str) -> String {
    let mut out = words.to_owned();
    for (plain, tied) in [
        (" :", "\u{a0}:"),
        (" ;", "\u{a0};"),
        (" ?", "\u{a0}?"),
        (" !", "\u{a0}!"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        ("n° ", "n°\u{a0}"),
    ] {
        out = out.replace(plain, tied);
    }
    out
}

fn push(parts: &mut [Vec<Inline>], words: &str, strong: bool, mono: bool) {
    let Some(part) = parts.last_mut() else { return };
    if words.is_empty() {
        return;
    }
    match (part.last_mut(), strong, mono) {
        (Some(Inline::Text(text)), false, false)
        | (Some(Inline::Strong(text)), true, false)
        | (Some(Inline::Mono(text)), _, true) => text.push_str(words),
        (_, _, true) => part.push(Inline::Mono(words.to_owned())),
        (_, true, false) => part.push(Inline::Strong(words.to_owned())),
        (_, false, false) => part.push(Inline::Text(words.to_owned())),
    }
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    open: Option<(Kind, Vec<Vec<Inline>>)>,
}

impl Builder {
    fn line(&mut self, mut line: Vec<Run<'_>>, name: &str) {
        if line.iter().any(|run| matches!(run, Run::Signature)) {
            self.close();
            // A notice about sexual offences against minors may be anonymous: nobody signs it.
            if !name.is_empty() {
                self.blocks.push(Block::Signature(vec![Inline::text(name)]));
            }
            return;
        }
        if line
            .iter()
            .all(|run| matches!(run, Run::Literal(words) if words.trim().is_empty()))
        {
            self.close();
            return;
        }
        let kind = match line.first_mut() {
            Some(Run::Literal(words)) => prefix(words),
            _ => None,
        };
        let parts = styled(
            line,
            kind.is_none() && !matches!(self.open, Some((Kind::Item { .. } | Kind::Heading(_), _))),
        );
        match (kind, &mut self.open) {
            // A line without a mark goes on with the block above it.
            (None, Some((_, groups))) => {
                for (at, part) in parts.into_iter().enumerate() {
                    match groups.last_mut() {
                        Some(group) if at == 0 => {
                            group.push(Inline::text(" "));
                            group.extend(part);
                        }
                        _ => groups.push(part),
                    }
                }
            }
            (Some(Kind::Item { ordered }), Some((Kind::Item { ordered: same }, groups)))
                if *same == ordered =>
            {
                groups.extend(parts)
            }
            (kind, _) => {
                self.close();
                self.open = Some((kind.unwrap_or(Kind::Para), parts));
            }
        }
    }

    fn close(&mut self) {
        let Some((kind, groups)) = self.open.take() else {
            return;
        };
        let groups: Vec<Vec<Inline>> = groups
            .into_iter()
            .map(merged)
            .filter(|group| !group.is_empty())
            .collect();
        match kind {
            Kind::Para => self.blocks.extend(groups.into_iter().map(Block::Para)),
            Kind::Note => self.blocks.extend(groups.into_iter().map(Block::Note)),
            Kind::Heading(level) => {
                let words = groups
                    .iter()
                    .map(|group| kernel::doc::plain(group))
                    .collect::<Vec<_>>()
                    .join(" ");
                self.blocks.push(Block::Heading(level, words));
            }
            Kind::Item { ordered } => self.blocks.push(Block::List {
                ordered,
                items: groups,
            }),
        }
    }
}

/// Takes the mark of a block off the beginning of a line.
fn prefix(words: &mut &str) -> Option<Kind> {
    for (mark, kind) in [
        ("# ", Kind::Heading(1)),
        ("## ", Kind::Heading(2)),
        ("- ", Kind::Item { ordered: false }),
        ("1. ", Kind::Item { ordered: true }),
        ("> ", Kind::Note),
    ] {
        if let Some(rest) = words.strip_prefix(mark) {
            *words = rest;
            return Some(kind);
        }
    }
    None
}

/// Neighbours of the same dress become one, so that the same text is always the same document.
fn merged(group: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(group.len());
    for run in group {
        match (out.last_mut(), run) {
            (Some(Inline::Text(text)), Inline::Text(more))
            | (Some(Inline::Strong(text)), Inline::Strong(more))
            | (Some(Inline::Mono(text)), Inline::Mono(more)) => text.push_str(&more),
            (_, run) => out.push(run),
        }
    }
    out
}
