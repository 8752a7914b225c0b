//! What an invitation is worth once it has served (N025).

use super::sharing::{adviser, comes_in, opens_hers, shares, shown_once};
use crate::people::files::png;
use crate::people::{World, everywhere};
use kernel::{Fault, GrantId};
use seal::grant::Keyring;
use seal::invite::InviteToken;
use seal::slot::{Kind, Slot};
use store::args;

#[tokio::test]
async fn who_kept_an_invitation_opens_nothing_that_is_kept_once_it_has_served() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        shares(&mut her, "lien", "comment", "90").await;
        let (path, words) = shown_once(&her);
        let token = InviteToken::read(path.rsplit('/').next().expect("a token"));
        let invite = token.expect("a token").with_words(&words).expect("words");
        // The copy that somebody made in the meantime, with the address and the words that she issued.
        let slot = world.store.db.read(|tx| {
            Box::pin(async move {
                let sql = "SELECT salt, recipient, ct FROM slots WHERE kind = 'invite'";
                let row = tx.one(sql, args![]).await?;
                Ok((row.bytes(0)?, row.text(1)?, row.bytes(2)?))
            })
        });
        let (salt, recipient, ct) = slot.await.expect("the invitation");
        let keys = invite.keys(&salt.try_into().expect("a salt"));
        let keys = keys.expect("keys");
        let slot = Slot {
            kind: Kind::Invite,
            lookup: keys.lookup,
            salt: [0; 16],
            recipient: recipient.parse().expect("a recipient"),
            ct,
        };
        let given = slot.open(&keys).expect("it opened before");
        let opened = |world: &World| {
            let (store, given) = (world.store.clone(), given.clone());
            async move {
                let rows = store.db.read(|tx| {
                    Box::pin(async move {
                        let rows = tx.all("SELECT grant_id, ct FROM grants", args![]).await?;
                        let rows = rows.iter().map(|row| Ok((row.id(0)?, row.bytes(1)?)));
                        rows.collect::<Result<Vec<(GrantId, Vec<u8>)>, Fault>>()
                    })
                });
                let rows = rows.await.expect("grants");
                let opens =
                    |(grant, ct): &&(GrantId, Vec<u8>)| Keyring::open(ct, *grant, &given).is_ok();
                rows.iter().filter(opens).count()
            }
        };
        assert_eq!(opened(&world).await, 1);
        let (mut lawyer, _) = comes_in(&world, &path, &words).await;
        assert_eq!(opened(&world).await, 0);
        let inside = opens_hers(&mut lawyer).await;

        // A later key of the dossier goes to what she has now.
        let maxence = adviser(&world, "Maxence Sorel").await;
        shares(&mut her, &maxence.account.to_string(), "read", "30").await;
        her.goes("/partage")
            .await
            .press("Fermer l’accès de Maxence Sorel", &[])
            .await;
        her.adds("suite.png", &png("suite")).await;
        her.goes("/historique")
            .await
            .sees("Nouvelle clé du dossier");
        lawyer
            .open(&format!("{inside}/resume"))
            .await
            .sees("suite.png");
        assert_eq!(opened(&world).await, 0);
    })
    .await;
}
