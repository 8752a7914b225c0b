//! Addresses of mailboxes.

/// Longest address, in characters (RFC 5321 §4.5.3.1.3, without its brackets).
const LONGEST: usize = 254;

/// A mail address as people have one: no quotes, no comments, nothing that would end a line.
pub fn address(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let (name, domain) = typed.split_once('@')?;
    let known = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-.".contains(c);
    let label = |label: &str| {
        let known = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !label.is_empty() && known && !label.starts_with('-') && !label.ends_with('-')
    };
    let dots = |text: &str| text.starts_with('.') || text.ends_with('.') || text.contains("..");
    let good = !name.is_empty()
        && name.len() <= 64
        && name.chars().all(known)
        && !dots(name)
        && domain.contains('.')
        && domain.split('.').all(label)
        && typed.len() <= LONGEST;
    good.then(|| typed.to_owned())
}
