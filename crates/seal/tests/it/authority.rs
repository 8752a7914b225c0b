//! A time-stamping authority for tests: a certificate authority and a signer made with `openssl`.

use std::path::{Path, PathBuf};
use std::process::Command;

use seal::stamp::certificates_from_pem;
use tempfile::TempDir;

/// An authority in a folder of its own: a root, and a signer under it.
pub struct Tsa {
    pub folder: TempDir,
    pub roots: Vec<Vec<u8>>,
}

/// How an authority differs from a good one.
pub struct Shape<'a> {
    pub key: &'a [&'a str],
    pub purpose: &'a str,
    /// Days of validity of the signer.
    pub days: &'a str,
    pub options: &'a str,
    pub digest: &'a str,
}

pub const RSA: &[&str] = &["rsa:2048"];
pub const P256: &[&str] = &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
pub const P384: &[&str] = &["ec", "-pkeyopt", "ec_paramgen_curve:P-384"];
pub const GOOD: Shape<'static> = Shape {
    key: P256,
    purpose: "extendedKeyUsage=critical,timeStamping",
    days: "30",
    options: "ess_cert_id_alg = sha256",
    digest: "sha256",
};

pub fn openssl(folder: &Path, arguments: &[&str]) {
    let run = Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .output();
    let run = run.expect("these tests need openssl: apt-get install openssl");
    assert!(
        run.status.success(),
        "openssl {arguments:?}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
}

impl Tsa {
    pub fn new(shape: &Shape<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let config = format!(
            "[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n\
             [signer]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n{}\n\
             [tsa]\ndefault_tsa=own\n[own]\nserial=serial\nsigner_cert=signer.pem\ncerts=root.pem\nsigner_key=signer.key\n\
             signer_digest={}\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\n{}\n",
            shape.purpose, shape.digest, shape.options
        );
        std::fs::write(at.join("c"), config).unwrap();
        std::fs::write(at.join("serial"), "0A1B\n").unwrap();
        let request = |name: &'static str, subject: &'static str, more: &[&'static str]| {
            let mut all = vec!["req", "-config", "c", "-nodes", "-newkey"];
            all.extend_from_slice(shape.key);
            all.extend_from_slice(&["-keyout", name, "-subj", subject]);
            all.extend_from_slice(more);
            openssl(at, &all);
        };
        request(
            "root.key",
            "/O=Essai/CN=Racine",
            &[
                "-x509",
                "-extensions",
                "ca",
                "-days",
                "3650",
                "-out",
                "root.pem",
            ],
        );
        request(
            "signer.key",
            "/O=Essai/CN=Horodatage",
            &["-out", "signer.csr"],
        );
        openssl(
            at,
            &[
                "x509",
                "-req",
                "-in",
                "signer.csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-CAcreateserial",
                "-extfile",
                "c",
                "-extensions",
                "signer",
                "-days",
                shape.days,
                "-out",
                "signer.pem",
            ],
        );
        let roots = certificates_from_pem(&std::fs::read(at.join("root.pem")).unwrap()).unwrap();
        Self { folder, roots }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn reply(&self, query: &[u8]) -> Vec<u8> {
        std::fs::write(self.path("q"), query).unwrap();
        openssl(
            self.folder.path(),
            &[
                "ts",
                "-reply",
                "-config",
                "c",
                "-section",
                "own",
                "-queryfile",
                "q",
                "-out",
                "r",
            ],
        );
        std::fs::read(self.path("r")).unwrap()
    }
}
