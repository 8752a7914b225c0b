//! One export with everything in it, and what a forger needs to change it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use bundle::{
    Export, LogFiles, Mask, MaskReason, Options, PieceFile, Report, SealFiles, ShownEntry,
    Unreadable,
};
use kernel::{Clock as _, DossierId, Moment, SystemClock};
use seal::entry::{By, Entry, EntryDraft, open_entry};
use seal::log::Item;
use seal::note::{SigningKey, sign_checkpoint};
use seal::stamp::{Query, Reply, certificates_from_pem};
use seal::{Digest, sha256, tree};
use tempfile::TempDir;

use crate::ledger::Ledger;

pub const KEY_NAME: &str = "preau.example/d";

/// A time-stamping authority that `openssl ts` plays: a root, and a signer under it.
pub struct Tsa {
    folder: TempDir,
    pub roots: Vec<Vec<u8>>,
}

pub fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let run = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output();
    let run = run.unwrap_or_else(|error| panic!("these tests need {program}: {error}"));
    assert!(
        run.status.success(),
        "{program} {arguments:?}: {}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8_lossy(&run.stdout).into_owned()
}

pub fn tsa() -> &'static Tsa {
    static TSA: OnceLock<Tsa> = OnceLock::new();
    TSA.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let config = "[req]\ndistinguished_name=dn\n[dn]\n\
            [ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n\
            [signer]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n\
            extendedKeyUsage=critical,timeStamping\n\
            [tsa]\ndefault_tsa=own\n[own]\nserial=serial\nsigner_cert=signer.pem\ncerts=root.pem\n\
            signer_key=signer.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\n\
            ess_cert_id_alg=sha256\n\
            [brief]\nserial=serial\nsigner_cert=brief.pem\ncerts=root.pem\nsigner_key=brief.key\n\
            signer_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_alg=sha256\n\
            [long]\nserial=serial\nsigner_cert=long.pem\ncerts=other.pem\n\
            signer_key=long.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\n\
            ess_cert_id_alg=sha256\n";
        std::fs::write(at.join("c"), config).unwrap();
        std::fs::write(at.join("serial"), "0A1B\n").unwrap();
        let openssl = |line: &str| {
            run(at, "openssl", &line.split(' ').collect::<Vec<_>>());
        };
        let key = "req -config c -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256";
        openssl(&format!("{key} -keyout root.key -subj /CN=Racine -x509 -extensions ca -days 3650 -out root.pem"));
        openssl(&format!("{key} -keyout signer.key -subj /CN=Horodatage -out signer.csr"));
        openssl("x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile c -extensions signer -days 30 -out signer.pem");
        openssl(&format!("{key} -keyout other.key -subj /CN=Autre -x509 -extensions ca -days 3650 -out other.pem"));
        openssl(&format!("{key} -keyout long.key -subj /CN=Longtemps -out long.csr"));
        openssl("x509 -req -in long.csr -CA other.pem -CAkey other.key -CAcreateserial -extfile c -extensions signer -days 3600 -out long.pem");
        let root = |name| certificates_from_pem(&std::fs::read(at.join(name)).unwrap()).unwrap();
        let roots = [root("root.pem"), root("other.pem")].concat();
        Tsa { folder, roots }
    })
}

impl Tsa {
    pub fn date(&self, size: u64, head: &str) -> SealFiles {
        self.by("own", size, head)
    }

    /// By another authority, whose certificate lasts nearly ten years.
    pub fn date_long(&self, head: &str) -> SealFiles {
        self.by("long", 0, head)
    }

    /// By a certificate that has ended two seconds later. Its validity is the second in which it is made, so that a
    /// slow machine tries again.
    pub fn date_brief(&self, head: &str) -> SealFiles {
        let at = self.folder.path();
        let openssl = |line: &str| run(at, "openssl", &line.split(' ').collect::<Vec<_>>());
        openssl(
            "req -config c -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout brief.key -subj /CN=Bref -out brief.csr",
        );
        let mut tries = 0..100;
        let dated = tries.find_map(|_| {
            openssl("x509 -req -in brief.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile c -extensions signer -days 0 -out brief.pem");
            self.try_by("brief", 0, head)
        });
        let dated = dated.expect("a date within the second of its certificate");
        std::thread::sleep(std::time::Duration::from_millis(2100));
        dated
    }

