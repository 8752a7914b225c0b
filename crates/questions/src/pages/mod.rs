//! The pages, one file per screen.

pub mod capability;
pub mod desk;
pub mod public;

/// Addresses.
pub mod urls {
    ui::urls! {
        /// The sessions.
        pub Sessions = "/seances";
        /// One of them, live.
        pub Session(panel: String) = "/seances/{panel}";
        /// Asking.
        pub Ask(panel: String) = "/seances/{panel}/poser";
        /// The photo of an expert.
        pub Photo(panel: String, place: u32) = "/seances/{panel}/photo/{place}";
        /// A published question, for good.
        pub Question(id: String) = "/questions/{id}";
        /// The versions of an answer.
        pub Versions(answer: String) = "/questions/versions/{answer}";
        /// To be followed.
        pub Feed = "/questions/feed.atom";
        /// Finding one's question again.
        pub Mine = "/ma-question";
        /// The mailed link.
        pub MineLink(token: String) = "/ma-question/{token}";
    }
}
