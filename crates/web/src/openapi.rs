//! `/api/openapi.json`: what every slice says of its routes for programs, in one OpenAPI 3.1 document.

use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;
use std::sync::Arc;

/// Where programs find what they may call.
pub const ROUTE: &str = "/api/openapi.json";
/// What no slice says: errors, tokens, and this document.
const BASE: &str = include_str!("openapi.json");

/// Puts the parts together. One that is not JSON is left out and reported; a test looks at them all.
pub fn document(parts: &[&'static str]) -> Value {
    let mut whole = read(BASE);
    if let Some(version) = whole.pointer_mut("/info/version") {
        *version = env!("CARGO_PKG_VERSION").into();
    }
    for part in parts {
        merge(&mut whole, read(part));
    }
    whole
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| {
        tracing::error!(%error, "a description for programs is not JSON");
        Value::Null
    })
}

/// Adds what is new; what is there already stays.
fn merge(into: &mut Value, from: Value) {
    let (Value::Object(into), Value::Object(from)) = (into, from) else {
        return;
    };
    for (key, value) in from {
        match into.get_mut(&key) {
            Some(known) => merge(known, value),
            None => drop(into.insert(key, value)),
        }
    }
}

/// Serves it.
pub async fn get(document: Arc<Value>, headers: HeaderMap) -> Response {
    ui::api::answer(&headers, &document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parts_come_together_and_none_hides_another() {
        let one = r#"{"paths":{"/a":{"get":{"summary":"one"}}},"components":{"schemas":{"A":{}}}}"#;
        let two = r#"{"paths":{"/a":{"post":{"summary":"two"},"get":{"summary":"other"}}}}"#;
        let whole = document(&[one, two, "no JSON"]);
        assert_eq!(whole["openapi"], "3.1.1");
        assert_eq!(
            whole["paths"]["/a"],
            json!({"get":{"summary":"one"},"post":{"summary":"two"}})
        );
        assert!(whole["components"]["schemas"]["Problem"].is_object());
        assert_eq!(whole["info"]["version"], env!("CARGO_PKG_VERSION"));
    }
}
