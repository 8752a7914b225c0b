//! Captured pages and the tools that others wrote: what theirs make is read, what theirs let pass is not; captured pages
//! among the pieces of a dossier.

use std::path::{Path, PathBuf};
use std::process::Command;

use bundle::Options;
use bundle::verify::{Content, Kind, Signer};
use serde_json::Value;

use crate::common::{Journal, check, options, run};
use crate::page::{Made, WARC};
use crate::page_cases::CASES;
use crate::pages::at;
use crate::tools::environment;

const FIXTURE: &[u8] = include_bytes!("../vectors/redirections.wacz");

fn tool(name: &str) -> PathBuf {
    let path = environment().join("bin").join(name);
    assert!(
        path.is_file(),
        "{} is missing: bin/test makes it",
        path.display()
    );
    path
}

fn wacz_accepts(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::write(folder.join("page.wacz"), bytes).unwrap();
    let run = Command::new(tool("wacz"))
        .args(["validate", "-f", "page.wacz"])
        .current_dir(folder)
        .output()
        .unwrap();
    run.status.success()
}

/// What `wacz validate` lets pass, and this verifier does not.
const LET_PASS: [&str; 4] = [
    "no archive",
    "no index",
    "no page",
    "an undeclared file without extension",
];

#[test]
fn n033_what_the_reference_tool_lets_pass_is_found_here() {
    let folder = tempfile::tempdir().unwrap();
    let good = Made::new(&at());
    assert!(
        wacz_accepts(folder.path(), &good.zip()),
        "what is good passes with both"
    );
    assert!(wacz_accepts(folder.path(), FIXTURE));
    for name in LET_PASS {
        let (_, change, kind) = CASES.iter().find(|(known, ..)| known == &name).unwrap();
        let mut made = good.clone();
        change(&mut made);
        let report = check(&made.zip(), &options()).unwrap();
        assert!(
            report.findings.iter().any(|finding| finding.kind == *kind),
            "{name}"
        );
        assert_eq!(report.exit(false), 1, "{name}");
        assert!(
            wacz_accepts(folder.path(), &made.zip()),
            "{name}: wacz validate refuses it now, say so in the page"
        );
    }
    // And what it refuses is refused here too: a changed byte.
    let mut made = good;
    made.files.get_mut(WARC).unwrap()[40] ^= 1;
    assert!(!wacz_accepts(folder.path(), &made.zip()));
}

#[test]
fn what_other_tools_make_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at_folder = folder.path();
    let made = Made::of(
        &at(),
        &[(crate::page::URL, "text/html", 200, b"<title>Un mur</title>")],
    );
    std::fs::write(at_folder.join("data.warc.gz"), &made.files[WARC]).unwrap();
    let wacz = tool("wacz");
    let url = crate::page::URL;
    run(
        at_folder,
        wacz.to_str().unwrap(),
        &[
            "create",
            "-f",
            "data.warc.gz",
            "-o",
            "py.wacz",
            "--url",
            url,
        ],
    );
    let report = bundle::verify(&at_folder.join("py.wacz"), &options()).unwrap();
    assert_eq!(
        (report.content, report.signer),
        (Content::True, Signer::None),
        "{:#?}",
        report.findings
    );
    // The shape that JavaScript writers give: lengths after the data, a packed archive, names for nothing else.
    let script = "import zipfile, io\n\
        class Out(io.RawIOBase):\n def __init__(s): s.b = b''\n def writable(s): return True\n def write(s, b): s.b += bytes(b); return len(b)\n\
        a = zipfile.ZipFile('py.wacz'); out = Out()\n\
        with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:\n  [z.writestr(i.filename, a.read(i)) for i in a.infolist()]\n\
        open('js.wacz', 'wb').write(out.b)";
    run(at_folder, "python3", &["-c", script]);
    let report = bundle::verify(&at_folder.join("js.wacz"), &options()).unwrap();
    assert_eq!(report.content, Content::True, "{:#?}", report.findings);
    // warcio reads what we read.
    run(
        at_folder,
        tool("warcio").to_str().unwrap(),
        &["check", "data.warc.gz"],
    );
}

/// A dossier whose only piece is this page.
fn dossier(bytes: &[u8], class: char) -> Vec<u8> {
    use seal::entry::EntryDraft;
    let mut journal = Journal::new();
    journal.add(
        EntryDraft::new("created")
            .value("concerned", "self")
            .unwrap(),
    );
    let digest = seal::sha256(bytes);
    let draft = EntryDraft::new("piece").value("number", 1).unwrap();
    let draft = draft.file(
        "page.wacz",
        "application/wacz",
        bytes.len() as u64,
        &digest,
        class,
        "capture",
    );
    let seq = journal.add(draft.unwrap());
    let piece = bundle::PieceFile {
        number: 1,
        name: "page.wacz".to_owned(),
        seq,
        bytes: bytes.len() as u64,
        sha256: digest,
    };
    let export = journal.export(b"%PDF-1.7", Vec::new(), Vec::new(), vec![piece]);
    let mut out = Vec::new();
    let open = |_: &bundle::PieceFile| {
        Ok(Box::new(std::io::Cursor::new(bytes.to_vec())) as Box<dyn std::io::Read>)
    };
    bundle::write(&mut out, &export, open).unwrap();
    out
}

#[test]
fn n032_a_page_among_the_pieces_is_judged_with_them() {
    let good = dossier(FIXTURE, 'A');
    let report = check(&good, &options()).unwrap();
    assert_eq!(report.exit(false), 0, "{:#?}", report.findings);
    let [inside] = report.captures.as_slice() else {
        panic!("{:?}", report.captures)
    };
    assert_eq!(
        (inside.path.as_str(), inside.content),
        ("data/pieces/001-page.wacz", Content::True)
    );
    assert_eq!(inside.capture.records, 12);

    // Sealed as it is, false all the same: by our server it is false, by the person a remark.
    let mut made = Made::new(&at());
    made.list["title"] = Value::from("Autre");
    for (class, kind, exit) in [('A', Kind::CaptureFalse, 1), ('C', Kind::CaptureDoubt, 0)] {
        for bytes in [made.zip(), b"PK\x03\x04 no archive".to_vec()] {
            let report = check(&dossier(&bytes, class), &options()).unwrap();
            assert_eq!(report.findings.len(), 1, "{:#?}", report.findings);
            let found = &report.findings[0];
            assert_eq!(
                (found.kind, found.place.as_str()),
                (kind, "data/pieces/001-page.wacz")
            );
            assert_eq!((report.exit(false), report.exit(true)), (exit, 1));
        }
    }
    // A folder, and an archive that somebody packed again.
    let files = crate::common::Files::of(&good);
    let folder = tempfile::tempdir().unwrap();
    let report = bundle::verify(
        &files.unpack(folder.path()),
        &Options::at(crate::common::now().plus_seconds(60)),
    )
    .unwrap();
    assert_eq!(report.captures.len(), 1);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (path, bytes) in &files.0 {
        use std::io::Write as _;
        zip.start_file(format!("d/{path}"), packed).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let report = check(&zip.finish().unwrap().into_inner(), &options()).unwrap();
    assert_eq!(
        report
            .findings
            .iter()
            .map(|found| found.kind)
            .collect::<Vec<_>>(),
        [Kind::NotOpened]
    );
    assert_eq!(report.exit(false), 0);
}
