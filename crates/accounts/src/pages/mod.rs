//! The pages of this slice, and how a request learns who is there.

pub mod capability;
pub mod code;
pub mod come_back;
pub mod cookie;
pub mod fresh;
pub mod leave;
pub mod visit;

pub use visit::Visiting;

/// Addresses.
pub mod urls {
    ui::urls! {
        /// Coming back with a code.
        pub ComeBack = "/revenir";
        /// The code, until it is typed back.
        pub Code = "/code";
        /// Proving again that it is the same person.
        pub Fresh = "/confirmer";
        /// The quick exit.
        pub Exit = "/sortie";
        /// Closing the dossier.
        pub Close = "/fermer";
        /// The dossiers of the person (slice `dossier`).
        pub Dossiers = "/dossiers";
        /// Home (slice `front`).
        pub Home = "/";
    }
}
