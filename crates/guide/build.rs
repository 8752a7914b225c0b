//! Embeds `content/`: writes the list of its files, so that the program carries what it knows.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn walk(dir: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|e| e == "toml" || e == "md" || e == "txt")
        {
            found.push(path);
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?)
        .join("../../content")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut found = Vec::new();
    walk(&root, &mut found)?;
    found.sort();
    let mut list = String::from("&[\n");
    for path in found {
        let name = path
            .strip_prefix(&root)?
            .to_str()
            .ok_or("a content file's name is not UTF-8")?
            .to_owned();
        // The corpus trains and tests the triage; the program does not need it to run.
        if !name.starts_with("corpus/") && name != "README.md" {
            writeln!(list, "    ({name:?}, include_str!({:?})),", path)?;
        }
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("content.rs"), list)?;
    Ok(())
}
