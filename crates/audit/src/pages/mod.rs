//! The pages of administrators, one file per screen.

pub mod capability;
pub mod files;
pub mod grid;
pub mod home;
pub mod layer;
pub mod topic;

/// Addresses.
pub mod urls {
    ui::urls! {
        /// What administrators look after.
        pub Admin = "/admin";
        /// The grid of accessibility.
        pub Grid = "/admin/accessibilite";
        /// One topic of it.
        pub Topic(number: u8) = "/admin/accessibilite/{number}";
        /// The grid as a spreadsheet.
        pub Csv = "/admin/accessibilite/export/csv";
        /// The grid for programs.
        pub Json = "/admin/accessibilite/export/json";
        /// The lists of the directory (slice `directory`).
        pub Directory = "/admin/annuaire";
        /// Home (slice `front`).
        pub Home = "/";
        /// The declaration (slice `front`).
        pub Declaration = "/accessibilite";
    }
}