    fn by(&self, section: &str, size: u64, head: &str) -> SealFiles {
        self.try_by(section, size, head).expect("a good date")
    }

    fn try_by(&self, section: &str, size: u64, head: &str) -> Option<SealFiles> {
        let query = Query::new(head.as_bytes()).unwrap();
        let own = tempfile::tempdir_in(self.folder.path()).unwrap();
        let name = |file| own.path().join(file).to_str().unwrap().to_owned();
        std::fs::write(name("q"), &query.der).unwrap();
        // One serial file: one reply at a time.
        static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let held = ONE.lock();
        let (q, r) = (name("q"), name("r"));
        let reply = [
            "ts",
            "-reply",
            "-config",
            "c",
            "-section",
            section,
            "-queryfile",
            &q,
            "-out",
            &r,
        ];
        run(self.folder.path(), "openssl", &reply);
        drop(held);
        let tsr = std::fs::read(name("r")).unwrap();
        let found = Reply::parse(&tsr)
            .unwrap()
            .check(head.as_bytes(), Some(&query.nonce), now(), &self.roots)
            .ok()?;
        Some(SealFiles {
            size,
            head: head.to_owned(),
            tsq: Some(query.der),
            tsr: Some(tsr),
            chain: Some(found.chain_pem),
            log: None,
            renewals: Vec::new(),
        })
    }
}

pub fn now() -> Moment {
    SystemClock.now()
}

/// A journal as a server keeps it.
pub struct Journal {
    pub key: SigningKey,
    pub d: DossierId,
    pub at: Moment,
    pub entries: Vec<Entry>,
    pub branch: u64,
}

impl Journal {
    pub fn new() -> Self {
        Self {
            key: SigningKey::generate(),
            d: DossierId::new(seal::random::bytes()),
            at: now().plus_seconds(-60),
            entries: Vec::new(),
            branch: 1,
        }
    }

    pub fn add(&mut self, draft: EntryDraft) -> u64 {
        let seq = self.entries.len() as u64;
        self.at = Moment(self.at.0 + 1);
        let line = draft.line(self.at, By::Owner, self.d, seq).to_bytes();
        self.entries
            .push(open_entry(&line, &draft.body_bytes().unwrap()).unwrap());
        seq
    }

    pub fn origin(&self) -> String {
        match self.branch {
            1 => format!("{KEY_NAME}/{}", self.d),
            branch => format!("{KEY_NAME}/{}.{branch}", self.d),
        }
    }

    pub fn leaves(&self) -> Vec<Digest> {
        let lines = self.entries.iter();
        lines
            .map(|entry| seal::entry::leaf(&entry.line_bytes))
            .collect()
    }

    pub fn head(&self) -> String {
        let (origin, leaves) = (self.origin(), self.leaves());
        let size = leaves.len() as u64;
        sign_checkpoint(&self.key, KEY_NAME, &origin, size, tree::root(&leaves)).unwrap()
    }

    /// Appends the `export` entry and shows everything but these masks.
    pub fn export(
        &mut self,
        pdf: &[u8],
        masks: Vec<Mask>,
        seals: Vec<SealFiles>,
        pieces: Vec<PieceFile>,
    ) -> Export {
        let list = bundle::masks_sha256(&masks).unwrap().to_string();
        let draft = EntryDraft::new("export")
            .value("pdf", sha256(pdf).to_string())
            .and_then(|draft| draft.value("masks", list))
            .and_then(|draft| draft.words("recipient", "Maître Durand"));
        self.add(draft.unwrap());
        let masked = |seq, part: Option<&str>| {
            masks
                .iter()
                .any(|mask| mask.seq == seq && mask.part.as_deref() == part)
        };
        let shown = self
            .entries
            .iter()
            .filter(|entry| !masked(entry.line.seq, None));
        let shown = shown
            .map(|entry| {
                let seq = entry.line.seq;
                let parts: Vec<_> = entry
                    .parts
                    .iter()
                    .filter(|part| !masked(seq, Some(part.name())))
                    .cloned()
                    .collect();
                let texts = parts.iter().filter(|part| part.words().is_some());
                ShownEntry {
                    seq,
                    line: entry.line_bytes.clone(),
                    words: texts
                        .map(|part| {
                            let list = entry.word_list(part.name(), |word| word == 1);
                            (part.name().to_owned(), list.unwrap())
                        })
                        .collect(),
                    parts,
                }
            })
            .collect();
        Export {
            origin: self.origin(),
            key: self.key.vkey(KEY_NAME),
            log_key: None,
            leaves: self.leaves(),
            entries: shown,
            masks,
            head: self.head(),
            seals,
            pdf: pdf.to_vec(),
            pieces,
            written: self.at,
        }
    }
}

