//! Addresses as types: one type per route, from which the router, the links, the forms and the
//! redirects all take theirs. Declared with [`urls!`](crate::urls).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Display;

/// Unreserved characters of RFC 3986, section 2.3, stay as they are.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A typed address inside Préau.
pub trait Url {
    /// The route as the router knows it, such as `/dossier/{id}`.
    const ROUTE: &'static str;

    /// The path with its values, percent-encoded.
    fn path(&self) -> String;

    /// The path with a query.
    fn query(&self, pairs: &[(&str, &str)]) -> String {
        let mut out = self.path();
        for (i, (name, value)) in pairs.iter().enumerate() {
            out.push(if i == 0 { '?' } else { '&' });
            out.push_str(&encode(name));
            out.push('=');
            out.push_str(&encode(value));
        }
        out
    }
}

/// Percent-encodes one segment or one query value.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Puts `values` in the places of `route`, in order. A value that would climb (`.` or `..`) is
/// written so that it cannot.
pub fn fill(route: &str, values: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(route.len() + 32);
    let mut values = values.iter();
    for segment in route.split('/').skip(1) {
        out.push('/');
        if segment.starts_with('{') {
            let text = values.next().map(|v| v.to_string()).unwrap_or_default();
            match text.as_str() {
                "." | ".." => out.push_str(&text.replace('.', "%2E")),
                _ => out.push_str(&encode(&text)),
            }
        } else {
            out.push_str(segment);
        }
    }
    out
}

/// Declares typed addresses.
///
/// ```
/// ui::urls! {
///     /// The page that asks what happened.
///     pub Story = "/recit";
///     /// One piece of a dossier.
///     pub Piece(dossier: u32, name: String) = "/dossier/{dossier}/piece/{name}";
/// }
/// use ui::Url;
/// assert_eq!(Piece(7, "a b/c".into()).path(), "/dossier/7/piece/a%20b%2Fc");
/// assert_eq!(Piece::ROUTE, "/dossier/{dossier}/piece/{name}");
/// assert_eq!(Story.query(&[("q", "é")]), "/recit?q=%C3%A9");
/// ```
#[macro_export]
macro_rules! urls {
    () => {};
    ($(#[$doc:meta])* $vis:vis $name:ident = $route:literal; $($rest:tt)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis struct $name;

        impl $crate::Url for $name {
            const ROUTE: &'static str = $route;

            fn path(&self) -> String {
                $route.to_owned()
            }
        }

        $crate::urls! { $($rest)* }
    };
    ($(#[$doc:meta])* $vis:vis $name:ident ( $($field:ident : $kind:ty),+ $(,)? ) = $route:literal; $($rest:tt)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        $vis struct $name($(
            #[doc = concat!("The `", stringify!($field), "` of the path.")]
            pub $kind
        ),+);

        impl $crate::Url for $name {
            const ROUTE: &'static str = $route;

            fn path(&self) -> String {
                let Self($($field),+) = self;
                $crate::url::fill($route, &[$($field),+])
            }
        }

        $crate::urls! { $($rest)* }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_can_neither_climb_nor_open_another_segment() {
        assert_eq!(fill("/a/{x}/b", &[&".."]), "/a/%2E%2E/b");
        assert_eq!(fill("/a/{x}", &[&"../etc?x#y"]), "/a/..%2Fetc%3Fx%23y");
    }
}
