//! The real browser on a web of ours, in a network from which nothing leaves (N033, N034). `tests/web` holds that web,
//! the attacks, and the pages; here is what must come of them, and what tools written by others say of the archives.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("web").join(name)
}

/// Runs a script inside the network; its last line is JSON. None where this machine makes no such network: `bin/test`
/// says so at its start.
fn inside(name: &str, more: &[&str], trusted: Option<&Path>) -> Option<Value> {
    let can = Command::new(script("namespace")).arg("true").output();
    if !can.is_ok_and(|can| can.status.success()) {
        eprintln!("NOT RUN: this machine makes no network namespace");
        return None;
    }
    let program = std::env::var("PREAU_BIN").expect("PREAU_BIN");
    let mut command = Command::new(script("namespace"));
    if name.ends_with(".mjs") {
        command.arg("node").arg(script(name));
    } else {
        command.arg("python3").arg(script(name)).arg(program);
    }
    let run = command
        .env("TRUSTED", trusted.unwrap_or(Path::new("")))
        .args(more)
        .output()
        .expect("a script");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let last = said.lines().last().unwrap_or_default();
    Some(
        serde_json::from_str(last)
            .unwrap_or_else(|_| panic!("{name}: {said}\n{}", String::from_utf8_lossy(&run.stderr))),
    )
}

fn outside(program: &str, args: &[&str]) -> Output {
    let venv = std::env::var("PREAU_TEST_VENV").expect("the venv of bin/test");
    Command::new(Path::new(&venv).join("bin").join(program))
        .args(args)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"))
}

#[test]
fn n033_no_page_reaches_anything_but_the_public_web() {
    let Some(told) = inside("attacks.py", &[], None) else {
        return;
    };
    let number = |key: &str| told[key].as_u64().unwrap_or_default();
    assert!(
        told["control"].get("10.66.255.1").is_some(),
        "the eye must see a packet that is sent: {}",
        told["control"]
    );
    assert!(
        number("typed") + number("alone") + number("in_page") >= 100,
        "{told}"
    );
    assert_eq!(told["typed_accepted"], serde_json::json!([]));
    assert_eq!(
        told["reached"],
        serde_json::json!({}),
        "packets to what is not allowed"
    );
    assert_eq!(
        told["rules_only_reached"],
        serde_json::json!({}),
        "the browser's own rules hold too, where there is no namespace"
    );
    assert_eq!(
        told["here"],
        serde_json::json!([]),
        "this machine was asked something"
    );
    assert_eq!(
        told["rules_only_here"],
        serde_json::json!([]),
        "and without a namespace"
    );
    assert_eq!(
        told["rules_only"][0], 3,
        "the page was captured there too: {told}"
    );
    assert!(
        told["rules_only"][2].as_u64() >= Some(20),
        "and what it asked for is named"
    );
    for (url, outcome) in told["outcomes"].as_object().expect("outcomes") {
        assert_ne!(outcome[0], 0, "{url} is no complete capture");
        if url.contains("/vers-") || url.ends_with("/meta") || url.ends_with("/script") {
            assert_eq!(outcome[0], 3, "{url}: the redirection itself is kept");
            assert!(
                outcome[1].as_array().unwrap().contains(&"led-away".into()),
                "{url}: {outcome}"
            );
            assert_eq!(outcome[2], 0, "{url}: the browser's own page is no picture");
        } else {
            assert_eq!(outcome[0], 2, "{url}: nothing is written");
        }
    }
    assert_eq!(told["together"][0], 3, "what was refused is named");
    // The name's first address was checked; what it became later was never asked for.
    assert_eq!(told["rebinding"][0], 0);
    assert!(
        told["rebinding"][2].as_u64().unwrap() >= 3,
        "{}",
        told["rebinding"]
    );
}

