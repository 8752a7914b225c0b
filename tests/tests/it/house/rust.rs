//! Just enough of Rust's lexical rules to tell code from strings and comments.

/// A source file taken apart. Line breaks are kept in both halves.
pub struct Split {
    /// The code, with comments, string contents and `#[cfg(test)]` modules blanked.
    pub code: String,
    /// The string literals outside `#[cfg(test)]` modules, in order.
    pub strings: Vec<String>,
}

pub fn split(text: &str) -> Split {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut strings: Vec<(usize, String)> = Vec::new();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut i = 0;
    while i < chars.len() {
        match at(i) {
            '/' if at(i + 1) == '/' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        ('\n', _) => {
                            code.push('\n');
                            i += 1;
                        }
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
            }
            'r' if raw_hashes(&chars, i).is_some() && !is_word(code.chars().last()) => {
                let hashes = raw_hashes(&chars, i).unwrap_or(0);
                i += hashes + 2;
                let mut content = String::new();
                while i < chars.len() && !(at(i) == '"' && (1..=hashes).all(|n| at(i + n) == '#')) {
                    content.push(at(i));
                    i += 1;
                }
                i += hashes + 1;
                push_string(&mut code, &mut strings, content);
            }
            '"' => {
                i += 1;
                let mut content = String::new();
                while i < chars.len() && at(i) != '"' {
                    if at(i) == '\\' {
                        i += 1;
                    }
                    content.push(at(i));
                    i += 1;
                }
                i += 1;
                push_string(&mut code, &mut strings, content);
            }
            // A character, not a lifetime: 'x' or '\n'.
            '\'' if at(i + 1) == '\\' || at(i + 2) == '\'' => {
                i += if at(i + 1) == '\\' { 3 } else { 2 };
                while i < chars.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
                code.push_str("' '");
            }
            c => {
                code.push(c);
                i += 1;
            }
        }
    }
    let blanked = blank_tests(&code);
    let kept = |&(place, _): &(usize, String)| blanked.as_bytes().get(place) == Some(&b'"');
    let strings = strings
        .into_iter()
        .filter(kept)
        .map(|(_, content)| content)
        .collect();
    Split {
        code: blanked,
        strings,
    }
}

fn push_string(code: &mut String, strings: &mut Vec<(usize, String)>, content: String) {
    strings.push((code.len(), content.clone()));
    code.push('"');
    code.extend(content.chars().filter(|&c| c == '\n'));
    code.push('"');
}

/// The number of `#` of a raw string that starts at `r`, if one does.
fn raw_hashes(chars: &[char], i: usize) -> Option<usize> {
    let hashes = chars.iter().skip(i + 1).take_while(|&&c| c == '#').count();
    (chars.get(i + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn is_word(c: Option<char>) -> bool {
    // `b` and `c` before a quote are literal prefixes, not names.
    c.is_some_and(|c| (c.is_alphanumeric() || c == '_') && c != 'b' && c != 'c')
}

/// Replaces the body of each `#[cfg(test)] mod … { … }` by blanks.
fn blank_tests(code: &str) -> String {
    let mut out = code.to_owned();
    let mut from = 0;
    while let Some(start) = out
        .get(from..)
        .and_then(|rest| rest.find("#[cfg(test)]"))
        .map(|found| found + from)
    {
        let rest = &out[start..];
        let (open, semicolon) = (rest.find('{'), rest.find(';'));
        let Some(open) = open.filter(|&open| semicolon.is_none_or(|semicolon| open < semicolon))
        else {
            from = start + 1;
            continue;
        };
        let mut depth = 0;
        let end = rest[open..].char_indices().find_map(|(n, c)| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            (depth == 0).then_some(open + n + 1)
        });
        let end = start + end.unwrap_or(rest.len());
        let blank: String = out[start..end]
            .bytes()
            .map(|b| if b == b'\n' { '\n' } else { ' ' })
            .collect();
        out.replace_range(start..end, &blank);
        from = end;
    }
    out
}

/// Whether `code` holds `word` as a whole identifier or path (`env::var` does not match `env::vars`).
pub fn names(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        !code[..at].chars().next_back().is_some_and(part)
            && !code[at + word.len()..].chars().next().is_some_and(part)
    })
}

#[test]
fn strings_comments_and_test_modules_are_told_from_code() {
    let text = concat!(
        "use axum::Router; // askama\n/* sqlx /* nested */ still */ fn f<'a>(x: &'a str) -> char { 'q' }\n",
        "const A: &str = \"SELECT \\\" one\"; const B: &str = r#\"raw \"two\" \"#; const C: &[u8] = br\"three\";\n",
        "#[cfg(test)]\nmod tests { use tower::X; const D: &str = \"four\"; }\nfn after() { let c = '{'; let d = '\\''; }\n",
        "#[cfg(test)]\nmod tests;\nasync fn g() {}\n",
    );
    let found = split(text);
    assert_eq!(found.strings, ["SELECT \" one", "raw \"two\" ", "three"]);
    assert!(
        names(&found.code, "axum") && names(&found.code, "after") && names(&found.code, "async")
    );
    for absent in [
        "askama", "sqlx", "still", "nested", "tower", "SELECT", "raw",
    ] {
        assert!(!names(&found.code, absent), "{absent} in {}", found.code);
    }
    assert_eq!(found.code.matches('\n').count(), text.matches('\n').count());
    assert!(
        !names("axum_extra::x", "axum")
            && names("a(axum)", "axum")
            && !names("env::vars()", "env::var")
    );
}
