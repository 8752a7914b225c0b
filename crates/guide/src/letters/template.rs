//! The template language of letters: `{{field}}`, `{{item.field}}`, `{{#if x}} … {{else}} … {{/if}}`,
//! `{{#each list}} … {{/each}}` and `{{signature}}` over a little Markdown. It is strict: a name that
//! is not known, or a tag left open, is a problem of the content and is said when it is loaded.

use super::fields::{Shape, shape};

/// A template read once and checked.
#[derive(Debug, Clone, Default)]
pub(super) struct Template {
    pub(super) nodes: Vec<Node>,
}

/// One piece of a template.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// The template's own words; the only place where Markdown counts.
    Literal(String),
    /// A value of the letter.
    Field(String),
    /// A value of the current item of `{{#each}}`.
    Item { list: String, field: String },
    /// One of two texts.
    If {
        test: Test,
        then: Vec<Node>,
        other: Vec<Node>,
    },
    /// A text repeated for each item.
    Each { list: String, body: Vec<Node> },
    /// Room for the signature.
    Signature,
}

/// What an `{{#if}}` looks at: filled, or true.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Field(String),
    Item(String),
}

enum Token<'a> {
    Literal(&'a str),
    Tag(&'a str),
}

enum Open {
    Root,
    If(Test),
    Else(Test, Vec<Node>),
    Each(String),
}

impl Template {
    /// Reads a template; `conditions` are the names that the letter itself declares.
    pub(super) fn parse(text: &str, conditions: &[&str]) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        odd_marks(text, &mut problems);
        let mut reader = Reader {
            conditions,
            problems,
            stack: vec![(Open::Root, Vec::new())],
        };
        for token in tokens(text) {
            match token {
                Token::Literal(words) => {
                    if words.contains("{{") || words.contains("}}") {
                        reader
                            .problems
                            .push(format!("a tag is not closed near « {} »", words.trim()));
                    }
                    reader.push(Node::Literal(words.to_owned()));
                }
                Token::Tag(tag) => reader.tag(tag.trim()),
            }
        }
        reader.finish()
    }

    /// Every name that the template looks at, in order, conditions included; `list.field` for items.
    pub(super) fn names(&self) -> Vec<String> {
        fn gather(nodes: &[Node], list: Option<&str>, into: &mut Vec<String>) {
            let item = |field: &str| list.map_or_else(String::new, |l| format!("{l}.{field}"));
            for node in nodes {
                match node {
                    Node::Field(name) => into.push(name.clone()),
                    Node::Item { list, field } => into.push(format!("{list}.{field}")),
                    Node::If { test, then, other } => {
                        into.push(match test {
                            Test::Field(name) => name.clone(),
                            Test::Item(field) => item(field),
                        });
                        gather(then, list, into);
                        gather(other, list, into);
                    }
                    Node::Each { list, body } => {
                        into.push(list.clone());
                        gather(body, Some(list), into);
                    }
                    Node::Literal(_) | Node::Signature => {}
                }
            }
        }
        let mut all = Vec::new();
        gather(&self.nodes, None, &mut all);
        all
    }

    /// The names whose words are written.
    pub(super) fn shown(&self) -> Vec<String> {
        fn gather(nodes: &[Node], into: &mut Vec<String>) {
            for node in nodes {
                match node {
                    Node::Field(name) => into.push(name.clone()),
                    Node::If { then, other, .. } => {
                        gather(then, into);
                        gather(other, into);
                    }
                    Node::Each { body, .. } => gather(body, into),
                    Node::Item { .. } | Node::Literal(_) | Node::Signature => {}
                }
            }
        }
        let mut all = Vec::new();
        gather(&self.nodes, &mut all);
        all
    }

    /// Every literal word, branches included; used to check what a letter can say.
    pub(super) fn words(&self) -> String {
        fn gather(nodes: &[Node], into: &mut String) {
            for node in nodes {
                match node {
                    Node::Literal(words) => into.push_str(words),
                    Node::If { then, other, .. } => {
                        gather(then, into);
                        gather(other, into);
                    }
                    Node::Each { body, .. } => gather(body, into),
                    Node::Field(_) | Node::Item { .. } | Node::Signature => into.push('\u{1}'),
                }
            }
        }
        let mut all = String::new();
        gather(&self.nodes, &mut all);
        all
    }
}

struct Reader<'a> {
    conditions: &'a [&'a str],
    problems: Vec<String>,
    stack: Vec<(Open, Vec<Node>)>,
}