/// An export with texts, masked words and parts, withheld and erased entries, three files, two
/// dated heads.
pub struct Sample {
    pub export: Export,
    pub key: SigningKey,
    pub contents: BTreeMap<u64, Vec<u8>>,
}

pub fn mask(seq: u64, part: Option<&str>, why: MaskReason) -> Mask {
    Mask {
        seq,
        part: part.map(str::to_owned),
        why,
    }
}

/// An empty page, as small as other programs take it.
pub fn pdf() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ];
    let (mut out, mut table) = ("%PDF-1.7\n".to_owned(), String::new());
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", out.len());
        out += &format!("{number} 0 obj{object}endobj\n");
    }
    let start = out.len();
    out += &format!(
        "xref\n0 4\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size 4>>\nstartxref\n{start}\n%%EOF\n"
    );
    out.into_bytes()
}

pub fn sample() -> Sample {
    let mut journal = Journal::new();
    journal.add(
        EntryDraft::new("created")
            .value("concerned", "self")
            .unwrap(),
    );
    let story = "Un courriel publié hier soir me vise nommément.";
    journal.add(EntryDraft::new("story").words("text", story).unwrap());
    let fact = EntryDraft::new("fact").value("author", "parent").unwrap();
    journal.add(fact.words("what", "Il a écrit mon adresse.").unwrap());
    let (mut pieces, mut contents, mut masks) = (Vec::new(), BTreeMap::new(), Vec::new());
    let files = [
        ("Capture d’écran.PNG", b"\x89PNG\r\n\x1a\nimage".to_vec()),
        ("message.eml", b"From: x\r\n\r\nbonjour\r\n".to_vec()),
        ("nom masqué.txt", vec![7; 300_001]),
    ];
    for (number, (name, bytes)) in (1_u32..).zip(files) {
        let digest = sha256(&bytes);
        let draft = EntryDraft::new("piece").value("number", number).unwrap();
        let draft = draft.file(
            name,
            "text/plain",
            bytes.len() as u64,
            &digest,
            'C',
            "deposit",
        );
        let seq = journal.add(draft.unwrap());
        let mut name = name.to_owned();
        if number == 3 {
            masks.push(mask(seq, Some("name"), MaskReason::Withheld));
            ".txt".clone_into(&mut name);
        }
        pieces.push(PieceFile {
            number,
            name,
            seq,
            bytes: bytes.len() as u64,
            sha256: digest,
        });
        contents.insert(seq, bytes);
    }
    let early = journal.entries.len() as u64;
    let mut seals = vec![tsa().date(early, &journal.head())];
    let identity = journal.add(EntryDraft::new("piece").value("number", 4).unwrap());
    masks.push(mask(identity, None, MaskReason::Identity));
    let erased = journal.add(EntryDraft::new("piece").value("number", 5).unwrap());
    masks.push(mask(erased, None, MaskReason::Erased));
    let mut export = journal.export(&pdf(), masks, Vec::new(), pieces);
    seals.push(tsa().date(export.leaves.len() as u64, &export.head));
    export.seals = seals;
    enter(&mut export);
    Sample {
        export,
        key: journal.key,
        contents,
    }
}

/// Both heads in the public log; the first one's dates by two authorities, and its token covered.
fn enter(export: &mut Export) {
    let mut ledger = Ledger::new();
    export.log_key = Some(ledger.vkey());
    let of = |message: &[u8]| Item::of(message);
    let items: Vec<Item> = export
        .seals
        .iter()
        .map(|seal| of(seal.head.as_bytes()))
        .collect();
    let long = |log: LogFiles| {
        let SealFiles {
            tsq, tsr, chain, ..
        } = tsa().date_long(&log.note);
        LogFiles {
            tsq,
            tsr,
            chain,
            ..log
        }
    };
    let [first, second] = export.seals.as_mut_slice() else {
        panic!("two seals")
    };
    ledger.turn(&[items[0]]);
    first.log = Some(long(ledger.prove(&items[0], 0, false)));
    let token = of(first.tsr.as_ref().unwrap());
    ledger.turn(&[Item::noise(), items[1], token]);
    second.log = Some(ledger.prove(&items[1], 1, true));
    ledger.turn(&[]);
    first.renewals = vec![long(ledger.prove(&token, 1, false))];
}

