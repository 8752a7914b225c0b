//! A public log as an instance keeps it, and what an export takes out of it.

use bundle::LogFiles;
use seal::Digest;
use seal::log::{Batch, Item, Proof, batch_origin, entry, leaf};
use seal::note::{SigningKey, Vkey, sign_checkpoint};

use crate::common::tsa;

pub const LOG: &str = "preau.example/log";

pub struct Ledger {
    pub key: SigningKey,
    pub leaves: Vec<Digest>,
    batches: Vec<Batch>,
}

impl Ledger {
    pub fn new() -> Self {
        Self {
            key: SigningKey::generate(),
            leaves: Vec::new(),
            batches: Vec::new(),
        }
    }

    pub fn vkey(&self) -> Vkey {
        self.key.vkey(LOG)
    }

    /// One interval.
    pub fn turn(&mut self, items: &[Item]) -> usize {
        let batch = Batch::of(items);
        self.leaves.push(leaf(&entry(&batch.root())));
        self.batches.push(batch);
        self.batches.len() - 1
    }

    /// That an item is in the log as it is now, dated or not.
    pub fn prove(&self, item: &Item, batch: usize, dated: bool) -> LogFiles {
        let (index, path) = self.batches[batch].inclusion(item).unwrap();
        let own = batch_origin(LOG, batch as u64);
        let sign = |origin: &str, size: u64, root| {
            sign_checkpoint(&self.key, LOG, origin, size, root).unwrap()
        };
        let note = sign(
            LOG,
            self.leaves.len() as u64,
            seal::tree::root(&self.leaves),
        );
        let proof = |index, path, checkpoint| {
            Proof {
                index,
                path,
                checkpoint,
            }
            .to_text()
        };
        let checkpoint = sign(&own, self.batches[batch].size(), self.batches[batch].root());
        let way = seal::tree::inclusion(&self.leaves, batch).unwrap();
        let date = dated.then(|| tsa().date(0, &note));
        let (tsq, tsr, chain) =
            date.map_or((None, None, None), |date| (date.tsq, date.tsr, date.chain));
        LogFiles {
            item: item.bytes().to_vec(),
            in_batch: proof(index, path, checkpoint),
            in_log: proof(batch as u64, way, note.clone()),
            note,
            tsq,
            tsr,
            chain,
        }
    }
}