#[test]
fn n033_pages_of_every_sort_are_kept_or_named_and_others_tools_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let made = Command::new("openssl")
        .args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=site-banc.fr -addext subjectAltName=DNS:site-banc.fr".split(' '))
        .args(["-keyout", &at("key.pem"), "-out", &at("cert.pem")])
        .output()
        .expect("openssl");
    assert!(made.status.success());
    let both = std::fs::read(at("cert.pem")).unwrap();
    std::fs::write(
        at("both.pem"),
        [both, std::fs::read(at("key.pem")).unwrap()].concat(),
    )
    .unwrap();
    let (out, both) = (at(""), at("both.pem"));
    let Some(told) = inside(
        "captures.py",
        &[&out, &both],
        Some(Path::new(&at("cert.pem"))),
    ) else {
        return;
    };
    let told = told.as_object().expect("captures");
    for (name, one) in told {
        assert_eq!(
            one["changed"],
            serde_json::json!([]),
            "{name}: bytes are not those that were served"
        );
        assert_eq!(
            one["own"],
            serde_json::json!([]),
            "{name}: the browser called somebody by itself"
        );
        assert_eq!(
            one["silent"],
            serde_json::json!([]),
            "{name}: a request that nobody tells of"
        );
    }
    let why = |name: &str| told[name]["why"].clone();
    for (name, code, reasons) in [
        ("complete", 0, vec![]),
        ("redirections", 0, vec![]),
        ("windows", 0, vec![]),
        ("empty", 0, vec![]),
        ("large", 0, vec![]),
        ("service", 0, vec![]),
        ("wall", 3, vec!["login-wall"]),
        ("missing", 3, vec!["status"]),
        ("file", 3, vec!["download"]),
        ("stream", 3, vec!["gaps"]),
        ("gaps", 3, vec!["gaps"]),
        ("bomb", 3, vec!["gaps"]),
        ("long", 3, vec!["too-tall"]),
        ("tls", 3, vec!["gaps"]),
        ("liar", 0, vec![]),
        ("endless", 3, vec!["restless", "picture"]),
        ("shared", 3, vec!["gaps"]),
        ("posted", 0, vec![]),
    ] {
        assert_eq!(told[name]["code"], code, "{name}: {}", told[name]);
        assert_eq!(
            why(name),
            serde_json::json!(reasons),
            "{name}: {}",
            told[name]
        );
    }
    assert_eq!(told["nobody"]["code"], 2);
    assert!(!Path::new(&at("nobody.wacz")).exists());
    let gaps: Vec<&str> = told["gaps"]["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|gap| gap["why"].as_str())
        .collect();
    for kind in ["live", "failed", "too-long"] {
        assert!(gaps.contains(&kind), "{kind} in {gaps:?}");
    }
    // Signed, dated or not, each archive is what others' tools call valid.
    for name in told.keys().filter(|name| *name != "nobody") {
        let file = at(&format!("{name}.wacz"));
        let wacz = outside("wacz", &["validate", "-f", &file]);
        assert!(
            wacz.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&wacz.stdout)
        );
        let mut zip = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
        let mut entry = zip.by_name("archive/data.warc.gz").unwrap();
        let mut warc = std::fs::File::create(at("data.warc.gz")).unwrap();
        std::io::copy(&mut entry, &mut warc).unwrap();
        let check = outside("warcio", &["check", &at("data.warc.gz")]);
        assert!(
            check.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&check.stdout)
        );
    }
    // The page's scripts do not change what we say of it.
    let inside = |name: &str, file: &str| {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(at(name)).unwrap()).unwrap();
        std::io::read_to_string(zip.by_name(file).unwrap()).unwrap()
    };
    assert!(inside("liar.wacz", "evidence/page.txt").contains("Mme Vasseur est une menteuse"));
    assert!(inside("liar.wacz", "evidence/page.html").contains("Mme Vasseur est une menteuse"));
    assert_eq!(told["liar"]["landed"], "http://site-banc.fr/menteuse");
    // What a page sent is kept to the byte, though it is no text.
    let file = std::fs::File::open(at("posted.wacz")).unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    let warc = zip.by_name("archive/data.warc.gz").unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(warc), &mut bytes).unwrap();
    let wanted = format!("sha256:{}", seal::sha256(&[0, 128, 255, 200]));
    assert!(
        String::from_utf8_lossy(&bytes).contains(&wanted),
        "the bytes that were sent"
    );
    let points = inside("liar.wacz", "evidence/points.json");
    assert!(
        points.contains("/autre-adresse (affichée ensuite par un script de la page)"),
        "{points}"
    );
    let mut zip = zip::ZipArchive::new(std::fs::File::open(at("tls.wacz")).unwrap()).unwrap();
    let mut entry = zip.by_name("archive/data.warc.gz").unwrap();
    let mut warc = std::fs::File::create(at("data.warc.gz")).unwrap();
    std::io::copy(&mut entry, &mut warc).unwrap();
    let fields = [
        "index",
        "-f",
        "warc-target-uri,warc-ip-address",
        &at("data.warc.gz"),
    ];
    let index = String::from_utf8_lossy(&outside("warcio", &fields).stdout).into_owned();
    assert!(
        index.contains("urn:preau:tls:https://site-banc.fr"),
        "the certificates are kept"
    );
    assert!(
        index.contains("93.184.215.14"),
        "so is the address that was reached"
    );
}

