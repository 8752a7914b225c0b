//! Markup that is already escaped, so that a component can stand in a template as `{{ … }}`.

use askama::Template;
use std::fmt;

/// Markup made by a template of ours. It can only be built from a template, which escapes.
#[derive(Debug, Clone, Default)]
pub struct Html(String);

impl Html {
    /// Renders a template; a failure leaves an empty place and a line in the log.
    pub fn of<T: Template>(template: &T) -> Self {
        Self(template.render().unwrap_or_else(|error| {
            tracing::error!(%error, "component not rendered");
            String::new()
        }))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl askama::FastWritable for Html {
    fn write_into(
        &self,
        dest: &mut dyn fmt::Write,
        _values: &dyn askama::Values,
    ) -> askama::Result<()> {
        dest.write_str(&self.0)?;
        Ok(())
    }
}

/// Lets a component, which is a template, stand in another template as `{{ component }}`.
macro_rules! component {
    ($($name:ty),+ $(,)?) => {$(
        impl askama::filters::HtmlSafe for $name {}
    )+};
}
pub(crate) use component;
