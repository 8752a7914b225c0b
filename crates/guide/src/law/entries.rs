//! Entries in the order of their file, found by id.

use std::collections::HashMap;

/// Something that has an id and the name of its table in the file.
pub trait Entry: serde::de::DeserializeOwned {
    /// `[[table]]` in the file.
    const TABLE: &'static str;
    /// The stable id.
    fn id(&self) -> &str;
}

/// Says of each type which table of its file it is.
macro_rules! entries {
    ($($type:ident = $table:literal),* $(,)?) => {$(
        impl $crate::law::Entry for $type {
            const TABLE: &'static str = $table;
            fn id(&self) -> &str {
                &self.id
            }
        }
    )*};
}
pub(crate) use entries;

/// Entries in the order of their file, found by id.
#[derive(Debug)]
pub struct Shelf<T> {
    items: Vec<T>,
    places: HashMap<String, usize>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T: Entry> Shelf<T> {
    /// Entries whose ids differ already.
    pub(crate) fn of(items: Vec<T>) -> Self {
        let mut shelf = Self::default();
        for item in items {
            shelf.push(item);
        }
        shelf
    }

    /// Adds one; `false` when the id is already taken.
    pub(crate) fn push(&mut self, item: T) -> bool {
        if self.places.contains_key(item.id()) {
            return false;
        }
        self.places.insert(item.id().to_owned(), self.items.len());
        self.items.push(item);
        true
    }

    /// The entry of that id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.places.get(id).and_then(|place| self.items.get(*place))
    }

    /// Whether there is one.
    pub fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<'a, T: Entry> IntoIterator for &'a Shelf<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
