//! Embeds the words (`locales/`) and the files served to browsers (`assets/`, `vendor/govuk/`).

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = here.join("../..");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());

    let mut words = String::new();
    for (lang, name) in [("fr", "FR_FILES"), ("en", "EN_FILES")] {
        let folder = root.join("locales").join(lang);
        let _ = writeln!(words, "static {name}: &[(&str, &str)] = &[");
        for file in files(&folder, &["ftl"])? {
            let _ = writeln!(words, "({:?}, include_str!({:?})),", short(&file), file);
        }
        words.push_str("];\n");
    }
    fs::write(out.join("locales.rs"), words)?;

    let mut served = String::from("static FILES: &[Asset] = &[\n");
    let mut all = files(&root.join("assets"), &["css", "js", "svg"])?;
    all.extend(files(&root.join("vendor/govuk"), &["css"])?);
    for file in all {
        let bytes = fs::read(&file)?;
        let _ = writeln!(
            served,
            "Asset {{ name: {:?}, media: {:?}, hash: \"{:016x}\", bytes: include_bytes!({:?}) }},",
            short(&file),
            media(&file),
            fnv(&bytes),
            file
        );
    }
    served.push_str("];\n");
    fs::write(out.join("assets.rs"), served)
}

fn files(folder: &Path, extensions: &[&str]) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let wanted = path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| extensions.contains(&e));
        if wanted {
            println!("cargo::rerun-if-changed={}", path.display());
            found.push(path.canonicalize()?);
        }
    }
    found.sort();
    Ok(found)
}

fn short(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn media(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    }
}

/// FNV-1a, 64 bits: tells versions of a file apart in its address; nothing rests on it being hard
/// to forge.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
