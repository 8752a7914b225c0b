//! Keeps a summary that was prepared, and the département that she wishes to keep with it: one commit, or nothing (N011).

use crate::entries;
use crate::service::{Dossiers, Opened};
use directory::pages::annuaire::DEPARTEMENT;
use kernel::Fault;
use seal::entry::EntryDraft;
use serde_json::{Value, json};
use store::journal::Receipt;

impl Dossiers {
    /// Keeps what was prepared, and with it the département if there is one; gives the receipt of the summary.
    ///
    /// # Errors
    /// `Conflict` when something was added since the dossier was opened: what she said of her situation is written whole,
    /// and an older reading would undo what another tab has just said.
    pub async fn keep_prepared(
        &self,
        opened: &Opened,
        summary: EntryDraft,
        departement: Option<&str>,
        nonce: Option<[u8; 16]>,
    ) -> Result<Receipt, Fault> {
        let mut drafts = vec![(summary, Vec::new())];
        if let Some(number) = departement {
            let mut said = opened.case.situation.clone();
            match &mut said {
                Value::Object(map) => {
                    map.insert(DEPARTEMENT.to_owned(), number.into());
                }
                other => *other = json!({ DEPARTEMENT: number }),
            }
            drafts.push((entries::situation(&said)?, Vec::new()));
        }
        self.add_next(opened, drafts, nonce).await
    }
}
