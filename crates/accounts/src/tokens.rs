//! Programs that read a dossier: each has an account of its own, made for one grant, that nobody comes in to. It has no
//! slot, so no session; it goes when its grant does.

use crate::model::Person;
use crate::people::Role;
use crate::queries::{self, tokens};
use crate::service::Accounts;
use kernel::{AccountId, Fault, GrantId, Moment};
use seal::token::ReadToken;
use seal::vault::Recipient;
use store::db::Tx;

/// An account made for a program, and its token.
pub struct Program {
    /// The account.
    pub account: AccountId,
    /// To what its grant is wrapped.
    pub recipient: Recipient,
    /// The token, which is nowhere else.
    pub token: ReadToken,
}

impl Accounts {
    /// An account for a program, in the transaction that gives it a dossier.
    pub async fn add_program(&self, tx: &mut Tx) -> Result<Program, Fault> {
        let account = AccountId::new(seal::random::bytes());
        let token = ReadToken::generate();
        let month = queries::month_of(self.store.clock.now());
        // As for whoever was given one dossier: it goes with its last grant.
        queries::add_account(tx, &self.store, account, Role::Guest.name(), month).await?;
        tokens::add(tx, &self.store, token.lookup(), account).await?;
        Ok(Program {
            account,
            recipient: token.identity()?.to_public(),
            token,
        })
    }

    /// Who reads with a token, and through which grant. `None` when it opens nothing, whatever the reason.
    pub async fn program(&self, token: &ReadToken) -> Result<Option<(Person, GrantId)>, Fault> {
        let (this, lookup) = (self.clone(), token.lookup());
        let found = self
            .store
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let Some(account) = tokens::find(tx, &this.store, lookup).await? else {
                        return Ok(None);
                    };
                    let grants = queries::grants_of(tx, &this.store, account).await?;
                    Ok(grants.first().map(|row| (account, row.grant)))
                })
            })
            .await?;
        let Some((account, grant)) = found else {
            return Ok(None);
        };
        let person = Person {
            account,
            reader: token.identity()?,
            // No serious act is a program's.
            fresh_until: Moment(i64::MIN),
            code: None,
        };
        Ok(Some((person, grant)))
    }
}
