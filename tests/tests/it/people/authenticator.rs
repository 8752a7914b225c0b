//! A device that makes and uses passkeys, as a browser hands over its answers. Keys and signatures are made by `openssl`.

use super::Visitor;
use seal::passkey::{from_text, to_text};
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// The device.
pub struct Authenticator {
    folder: TempDir,
    /// Whether it gives the output of `prf`.
    pub prf: bool,
    /// What it calls its passkey.
    pub id: Vec<u8>,
    /// How many times it was used.
    pub count: u32,
    /// Whether it counts: those that are copied between devices say zero.
    pub counts: bool,
    /// Where it believes to be.
    pub origin: String,
    /// The host that it signs for.
    pub site: Option<String>,
    user: String,
}

fn openssl(arguments: &[&str]) -> Vec<u8> {
    let done = Command::new("openssl").args(arguments).output();
    let done = done.expect("openssl is installed");
    assert!(done.status.success(), "openssl {arguments:?}");
    done.stdout
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    *seal::sha256(bytes).bytes()
}

impl Authenticator {
    /// A new one, with the extension `prf` or without.
    pub fn new(prf: bool) -> Self {
        let device = Self {
            folder: tempfile::tempdir().expect("a folder"),
            prf,
            id: seal::random::bytes::<32>().to_vec(),
            count: 0,
            counts: true,
            origin: "https://preau.example".to_owned(),
            site: None,
            user: String::new(),
        };
        let key = device.path("key.pem");
        let curve = "ec_paramgen_curve:P-256";
        openssl(&[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            curve,
            "-out",
            &key,
        ]);
        device
    }

    fn path(&self, name: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        path.display().to_string()
    }

    /// What the page gives to its script.
    fn asked(page: &Visitor, name: &str) -> String {
        let page = page.page();
        let places = page.all("div").into_iter();
        let mut places = places.filter(|place| place.attr("data-passkey").is_some());
        let place = places.next().expect("a place for a passkey");
        place.attr(name).unwrap_or_default().to_owned()
    }

    fn client(&self, page: &Visitor, act: &str) -> Vec<u8> {
        let client = serde_json::json!({
            "type": act,
            "challenge": Self::asked(page, "data-question"),
            "origin": self.origin,
            "crossOrigin": false,
        });
        client.to_string().into_bytes()
    }

    fn head(&self, page: &Visitor, flags: u8) -> Vec<u8> {
        let asked = Self::asked(page, "data-site");
        let site = self.site.as_ref().unwrap_or(&asked);
        let mut data = sha256(site.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    fn output(&self, page: &Visitor) -> String {
        if !self.prf {
            return String::new();
        }
        let input = from_text(&Self::asked(page, "data-prf")).expect("base64url");
        let key = std::fs::read(self.path("key.pem")).expect("the key");
        to_text(&sha256(&[key, input].concat()))
    }

    /// Makes its passkey for the page that asks for one.
    pub fn makes(&mut self, page: &Visitor) -> Vec<(&'static str, String)> {
        self.user = Self::asked(page, "data-user");
        let key = self.path("key.pem");
        let public = openssl(&["pkey", "-in", &key, "-pubout", "-outform", "DER"]);
        let (x, y) = public[public.len() - 64..].split_at(32);
        let mut data = self.head(page, 0x45);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(&self.id);
        data.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
        data.extend(x);
        data.extend(b"\x22\x58\x20");
        data.extend(y);
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).expect("short"));
        attestation.extend(data);
        vec![
            ("client", to_text(&self.client(page, "webauthn.create"))),
            ("attestation", to_text(&attestation)),
            ("output", self.output(page)),
        ]
    }

    /// Uses it for the page that asks for it.
    pub fn answers(&mut self, page: &Visitor) -> Vec<(&'static str, String)> {
        self.count += u32::from(self.counts);
        let client = self.client(page, "webauthn.get");
        let data = self.head(page, 0x05);
        let message = [data.as_slice(), &sha256(&client)].concat();
        let (key, file) = (self.path("key.pem"), self.path("message"));
        std::fs::write(&file, message).expect("the message");
        let signature = openssl(&["dgst", "-sha256", "-sign", &key, &file]);
        vec![
            ("id", to_text(&self.id)),
            ("client", to_text(&client)),
            ("data", to_text(&data)),
            ("signature", to_text(&signature)),
            ("user", self.user.clone()),
            ("output", self.output(page)),
        ]
    }
}

impl Visitor {
    /// Presses a button with what a device answered.
    pub async fn hands_over(&mut self, button: &str, said: &[(&'static str, String)]) -> &mut Self {
        let said: Vec<(&str, &str)> = said.iter().map(|(n, v)| (*n, v.as_str())).collect();
        self.press(button, &said).await
    }
}
