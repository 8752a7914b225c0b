//! What every page's HTML must keep, for the tests of all slices: one `h1`, unique ids, labels
//! tied to their fields, references that lead somewhere, names for links, buttons and images.

use std::collections::BTreeSet;

struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    /// Position just after the tag.
    end: usize,
}

impl<'a> Tag<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| *value)
    }
}

/// The faults of a page or of a part of a page (`whole` asks for exactly one `h1`, a language, a
/// title and a main). Empty when all is well. Reads what our templates write: lower-case names,
/// values in double quotes.
pub fn faults(html: &str, whole: bool) -> Vec<String> {
    let tags = tags(html);
    let mut out = Vec::new();
    // A drawing has titles of its own: that of the page stands before its body.
    let body = tags.iter().position(|t| t.name == "body");
    let counted = |name: &str| match body {
        Some(body) if name == "title" => tags.get(..body).unwrap_or_default(),
        _ => tags.as_slice(),
    };
    let count = |name: &str| counted(name).iter().filter(|t| t.name == name).count();
    if whole {
        for name in ["h1", "main", "title", "html"] {
            if count(name) != 1 {
                out.push(format!("{} <{name}>", count(name)));
            }
        }
        if !tags
            .iter()
            .any(|t| t.name == "html" && t.get("lang").is_some())
        {
            out.push("no language".to_owned());
        }
        if !html.contains("<title>Préau</title>") {
            out.push("the title must stay neutral".to_owned());
        }
    }
    let mut ids = BTreeSet::new();
    for id in tags.iter().filter_map(|t| t.get("id")) {
        if id.is_empty() || !ids.insert(id) {
            out.push(format!("id \"{id}\" empty or twice"));
        }
    }
    let labelled: BTreeSet<&str> = tags
        .iter()
        .filter(|t| t.name == "label")
        .filter_map(|t| t.get("for"))
        .collect();
    for tag in &tags {
        let field = matches!(tag.name, "input" | "textarea" | "select")
            && !matches!(tag.get("type"), Some("hidden" | "submit"));
        if field && !tag.get("id").is_some_and(|id| labelled.contains(id)) {
            out.push(format!(
                "a field \"{}\" has no label",
                tag.get("name").unwrap_or("?")
            ));
        }
        for name in ["for", "aria-describedby", "aria-labelledby"] {
            for id in tag.get(name).unwrap_or_default().split_whitespace() {
                if !ids.contains(id) {
                    out.push(format!("{name} leads to no \"{id}\""));
                }
            }
        }
        if let Some(id) = tag.get("href").and_then(|href| href.strip_prefix('#'))
            && !ids.contains(id)
        {
            out.push(format!("a link leads to no \"{id}\""));
        }
        if matches!(
            tag.name,
            "a" | "button" | "label" | "legend" | "h1" | "h2" | "h3" | "caption"
        ) && text(html, tag).is_empty()
            && tag.get("aria-label").is_none()
        {
            out.push(format!("an empty <{}>", tag.name));
        }
        if tag.name == "img" && tag.get("alt").is_none() {
            out.push("an image without alt".to_owned());
        }
        if tag.name == "fieldset"
            && !html
                .get(tag.end..)
                .unwrap_or_default()
                .trim_start()
                .starts_with("<legend")
        {
            out.push("a fieldset does not start with its legend".to_owned());
        }
        let inline = tag
            .attributes
            .iter()
            .any(|(key, _)| *key == "style" || key.starts_with("on"));
        if inline || tag.name == "style" || (tag.name == "script" && tag.get("src").is_none()) {
            out.push(format!("inline script or style in <{}>", tag.name));
        }
        if ["src", "href", "action"]
            .into_iter()
            .filter_map(|n| tag.get(n))
            .any(foreign)
            && tag.name != "a"
        {
            out.push(format!("<{}> fetches from elsewhere", tag.name));
        }
    }
    out
}

fn foreign(address: &str) -> bool {
    address.starts_with("//") || address.contains("://")
}

/// The text inside a tag, without inner tags.
fn text(html: &str, tag: &Tag<'_>) -> String {
    let rest = html.get(tag.end..).unwrap_or_default();
    let close = ["</", tag.name, ">"].concat();
    let inner = rest.split(close.as_str()).next().unwrap_or_default();
    let mut out = String::new();
    let mut inside = false;
    for letter in inner.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(letter),
            _ => {}
        }
    }
    out.trim().to_owned()
}

fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut out = Vec::new();
    for (start, _) in html.match_indices('<') {
        let rest = html.get(start + 1..).unwrap_or_default();
        let Some(end) = rest.find('>') else { continue };
        let inner = rest.get(..end).unwrap_or_default();
        if !inner.starts_with(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        let (name, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            let stop = rest
                .find(|c: char| c == '=' || c.is_whitespace())
                .unwrap_or(rest.len());
            let (key, after) = rest.split_at(stop);
            if key.is_empty() {
                break;
            }
            if let Some(quoted) = after.strip_prefix("=\"") {
                let (value, next) = quoted.split_once('"').unwrap_or((quoted, ""));
                attributes.push((key, value));
                rest = next;
            } else {
                attributes.push((key, ""));
                rest = after.trim_start_matches('=');
            }
        }
        out.push(Tag {
            name,
            attributes,
            end: start + 1 + end + 1,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_seen() {
        for (html, said) in [
            ("<input id=\"a\" name=\"x\">", "has no label"),
            ("<p id=\"a\"></p><p id=\"a\"></p>", "twice"),
            ("<a href=\"#b\">x</a>", "leads to no"),
            ("<a href=\"/\"><span></span></a>", "empty <a>"),
            ("<p style=\"color:red\">x</p>", "inline"),
            ("<script>x</script>", "inline"),
            ("<img src=\"/a\">", "without alt"),
            ("<fieldset><p>x</p></fieldset>", "legend"),
            (
                "<script src=\"https://x.example/a.js\"></script>",
                "elsewhere",
            ),
        ] {
            let found = faults(html, false);
            assert!(found.iter().any(|f| f.contains(said)), "{html}: {found:?}");
        }
        assert!(
            faults("<h1>x</h1><h1>y</h1>", true)
                .iter()
                .any(|f| f.contains("2 <h1>"))
        );
    }
}
