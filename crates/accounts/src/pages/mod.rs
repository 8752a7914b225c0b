//! The pages of this slice, and how a request learns who is there.

pub mod capability;
pub mod change;
pub mod code;
pub mod come_back;
pub mod cookie;
pub mod devices;
pub mod doors;
pub mod fresh;
pub mod invitation;
pub mod leave;
pub mod new_passkey;
pub mod oidc;
pub mod oidc_link;
pub mod passkey;
pub mod passphrase;
pub mod phrase;
pub mod sheet;
pub mod team;
pub mod totp;
pub mod visit;

pub use visit::Visiting;

/// Addresses.
pub mod urls {
    use kernel::AccountId;
    ui::urls! {
        /// Coming back with a code.
        pub ComeBack = "/revenir";
        /// The code, until it is typed back.
        pub Code = "/code";
        /// Proving again that it is the same person.
        pub Fresh = "/confirmer";
        /// Coming in for the first time.
        pub Invitation(token: String) = "/invitation/{token}";
        /// The quick exit.
        pub Exit = "/sortie";
        /// Closing the dossier.
        pub Close = "/fermer";
        /// The ways to come back.
        pub Doors = "/compte";
        /// Removing one of them.
        pub RemoveDoor = "/compte/retirer";
        /// Another code.
        pub NewCode = "/compte/code";
        /// A sheet of twelve words.
        pub Sheet = "/compte/feuille";
        /// The same on paper.
        pub SheetPrint = "/compte/feuille/pdf";
        /// Three cards of twelve words.
        pub Trio = "/compte/cartes";
        /// The same on paper.
        pub TrioPrint = "/compte/cartes/pdf";
        /// Choosing a passphrase.
        pub Passphrase = "/compte/phrase";
        /// A telephone's codes beside it.
        pub Totp = "/compte/telephone";
        /// Coming back with a passphrase.
        pub ByPassphrase = "/revenir/phrase";
        /// Making a passkey.
        pub NewPasskey = "/compte/cle";
        /// Coming back with a passkey.
        pub ByPasskey = "/revenir/cle";
        /// Making the passkey that a role asks for.
        pub FirstPasskey = "/revenir/cle/premiere";
        /// Passing by the provider of OpenID Connect first.
        pub ByOidc = "/revenir/connexion";
        /// Where it sends people back to.
        pub FromOidc = "/revenir/connexion/retour";
        /// Asking for it before the code.
        pub LinkOidc = "/compte/connexion";
        /// Where the account is open.
        pub Devices = "/compte/appareils";
        /// A team, for its members.
        pub Team(team: AccountId) = "/equipe/{team}";
        /// The dossiers of the person (slice `dossier`).
        pub Dossiers = "/dossiers";
        /// Home (slice `front`).
        pub Home = "/";
    }
}
