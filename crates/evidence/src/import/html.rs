//! The words of a page of HTML, without running nor fetching anything.

use super::mail::ENOUGH;
use mail_parser::decoders::html::add_html_token;

/// What a page of HTML shows, without its tags.
pub(super) fn without_tags(html: &str, into: &mut String) {
    let lower = html.to_ascii_lowercase();
    let mut at = 0;
    let most = into.len() + ENOUGH;
    while at < html.len() && into.len() < most {
        let rest = html.get(at..).unwrap_or_default();
        let Some(inside) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            add_shown(rest.get(..end).unwrap_or_default(), into);
            at += end;
            continue;
        };
        let after = lower.get(at..).unwrap_or_default();
        // Where it never ends, nothing more is shown.
        let Some(length) = tag_length(inside, after, into) else {
            return;
        };
        at += length;
    }
}

/// How long what starts with `<` is, with the whole of what is not shown; a line end for what breaks lines.
fn tag_length(inside: &str, lower: &str, into: &mut String) -> Option<usize> {
    if inside.starts_with("!--") {
        return Some(lower.find("-->")? + 3);
    }
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        into.push('<');
        return Some(1);
    }
    let end = lower.find('>')? + 1;
    let tag = lower.get(1..end)?;
    let name: &str = tag
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '/')
        .next()
        .unwrap_or_default();
    for hidden in ["style", "script", "template", "title"] {
        if name == hidden {
            let close = format!("</{hidden}");
            let from = lower.get(end..)?.find(&close)? + end;
            return Some(lower.get(from..)?.find('>')? + from + 1);
        }
    }
    let name = name.trim_matches('/');
    if matches!(
        name,
        "br" | "p" | "div" | "tr" | "li" | "h1" | "h2" | "h3" | "blockquote"
    ) && !into.ends_with('\n')
    {
        into.push('\n');
    }
    Some(end)
}

/// Text between tags: any run of white space is one space, and entities are read.
fn add_shown(text: &str, into: &mut String) {
    /// Longest name of an entity.
    const LONGEST: usize = 33;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let entity = (c == '&')
            .then(|| after.bytes().take(LONGEST))
            .and_then(|mut name| {
                name.position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')
            })
            .and_then(|end| rest.split_at_checked(end + 2))
            .filter(|(entity, _)| entity.ends_with(';'));
        if let Some((entity, after)) = entity {
            add_html_token(into, entity.as_bytes(), false);
            rest = after;
            continue;
        }
        if !c.is_ascii_whitespace() {
            into.push(c);
        } else if !into.is_empty() && !into.ends_with([' ', '\n']) {
            into.push(' ');
        }
        rest = after;
    }
}
