//! The directory, one file per screen.

pub mod annuaire;
pub mod capability;
pub mod imports;

/// Addresses.
pub mod urls {
    ui::urls! {
        /// Whom to call.
        pub Annuaire = "/annuaire";
        /// The files it was made of.
        pub Imports = "/admin/annuaire";
        /// What is read without telling anything (slice `front`).
        pub Resources = "/ressources";
        /// Whom to write to for what (slice `front`).
        pub Contacts = "/ressources/contacts";
        /// Home (slice `front`).
        pub Home = "/";
        /// What administrators look after (slice `audit`).
        pub Admin = "/admin";
    }
}