impl Reader<'_> {
    fn push(&mut self, node: Node) {
        if let Some((_, nodes)) = self.stack.last_mut() {
            nodes.push(node);
        }
    }

    fn list(&self) -> Option<&str> {
        self.stack.iter().rev().find_map(|(open, _)| match open {
            Open::Each(list) => Some(list.as_str()),
            _ => None,
        })
    }

    fn tag(&mut self, tag: &str) {
        if let Some(name) = tag.strip_prefix("#if ") {
            let test = self.test(name.trim());
            self.stack.push((Open::If(test), Vec::new()));
        } else if let Some(name) = tag.strip_prefix("#each ") {
            let name = name.trim();
            if !matches!(shape(name), Some(Shape::List(_))) {
                self.problems.push(format!("unknown list « {name} »"));
            }
            if self.list().is_some() {
                self.problems
                    .push(format!("« {name} » repeats inside another list"));
            }
            self.stack.push((Open::Each(name.to_owned()), Vec::new()));
        } else {
            match tag {
                "else" => self.otherwise(),
                "/if" | "/each" => self.close(tag),
                "signature" => self.push(Node::Signature),
                name => self.field(name),
            }
        }
    }

    fn field(&mut self, name: &str) {
        if let Some(field) = name.strip_prefix("item.") {
            if let Some(list) = self.item(field) {
                self.push(Node::Item {
                    list,
                    field: field.to_owned(),
                });
            }
        } else if matches!(shape(name), Some(Shape::Text)) {
            self.push(Node::Field(name.to_owned()));
        } else {
            self.problems.push(format!("unknown field « {name} »"));
        }
    }

    /// The list that the item comes from, when it has that field.
    fn item(&mut self, field: &str) -> Option<String> {
        let list = self.list().map(str::to_owned);
        match list.as_deref().and_then(shape) {
            Some(Shape::List(fields)) if fields.contains(&field) => list,
            _ => {
                self.problems
                    .push(format!("unknown field « item.{field} »"));
                None
            }
        }
    }

    fn test(&mut self, name: &str) -> Test {
        if let Some(field) = name.strip_prefix("item.") {
            self.item(field);
            return Test::Item(field.to_owned());
        }
        if shape(name).is_none() && !self.conditions.contains(&name) {
            self.problems.push(format!("unknown condition « {name} »"));
        }
        Test::Field(name.to_owned())
    }

    fn otherwise(&mut self) {
        match self.stack.pop() {
            Some((Open::If(test), then)) => self.stack.push((Open::Else(test, then), Vec::new())),
            back => {
                self.problems.push("« else » without « if »".to_owned());
                self.stack.extend(back);
            }
        }
    }

    fn close(&mut self, tag: &str) {
        let node = match (tag, self.stack.pop()) {
            ("/if", Some((Open::If(test), then))) => Node::If {
                test,
                then,
                other: Vec::new(),
            },
            ("/if", Some((Open::Else(test, then), other))) => Node::If { test, then, other },
            ("/each", Some((Open::Each(list), body))) => Node::Each { list, body },
            (_, back) => {
                self.problems.push(format!("« {tag} » closes nothing"));
                self.stack.extend(back);
                return;
            }
        };
        self.push(node);
    }

    fn finish(mut self) -> Result<Template, Vec<String>> {
        match (self.stack.pop(), self.problems) {
            (Some((Open::Root, nodes)), problems) if problems.is_empty() => Ok(Template { nodes }),
            (Some((Open::Root, _)), problems) => Err(problems),
            (_, mut problems) => {
                problems.push("an « if » or an « each » is not closed".to_owned());
                Err(problems)
            }
        }
    }
}

/// Bold and fixed-width marks go by pairs on their own line.
fn odd_marks(text: &str, problems: &mut Vec<String>) {
    for line in text.lines() {
        for mark in ["**", "`"] {
            if line.matches(mark).count() % 2 == 1 {
                problems.push(format!(
                    "an odd number of « {mark} » in « {} »",
                    line.trim()
                ));
            }
        }
    }
}

/// A control tag alone on its line takes the whole line, so that it leaves no blank one.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let inside = bare
            .strip_prefix("{{")
            .and_then(|rest| rest.strip_suffix("}}"));
        match inside {
            Some(tag)
                if !tag.contains("}}") && (tag.starts_with(['#', '/']) || tag.trim() == "else") =>
            {
                found.push(Token::Tag(tag));
            }
            _ => pieces(line, &mut found),
        }
    }
    found
}

fn pieces<'a>(mut line: &'a str, found: &mut Vec<Token<'a>>) {
    while let Some((before, rest)) = line.split_once("{{") {
        let Some((tag, after)) = rest.split_once("}}") else {
            break;
        };
        if !before.is_empty() {
            found.push(Token::Literal(before));
        }
        found.push(Token::Tag(tag));
        line = after;
    }
    if !line.is_empty() {
        found.push(Token::Literal(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_said() {
        for (text, said) in [
            ("{{person.nam}}", "unknown field « person.nam »"),
            ("{{item.what}}", "unknown field « item.what »"),
            (
                "{{#each facts}}{{item.nope}}{{/each}}",
                "unknown field « item.nope »",
            ),
            (
                "{{#each person.name}}{{/each}}",
                "unknown list « person.name »",
            ),
            (
                "{{#each facts}}{{#each pieces}}{{/each}}{{/each}}",
                "repeats inside another list",
            ),
            ("{{#if sunny}}x{{/if}}", "unknown condition « sunny »"),
            ("{{#if harm}}x", "not closed"),
            ("{{/if}}", "closes nothing"),
            ("{{#each facts}}{{/if}}", "closes nothing"),
            ("{{else}}", "without « if »"),
            ("{{harm", "a tag is not closed"),
            ("**bold", "odd number of « ** »"),
            ("{{facts}}", "unknown field « facts »"),
        ] {
            let problems = Template::parse(text, &["press"]).unwrap_err();
            assert!(
                problems.iter().any(|p| p.contains(said)),
                "{text}: {problems:?}"
            );
        }
        assert!(Template::parse("{{#if press}}{{harm}}{{else}}-{{/if}}", &["press"]).is_ok());
    }
}
