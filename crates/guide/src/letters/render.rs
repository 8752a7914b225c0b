//! A document as plain text and as a fragment of HTML; letters and reports alike.

use kernel::doc::{Block, Doc, Frame, Inline, plain};
use std::fmt::Write as _;

/// Plain text: one paragraph per line, ready to be pasted into a form or a mail.
pub fn render_text(doc: &Doc) -> String {
    let mut out = String::new();
    match &doc.frame {
        Frame::Letter {
            sender,
            addressee,
            place_date,
            sending,
            subject,
        } => {
            for lines in [sender, addressee] {
                for line in lines {
                    put(&mut out, &plain(line));
                }
                out.push('\n');
            }
            put(&mut out, &plain(place_date));
            if !sending.is_empty() {
                put(&mut out, sending);
            }
            out.push('\n');
            put(&mut out, &format!("Objet : {}", plain(subject)));
        }
        Frame::Report => put(&mut out, &doc.title),
    }
    for block in &doc.blocks {
        out.push('\n');
        text_block(&mut out, block);
    }
    if !doc.footer.is_empty() {
        put(&mut out, "");
        put(&mut out, "-- ");
        put(&mut out, &doc.footer);
    }
    out
}

fn put(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn text_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading(_, words) => put(out, words),
        Block::Para(runs) | Block::Signature(runs) => put(out, &plain(runs)),
        Block::Note(runs) => put(out, &format!("> {}", plain(runs))),
        Block::List { ordered, items } => {
            for (at, item) in items.iter().enumerate() {
                let mark = if *ordered {
                    format!("{}. ", at + 1)
                } else {
                    "- ".to_owned()
                };
                put(out, &format!("{mark}{}", plain(item)));
            }
        }
        Block::Table {
            caption,
            head,
            rows,
            ..
        } => {
            if !caption.is_empty() {
                put(out, caption);
            }
            put(out, &head.join(" | "));
            for row in rows {
                put(
                    out,
                    &row.iter()
                        .map(|cell| plain(cell))
                        .collect::<Vec<_>>()
                        .join(" | "),
                );
            }
        }
        Block::Terms(terms) => {
            for (term, what) in terms {
                put(out, &format!("{term} : {}", plain(what)));
            }
        }
        Block::Picture { caption, .. } | Block::Drawing { caption, .. } => put(out, caption),
        Block::Code(lines) => {
            for line in lines.lines() {
                put(out, &format!("    {line}"));
            }
        }
    }
}

/// A fragment of HTML to put under the `h1` of a page. Everything is escaped; gaps are `<mark>`.
pub fn render_html(doc: &Doc) -> String {
    let mut out = String::new();
    let lang = escape(doc.lang);
    let base = match &doc.frame {
        Frame::Letter {
            sender,
            addressee,
            place_date,
            sending,
            subject,
        } => {
            let _ = writeln!(out, "<article class=\"doc doc--letter\" lang=\"{lang}\">");
            for (class, lines) in [("doc__sender", sender), ("doc__addressee", addressee)] {
                let lines: Vec<String> = lines.iter().map(|line| html_runs(line)).collect();
                let _ = writeln!(out, "<p class=\"{class}\">{}</p>", lines.join("<br>\n"));
            }
            let _ = writeln!(out, "<p class=\"doc__date\">{}</p>", html_runs(place_date));
            if !sending.is_empty() {
                let _ = writeln!(out, "<p class=\"doc__sending\">{}</p>", escape(sending));
            }
            let _ = writeln!(
                out,
                "<p class=\"doc__subject\"><strong>Objet :</strong> {}</p>",
                html_runs(subject)
            );
            1
        }
        Frame::Report => {
            let _ = writeln!(out, "<article class=\"doc doc--report\" lang=\"{lang}\">");
            let _ = writeln!(out, "<h2>{}</h2>", escape(&doc.title));
            2
        }
    };
    for block in &doc.blocks {
        html_block(&mut out, block, base);
    }
    if !doc.footer.is_empty() {
        let _ = writeln!(
            out,
            "<footer class=\"doc__footer\"><p>{}</p></footer>",
            escape(&doc.footer)
        );
    }
    out.push_str("</article>\n");
    out
}

fn html_block(out: &mut String, block: &Block, base: u8) {
    let _ = match block {
        Block::Heading(level, words) => {
            let level = level.saturating_add(base).clamp(2, 6);
            writeln!(out, "<h{level}>{}</h{level}>", escape(words))
        }
        Block::Para(runs) => writeln!(out, "<p>{}</p>", html_runs(runs)),
        Block::Note(runs) => writeln!(
            out,
            "<aside class=\"doc__note\"><p>{}</p></aside>",
            html_runs(runs)
        ),
        Block::Signature(runs) => {
            writeln!(out, "<p class=\"doc__signature\">{}</p>", html_runs(runs))
        }
        Block::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            let items: String = items
                .iter()
                .map(|item| format!("<li>{}</li>\n", html_runs(item)))
                .collect();
            writeln!(out, "<{tag}>\n{items}</{tag}>")
        }
        Block::Table {
            caption,
            head,
            rows,
            ..
        } => {
            let head: String = head
                .iter()
                .map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell)))
                .collect();
            let rows: String = rows
                .iter()
                .map(|row| {
                    let cells: String = row
                        .iter()
                        .map(|cell| format!("<td>{}</td>", html_runs(cell)))
                        .collect();
                    format!("<tr>{cells}</tr>\n")
                })
                .collect();
            let caption = escape(caption);
            writeln!(
                out,
                "<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
            )
        }
        Block::Terms(terms) => {
            let terms: String = terms
                .iter()
                .map(|(term, what)| {
                    format!("<dt>{}</dt>\n<dd>{}</dd>\n", escape(term), html_runs(what))
                })
                .collect();
            writeln!(out, "<dl>\n{terms}</dl>")
        }
        Block::Picture { caption, .. } | Block::Drawing { caption, .. } => {
            writeln!(out, "<p>{}</p>", escape(caption))
        }
        Block::Code(lines) => writeln!(out, "<pre><code>{}</code></pre>", escape(lines)),
    };
}

fn html_runs(runs: &[Inline]) -> String {
    runs.iter()
        .map(|run| match run {
            Inline::Text(text) => escape(text),
            Inline::Strong(text) => format!("<strong>{}</strong>", escape(text)),
            Inline::Mono(text) => format!("<code>{}</code>", escape(text)),
            Inline::Gap(label) => format!("<mark class=\"doc__gap\">{}</mark>", escape(label)),
        })
        .collect()
}

/// Text inside an element or a quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
