//! What the verifier found false or worth a remark, in words.

use serde::Serialize;
use serde::ser::SerializeStruct as _;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// French.
    Fr,
    /// English.
    En,
}

/// Which of the three verdicts a finding bears on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Whether everything is what was sealed.
    Content,
    /// Who signed.
    Signer,
    /// When a third party saw it.
    Time,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file in the bag, or `ZIP` for the archive, or `--receipt N`, `--key` for what was
    /// given on the command line.
    pub place: String,
    /// What it is.
    pub kind: Kind,
    /// What it is about more closely (the name of a part, of a manifest), or nothing.
    pub detail: String,
}

impl Finding {
    /// The sentence shown to a person: file, then what is wrong.
    pub fn text(&self, lang: Lang) -> String {
        let (fr, en) = self.kind.texts();
        let (text, colon) = match lang {
            Lang::Fr => (fr, " : "),
            Lang::En => (en, ": "),
        };
        if self.detail.is_empty() {
            format!("{}{colon}{text}", self.place)
        } else {
            format!("{}{colon}{text} ({})", self.place, self.detail)
        }
    }

    /// Whether something is false; otherwise it is a remark, which fails only in strict use.
    pub const fn is_false(&self) -> bool {
        !matches!(
            self.kind,
            Kind::AtOutside
                | Kind::Ended
                | Kind::Undated
                | Kind::NotSaid
                | Kind::NotIndexed
                | Kind::CaptureDoubt
                | Kind::NotOpened
                | Kind::LostBranch
        )
    }
}

impl Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut out = to.serialize_struct("Finding", 7)?;
        out.serialize_field("place", &self.place)?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("detail", &self.detail)?;
        out.serialize_field("about", &self.kind.about())?;
        out.serialize_field("false", &self.is_false())?;
        out.serialize_field("fr", &self.text(Lang::Fr))?;
        out.serialize_field("en", &self.text(Lang::En))?;
        out.end()
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $about:ident, $fr:literal, $en:literal;)+) => {
        /// Everything that can be found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum Kind {
            $($(#[$doc])* #[doc = $en] $name,)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The verdict that it bears on.
            pub const fn about(self) -> About {
                match self { $(Self::$name => About::$about,)+ }
            }

            const fn texts(self) -> (&'static str, &'static str) {
                match self { $(Self::$name => ($fr, $en),)+ }
            }
        }
    };
}

