//! The public pages, one file per screen.

pub mod capability;
pub mod express;
pub mod home;
pub mod kinds;
pub mod known;
pub mod notices;
pub mod plan;
pub mod public_log;
pub mod resources;
pub mod safety;
pub mod search;
pub mod story;
pub mod targets;
pub mod when;

use crate::pages::capability::Front;
use time::Date;

/// Addresses.
pub mod urls {
    ui::urls! {
        /// Home.
        pub Home = "/";
        /// What happened.
        pub Story = "/recit";
        /// Saves what is typed, where scripts run.
        pub Autosave = "/recit/brouillon";
        /// Whether the person is safe.
        pub Safety = "/securite";
        /// Numbers to call, shown when she is not.
        pub Card = "/securite/aide";
        /// When and where.
        pub When = "/quand";
        /// What it can be.
        pub Kinds = "/situation";
        /// What to do.
        pub Plan = "/plan";
        /// Opening a dossier with what was told.
        pub Shelter = "/abri/ouvrir";
        /// A file before any question.
        pub Express = "/abri";
        /// Who can read.
        pub WhoCanRead = "/qui-peut-lire";
        /// What Préau knows, and since when.
        pub Known = "/ce-que-nous-savons";
        /// Searching what Préau knows.
        pub Search = "/chercher";
        /// The public log.
        pub PublicLog = "/registre";
        /// Legal notice.
        pub Legal = "/mentions-legales";
        /// Notice of article 13.
        pub Privacy = "/donnees-personnelles";
        /// Accessibility.
        pub Accessibility = "/accessibilite";
    }
}

impl Front {
    fn today(&self) -> Date {
        self.dossiers.today()
    }
}
