//! Reads a page as a tree, strictly: our templates close what they open, and a page that does not is a
//! fault that a story reports. The usual readers of HTML bring licences that this project does not take.

/// Elements that hold nothing.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "source"];

/// An element of a page.
#[derive(Debug, Default, Clone)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone)]
pub enum Node {
    Element(Element),
    Text(String),
}

/// Reads a page; panics where it is not well formed.
pub fn parse(html: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut rest = html;
    while !rest.is_empty() {
        let Some(tag) = rest.find('<') else {
            text(&mut open, rest);
            break;
        };
        text(&mut open, &rest[..tag]);
        rest = &rest[tag..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.split_once("-->").expect("an open comment").1;
        } else if let Some(after) = rest.strip_prefix("<!") {
            rest = after.split_once('>').expect("an open doctype").1;
        } else if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>').expect("an open end tag");
            close(&mut open, name);
            rest = after;
        } else {
            let (element, after) = start(&rest[1..]);
            rest = after;
            if VOID.contains(&element.name.as_str()) {
                push(&mut open, Node::Element(element));
            } else if ["script", "style", "textarea", "title"].contains(&element.name.as_str()) {
                let end = format!("</{}>", element.name);
                let (inner, after) = rest.split_once(&end).expect("an open text element");
                let mut element = element;
                element.children.push(Node::Text(decode(inner)));
                push(&mut open, Node::Element(element));
                rest = after;
            } else {
                open.push(element);
            }
        }
    }
    assert_eq!(
        open.len(),
        1,
        "not closed: {:?}",
        open.last().map(|e| &e.name)
    );
    open.pop().expect("a page")
}

fn push(open: &mut [Element], node: Node) {
    open.last_mut()
        .expect("an open element")
        .children
        .push(node);
}

fn text(open: &mut [Element], text: &str) {
    if !text.is_empty() {
        push(open, Node::Text(decode(text)));
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    let element = open.pop().expect("an end tag without its start");
    assert_eq!(element.name, name, "an end tag closes another element");
    push(open, Node::Element(element));
}

fn start(inner: &str) -> (Element, &str) {
    let end = inner.find([' ', '\n', '>']).expect("an open tag");
    let mut element = Element {
        name: inner[..end].to_owned(),
        ..Element::default()
    };
    let mut rest = inner[end..].trim_start();
    loop {
        if let Some(after) = rest.strip_prefix('>') {
            return (element, after);
        }
        let end = rest.find(['=', ' ', '\n', '>']).expect("an open attribute");
        let name = rest[..end].to_owned();
        assert!(
            !name.is_empty(),
            "an attribute without name in <{}>",
            element.name
        );
        rest = &rest[end..];
        let value = match rest.strip_prefix("=\"") {
            None => String::new(),
            Some(after) => {
                let (value, after) = after.split_once('"').expect("an open attribute");
                rest = after;
                decode(value)
            }
        };
        element.attributes.push((name, value));
        rest = rest.trim_start();
    }
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, after) = part.split_once(';').unwrap_or(("", part));
        match name {
            "amp" | "#38" => out.push('&'),
            "lt" | "#60" => out.push('<'),
            "gt" | "#62" => out.push('>'),
            "quot" | "#34" => out.push('"'),
            "#39" => out.push('\''),
            "nbsp" | "#160" => out.push('\u{a0}'),
            other => panic!("an unknown entity « &{other}; » before « {after:.20} »"),
        }
        out.push_str(after);
    }
    out
}

impl Element {
    /// The value of an attribute.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every element inside, in the order of the page.
    pub fn inside(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if let Node::Element(element) = child {
                found.push(element);
                found.extend(element.inside());
            }
        }
        found
    }

    /// Every element of this name inside.
    pub fn all(&self, name: &str) -> Vec<&Element> {
        self.inside()
            .into_iter()
            .filter(|element| element.name == name)
            .collect()
    }

    /// Its text exactly.
    pub fn raw_text(&self) -> String {
        let text = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) if element.name == "script" => String::new(),
            Node::Element(element) => element.raw_text(),
        };
        self.children.iter().map(text).collect()
    }

    /// Its words, joined by single spaces.
    pub fn text(&self) -> String {
        words(&self.spaced())
    }

    /// Its text with a space between elements: two paragraphs are two words.
    fn spaced(&self) -> String {
        let text = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) if element.name == "script" => String::new(),
            Node::Element(element) if INLINE.contains(&element.name.as_str()) => element.spaced(),
            Node::Element(element) => format!(" {} ", element.spaced()),
        };
        self.children.iter().map(text).collect()
    }
}

/// Elements that do not part words.
const INLINE: [&str; 5] = ["a", "strong", "span", "em", "code"];

/// The words of a text, joined by single spaces.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_is_read_as_a_browser_reads_it() {
    let page = parse(
        "<!DOCTYPE html><html lang=\"fr\"><title>Pr&#38;au</title><p>un<br>deux &lt;b&gt;</p>\
         <textarea name=\"t\">\n<p>a &quot;b&quot;</textarea><input type=\"hidden\" value=\"&#39;x\" disabled></html>",
    );
    assert_eq!(page.all("title")[0].text(), "Pr&au");
    assert_eq!(page.all("p")[0].text(), "un deux <b>");
    assert_eq!(page.all("textarea")[0].raw_text(), "\n<p>a \"b\"");
    assert_eq!(page.all("input")[0].attr("value"), Some("'x"));
    assert_eq!(page.all("input")[0].attr("disabled"), Some(""));
    for broken in ["<p>", "<p></b>", "</p>", "<p>&inconnu;</p>"] {
        assert!(
            std::panic::catch_unwind(|| parse(broken)).is_err(),
            "{broken}"
        );
    }
}
