//! The contact sheet: every picture small and blurred, with its number, its day and its class. Each is shown on its own
//! page; paper shows them only when that was asked.

use super::urls;
use crate::model::{Asked, Case, Piece};
use evidence::model::Preview;
use evidence::rules::preview_of;
use kernel::GrantId;
use ui::{Ctx, Url, dates};

/// One picture.
pub struct Picture {
    /// « Pièce n° 3 ».
    pub title: String,
    /// Its caption, or its name.
    pub caption: String,
    /// When it was received.
    pub received: String,
    /// Where it comes from.
    pub class: String,
    /// Its own page, where it is shown.
    pub show: String,
    /// Its bytes; none for what is hidden in a copy, and for proofs of identity.
    pub bytes: Option<String>,
    /// Whether paper may show it, once that was asked.
    pub printed: bool,
}

/// The pictures of a case, in the order of their numbers.
pub fn pictures(ctx: &Ctx, grant: GrantId, case: &Case, printed: bool) -> Vec<Picture> {
    let shown = |piece: &&Piece| preview_of(&piece.media) == Preview::Image;
    let picture = |piece: &Piece| {
        let whole = case.copies(piece.seq).is_empty() && !piece.text.identity;
        let url = urls::Piece(grant, piece.seq);
        Picture {
            title: ctx.ta("piece-title", &[("number", &piece.number)]),
            caption: match piece.text.caption.as_str() {
                "" => piece.name.clone(),
                caption => caption.to_owned(),
            },
            received: dates::moment(ctx.w, piece.at),
            class: format!(
                "{} · {}",
                piece.class.letter(),
                ctx.t(&["class-", piece.class.letter()].concat())
            ),
            show: url.query(&[("voir", "oui")]),
            bytes: whole.then(|| urls::PieceBytes(grant, piece.seq).path()),
            printed: printed && case.left_out(piece, Asked::default()).is_none(),
        }
    };
    case.pieces.iter().filter(shown).map(picture).collect()
}
