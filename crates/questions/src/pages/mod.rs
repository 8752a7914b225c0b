//! The pages, one file per screen.

pub mod capability;
pub mod desk;
pub mod listen;
pub mod public;
mod shown;

pub use shown::live;

/// Addresses.
pub mod urls {
    ui::urls! {
        /// The sessions.
        pub Sessions = "/seances";
        /// One of them, live.
        pub Session(panel: String) = "/seances/{panel}";
        /// Asking.
        pub Ask(panel: String) = "/seances/{panel}/poser";
        /// What asking costs now.
        pub Effort(panel: String) = "/seances/{panel}/effort";
        /// The photo of an expert.
        pub Photo(panel: String, place: u32) = "/seances/{panel}/photo/{place}";
        /// What resembles a question being typed.
        pub Alike(panel: String) = "/seances/{panel}/semblables";
        /// A published question, for good.
        pub Question(id: String) = "/questions/{id}";
        /// The versions of an answer.
        pub Versions(answer: String) = "/questions/versions/{answer}";
        /// To be followed.
        pub Feed = "/questions/feed.atom";
        /// The last ones, inside a page of another site.
        pub Embed = "/questions/integrer";
        /// Finding one's question again.
        pub Mine = "/ma-question";
        /// Taking it back.
        pub TakeBack = "/ma-question/retirer";
        /// The mailed link.
        pub MineLink(token: String) = "/ma-question/{token}";
        /// Searching by words (slice `front`).
        pub Search = "/chercher";
        /// Telling what happened (slice `front`).
        pub Story = "/recit";
        /// The texts of law (slice `front`).
        pub Known = "/ce-que-nous-savons";
        /// The letters (slice `front`).
        pub Letters = "/ressources/courriers";
        /// The resources (slice `front`).
        pub Resources = "/ressources";
        /// A kind of situation (slice `front`).
        pub Situation(id: String) = "/ressources/situations/{id}";
        /// An answer of reference (slice `front`).
        pub Reference(id: String) = "/reponses/{id}";
    }
}
