#![doc = include_str!("../README.md")]

mod archive;
mod blocks;
mod frame;
#[cfg(test)]
mod tests;
mod xml;

use kernel::Fault;
use kernel::doc::{Doc, Frame};
use xml::Xml;

/// The media type, also the first file of the archive.
pub const MEDIA: &str = "application/vnd.oasis.opendocument.text";

const MANIFEST: &str = include_str!("manifest.xml");
const STYLES: &str = include_str!("styles.xml");

/// What the root elements declare.
const NAMES: [(&str, &str); 7] = [
    (
        "xmlns:office",
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    ),
    (
        "xmlns:style",
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    ),
    (
        "xmlns:text",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    ),
    (
        "xmlns:table",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    ),
    (
        "xmlns:fo",
        "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    ),
    (
        "xmlns:meta",
        "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    ),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
];

/// The document as ODF text.
///
/// # Errors
///
/// `Code::Internal` when the archive cannot be written, which memory alone can cause.
pub fn of(doc: &Doc) -> Result<Vec<u8>, Fault> {
    archive::write(&[
        ("META-INF/manifest.xml", MANIFEST),
        ("content.xml", &content(doc)),
        ("styles.xml", &styles(doc)),
        ("meta.xml", &meta(doc)),
    ])
}

fn root(name: &'static str, inside: impl FnOnce(&mut Xml)) -> String {
    let mut attributes = NAMES.to_vec();
    attributes.push(("office:version", "1.3"));
    Xml::document(|x| x.element(name, &attributes, inside))
}

fn content(doc: &Doc) -> String {
    root("office:document-content", |x| {
        x.element("office:automatic-styles", &[], |x| {
            frame::styles(x, doc);
            blocks::styles(x, &doc.blocks);
        });
        x.element("office:body", &[], |x| {
            x.element("office:text", &[], |x| {
                x.line_end();
                match &doc.frame {
                    Frame::Letter { .. } => frame::letter(x, doc),
                    Frame::Report => x.para("Title", |x| x.words(&doc.title)),
                }
                blocks::write(x, doc);
            });
        });
    })
}

/// The fixed sheet of styles, with the language and the foot of the page.
fn styles(doc: &Doc) -> String {
    let country = match doc.lang {
        "fr" => "FR",
        "en" => "GB",
        _ => "none",
    };
    let sheet = STYLES
        .replace("{language}", doc.lang)
        .replace("{country}", country);
    let mut footer = Xml::default();
    if !doc.footer.is_empty() {
        footer.para("Footer", |x| x.words(&doc.footer));
    }
    // Last, so that nothing that a document says is taken for a mark.
    sheet.replacen("{footer}", &footer.into_string(), 1)
}

fn meta(doc: &Doc) -> String {
    let date = format!("{}T00:00:00", kernel::date::iso(doc.date));
    root("office:document-meta", |x| {
        x.element("office:meta", &[], |x| {
            for (name, value) in [
                ("meta:generator", "Préau"),
                ("dc:title", &doc.title),
                ("meta:creation-date", &date),
                ("dc:date", &date),
                ("dc:language", doc.lang),
            ] {
                x.element(name, &[], |x| x.plain(value));
            }
        });
    })
}
