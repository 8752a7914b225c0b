//! The content's files: embedded, or read from a folder that replaces them (`--content DIR`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/content.rs"));

/// Files by their path inside `content/`, with `/` between names.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<String, Cow<'static, str>>);

impl Files {
    /// What the program carries.
    pub fn embedded() -> Self {
        Self(
            EMBEDDED
                .iter()
                .map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text)))
                .collect(),
        )
    }

    /// A folder laid out like `content/`.
    pub fn from_dir(dir: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        let mut todo = vec![dir.to_path_buf()];
        while let Some(next) = todo.pop() {
            for entry in fs::read_dir(&next)? {
                let path = entry?.path();
                if path.is_dir() {
                    todo.push(path);
                } else if path
                    .extension()
                    .is_some_and(|e| e == "toml" || e == "md" || e == "txt")
                    && let Some(name) = path.strip_prefix(dir).ok().and_then(Path::to_str)
                    && !name.starts_with("corpus/")
                {
                    files.insert(
                        name.replace('\\', "/"),
                        Cow::Owned(fs::read_to_string(&path)?),
                    );
                }
            }
        }
        Ok(Self(files))
    }

    /// One file's text.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(AsRef::as_ref)
    }

    /// One file's text, not copied when the program carries it.
    pub(crate) fn shared(&self, name: &str) -> Option<Cow<'static, str>> {
        self.0.get(name).cloned()
    }

    /// The files of a folder, by name.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.0
            .iter()
            .filter(move |(name, _)| name.starts_with(folder))
            .map(|(name, text)| (name.as_str(), text.as_ref()))
    }

    /// Every file, in order of name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_ref()))
    }
}

/// Something wrong in the content, said for whoever edits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, inside `content/`.
    pub file: String,
    /// What is wrong and what to do.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "content/{}: {}", self.file, self.what)
    }
}