kinds! {
    // the archive
    ZipHeaders, Content, "les en-têtes de l’archive se contredisent", "the headers of the archive contradict each other";
    DuplicateName, Content, "deux fichiers de l’archive portent ce même nom", "two files of the archive have this same name";
    UnsafeName, Content, "nom de fichier dangereux ou illisible", "dangerous or unreadable file name";
    CaseClash, Content, "ne diffère d’un autre fichier que par les majuscules", "differs from another file in letter case only";
    Link, Content, "n’est pas un fichier ordinaire (lien)", "is not an ordinary file (link)";
    Encrypted, Content, "fichier chiffré dans l’archive", "encrypted file inside the archive";
    Compression, Content, "compression inconnue ou démesurée", "unknown or excessive compression";
    Unread, Content, "ne peut pas être lu en entier", "cannot be read to its end";
    TooLarge, Content, "plus grand que ce fichier ne peut l’être", "larger than this file may be";
    // the bag
    Missing, Content, "fichier absent", "missing file";
    Undeclared, Content, "fichier qui n’a rien à faire ici", "file that does not belong here";
    Unlisted, Content, "fichier absent du manifeste", "file that the manifest does not list";
    Digest, Content, "n’a pas l’empreinte écrite au manifeste", "does not have the digest that the manifest gives";
    Form, Content, "n’est pas écrit comme il doit l’être", "is not written as it must be";
    Oxum, Content, "la taille totale annoncée n’est pas celle des fichiers", "the announced total size is not that of the files";
    OtherOrigin, Content, "appartient à un autre journal", "belongs to another journal";
    // the journal
    Leaf, Content, "l’inscription n’est pas celle qui a été scellée à cette place", "the entry is not the one sealed at this place";
    Sequence, Content, "le numéro de l’inscription n’est pas celui de son fichier", "the number of the entry is not that of its file";
    Order, Content, "l’heure précède celle d’une inscription antérieure", "the time is before that of an earlier entry";
    LineSignature, Content, "la signature de l’extension est fausse", "the signature of the extension is false";
    Part, Content, "contient un élément que l’inscription n’a pas scellé, ou dans un autre ordre", "holds a part that the entry did not seal, or in another order";
    Words, Content, "les mots ne sont pas ceux du texte scellé", "the words are not those of the sealed text";
    Masks, Content, "ce qui est masqué n’est pas ce que dit masks.jsonl", "what is masked is not what masks.jsonl says";
    NoExport, Content, "la dernière inscription ne scelle pas cet export", "the last entry does not seal this export";
    NotExported, Content, "n’est pas le fichier que l’inscription d’export a scellé", "is not the file that the export entry sealed";
    // pieces
    PieceDigest, Content, "n’est pas la pièce scellée : son empreinte diffère", "is not the sealed piece: its digest differs";
    PieceSize, Content, "n’est pas la pièce scellée : sa taille diffère", "is not the sealed piece: its size differs";
    PieceTwice, Content, "deux inscriptions nomment ce même fichier", "two entries name this same file";
    // heads
    HeadLeaves, Content, "la tête signée n’est pas celle de ces empreintes", "the signed head is not that of these leaves";
    Signature, Signer, "aucune clé de keys.txt n’a signé ceci", "no key of keys.txt signed this";
    KeyFile, Signer, "n’est pas la clé écrite dans keys.txt", "is not the key written in keys.txt";
    UnusedKey, Signer, "contient une clé qui n’a rien signé ici", "holds a key that signed nothing here";
    OtherKey, Signer, "le dossier n’est signé par aucune des clés que vous avez données", "the dossier is signed by none of the keys that you gave";
    KeyDenied, Signer, "la signature est fausse pour la clé que vous avez donnée", "the signature is false for the key that you gave";
    // dates
    Token, Time, "le jeton d’horodatage est faux", "the time stamp is false";
    Chain, Time, "n’est pas la chaîne de certificats du jeton", "is not the certificate chain of the time stamp";
    AtOutside, Time, "l’heure du serveur est hors de l’intervalle prouvé par un tiers ; fiez-vous à l’intervalle", "the server’s time is outside the interval that a third party proves; trust the interval";
    Undated, Time, "tête envoyée à un tiers, dont la réponse n’est pas venue", "head sent to a third party, whose reply has not come";
    Ended, Time, "le certificat de cette date a pris fin, et aucune date plus récente ne la couvre ; elle valait quand elle a été donnée", "the certificate of this date has ended, and no later date covers it; it was valid when it was given";
    TooLate, Time, "cette date vient après la fin du certificat qu’elle devait couvrir", "this date comes after the end of the certificate that it should cover";
    // the public log
    LogItem, Content, "n’est pas l’élément que ce dossier a mis dans le registre public", "is not the item that this dossier put in the public log";
    LogProof, Content, "ne montre pas que cet élément est dans le registre public", "does not show that this item is in the public log";
    LogNote, Content, "n’est pas la tête du registre public à laquelle mène la preuve", "is not the checkpoint of the public log that the proof leads to";
    LogKey, Signer, "le registre public n’est signé par aucune des clés que vous avez données", "the public log is signed by none of the keys that you gave";
    // captured pages
    NotSaid, Content, "ne le dit pas, ou d’une façon que ce programme ne connaît pas : non vérifié", "does not say it, or in a way unknown to this program: not checked";
    Size, Content, "n’a pas la taille annoncée", "does not have the announced size";
    NoWarc, Content, "aucun enregistrement du web (WARC)", "no record of the web (WARC)";
    NoIndex, Content, "aucun index", "no index";
    NoPage, Content, "aucune page dont l’adresse soit enregistrée", "no page whose address is recorded";
    MainPage, Content, "l’adresse de la page n’est pas enregistrée", "the address of the page is not recorded";
    Record, Content, "un enregistrement est coupé ou mal écrit à cet endroit", "a record is cut off or badly written at this place";
    Member, Content, "des octets de trop suivent un enregistrement", "a record is followed by bytes too many";
    BlockDigest, Content, "un enregistrement n’a pas l’empreinte qu’il annonce", "a record does not have the digest that it announces";
    PayloadDigest, Content, "le contenu d’un enregistrement n’a pas l’empreinte annoncée", "the content of a record does not have the announced digest";
    IndexLine, Content, "cette ligne d’index ne correspond pas à un enregistrement", "this line of the index does not match a record";
    IndexOrder, Content, "l’index n’est pas dans l’ordre à cette ligne", "the index is out of order at this line";
    NotIndexed, Content, "des enregistrements ne sont pas dans l’index", "some records are not in the index";
    Created, Content, "deux dates de création se contredisent", "two dates of creation contradict each other";
    Manifest, Content, "ne s’accorde pas avec ce fichier", "does not agree with this file";
    ListDigest, Signer, "l’empreinte signée n’est pas celle de datapackage.json", "the signed digest is not that of datapackage.json";
    ArchiveSignature, Signer, "la signature de la capture est fausse", "the signature of the capture is false";
    Certificate, Signer, "le certificat n’est pas celui de ce nom à cette date", "the certificate is not that of this name at this date";
    DateApart, Time, "la date du tiers et celle du fichier se contredisent", "the third party’s date and that of the file contradict each other";
    CaptureFalse, Content, "cette page gardée par le serveur est fausse", "this page kept by the server is false";
    CaptureDoubt, Content, "cette page, déposée telle quelle, ne s’accorde pas avec elle-même", "this page, deposited as it is, does not agree with itself";
    NotOpened, Content, "page compressée dans l’archive : à vérifier à part", "page compressed inside the archive: to be verified by itself";
    // receipts
    ReceiptForm, Content, "cet accusé n’est pas une tête signée lisible", "this receipt is not a readable signed head";
    ReceiptKey, Content, "cet accusé n’est signé par aucune clé de ce dossier", "this receipt is signed by no key of this dossier";
    ReceiptBeyond, Content, "cet accusé couvre plus d’inscriptions : ce dossier n’en est pas la suite", "this receipt covers more entries: this dossier does not extend it";
    Branch, Content, "la tête qu’il nomme n’est pas celle de tout ce qui le précède", "the head that it names is not that of all that comes before it";
    LostBranch, Content, "donné avant une restauration de l’instance ; ce qu’il couvre en plus n’est pas dans ce dossier", "given before the instance was restored; what it covers beyond that is not in this dossier";
    Fork, Content, "deux têtes signées se contredisent : le journal a été réécrit", "two signed heads contradict each other: the journal was rewritten";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_names_its_place_in_both_languages() {
        for kind in Kind::ALL {
            let finding = Finding {
                place: "data/x".to_owned(),
                kind: *kind,
                detail: "part".to_owned(),
            };
            let (fr, en) = (finding.text(Lang::Fr), finding.text(Lang::En));
            assert!(
                fr.starts_with("data/x : ") && fr.ends_with("(part)"),
                "{fr}"
            );
            assert!(en.starts_with("data/x: ") && en.ends_with("(part)"), "{en}");
            assert_ne!(fr, en);
        }
    }
}