#[test]
fn n032_n038_n044_a_dossier_of_every_sort_satisfies_every_tool_for_each_recipient() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().to_str().expect("a path");
    let Some(told) = inside("court.mjs", &[at, "16777216"], None) else {
        return;
    };
    assert_eq!(told["pieces"], 9, "{told}");
    let venv = std::env::var("PREAU_TEST_VENV").expect("the venv of bin/test");
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("outside.sh");
    for export in told["exports"].as_array().expect("exports") {
        let export = Path::new(export.as_str().expect("a path"));
        let run = Command::new("bash")
            .arg(&checker)
            .args(["export".as_ref(), export])
            .env("PREAU_TEST_VENV", &venv)
            .output()
            .expect("outside.sh");
        let said = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
        assert!(run.status.success(), "{}: {said}", export.display());
        let file = std::fs::File::open(export).expect("an export");
        let report = bundle::verify::verify_zip(
            file,
            &bundle::verify::Options::at(kernel::Moment(i64::MAX / 4)),
        );
        let report = report.expect("a dossier");
        assert_eq!(report.findings, [], "{}", export.display());
        // What is hidden from one is shown to the other; what a signature says goes with its line.
        let mut zip = zip::ZipArchive::new(std::fs::File::open(export).unwrap()).unwrap();
        let (mut words, mut signed) = (String::new(), 0);
        for place in 0..zip.len() {
            let mut file = zip.by_index(place).unwrap();
            let name = file.name().unwrap().into_owned();
            if name.ends_with(".words") || name.ends_with(".parts") {
                words.push_str(&std::io::read_to_string(&mut file).unwrap());
            } else if name.ends_with(".line") {
                signed += usize::from(
                    std::io::read_to_string(&mut file)
                        .unwrap()
                        .contains("\"sig\":"),
                );
            } else if name.ends_with(".wacz") {
                let mut page = std::fs::File::create(folder.path().join("page.wacz")).unwrap();
                std::io::copy(&mut file, &mut page).unwrap();
            }
        }
        assert_eq!(signed, 2, "the two additions of the extension");
        let to_rector = export.ends_with("rectorat.zip");
        assert_eq!(words.contains("Kevin"), !to_rector, "{}", export.display());
        assert!(!words.contains("Lina"));
        let page = folder.path().join("page.wacz");
        let check = outside("wacz", &["validate", "-f", page.to_str().unwrap()]);
        assert!(
            check.status.success(),
            "{}",
            String::from_utf8_lossy(&check.stdout)
        );
    }
}