impl Sample {
    pub fn zip(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let open = |piece: &PieceFile| {
            let bytes = self.contents[&piece.seq].clone();
            Ok(Box::new(Cursor::new(bytes)) as Box<dyn Read>)
        };
        let written = bundle::write(&mut out, &self.export, open).unwrap();
        assert_eq!(written.bytes, out.len() as u64);
        out
    }

    pub fn files(&self) -> Files {
        Files::of(&self.zip())
    }
}

/// The one sample of tests that only read it.
pub fn shared() -> &'static (Sample, Vec<u8>) {
    static SAMPLE: OnceLock<(Sample, Vec<u8>)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let sample = sample();
        let zip = sample.zip();
        (sample, zip)
    })
}

/// The ZIP of an export without pieces.
pub fn written(export: &Export) -> Vec<u8> {
    let mut zip = Vec::new();
    bundle::write(&mut zip, export, |_| unreachable!()).unwrap();
    zip
}

pub fn options() -> Options {
    Options::at(now().plus_seconds(60))
}

pub fn check(zip: &[u8], options: &Options) -> Result<Report, Unreadable> {
    bundle::verify_zip(Cursor::new(zip), options)
}

/// The files of a bag, by path inside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Files {
    pub fn of(zip: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let path = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            files.insert(path.split_once('/').unwrap().1.to_owned(), bytes);
        }
        Self(files)
    }

    pub fn zip(&self) -> Vec<u8> {
        pack(
            self.0
                .iter()
                .map(|(path, bytes)| (format!("dossier-x/{path}"), bytes.as_slice())),
        )
    }

    pub fn get(&self, path: &str) -> &[u8] {
        &self.0[path]
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.0[path].clone()).unwrap()
    }

    pub fn remove(&mut self, path: &str) {
        assert!(self.0.remove(path).is_some(), "{path}");
    }

    pub fn set(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path.to_owned(), bytes.into());
    }

    /// What a forger does last: manifests that agree with what he changed.
    pub fn relist(&mut self) {
        let list = |payload: bool, files: &BTreeMap<String, Vec<u8>>| {
            let files = files.iter().filter(|(path, _)| {
                path.starts_with("data/") == payload && *path != "tagmanifest-sha256.txt"
            });
            files
                .map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)))
                .collect::<String>()
        };
        self.set("manifest-sha256.txt", list(true, &self.0));
        let payload = || self.0.iter().filter(|(path, _)| path.starts_with("data/"));
        let bytes: usize = payload().map(|(_, bytes)| bytes.len()).sum();
        let oxum = format!("Payload-Oxum: {bytes}.{}\n", payload().count());
        if let Some(info) = self.0.get("bag-info.txt") {
            let info = String::from_utf8_lossy(info).into_owned();
            let kept = info
                .split_inclusive('\n')
                .filter(|line| !line.starts_with("Payload-Oxum"));
            let info = kept.collect::<String>() + &oxum;
            self.set("bag-info.txt", info);
        }
        self.set("tagmanifest-sha256.txt", list(false, &self.0));
    }

    pub fn unpack(&self, folder: &Path) -> PathBuf {
        let root = folder.join("dossier");
        for (path, bytes) in &self.0 {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        root
    }
}

pub fn pack<'a>(files: impl IntoIterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, bytes) in files {
        zip.start_file(path, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The change must be found, and the file named.
#[track_caller]
pub fn assert_false(zip: &[u8], place: &str) {
    match check(zip, &options()) {
        Ok(report) => {
            assert_eq!(report.exit(false), 1, "{place}: {report:#?}");
            let named = report
                .findings
                .iter()
                .any(|finding| finding.text(bundle::verify::Lang::En).contains(place));
            assert!(named, "{place} is not named: {:#?}", report.findings);
        }
        Err(error) => assert!(
            error.to_string().contains(place),
            "{place} is not named: {error}"
        ),
    }
}
