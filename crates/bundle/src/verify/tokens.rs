//! Time stamps of a bag: each with its query, and one file of certificates for those of a folder.

use std::io::{Read, Seek};

use kernel::Moment;
use seal::stamp::{Query, Reply, Stamped, certificates_from_pem};

use super::Options;
use super::bag::Bag;
use super::finding::Kind;

/// The longest query, reply or chain.
const TOKEN: u64 = 1 << 20;
/// What ends a certificate in a PEM file.
const END: &str = "-----END CERTIFICATE-----\n";

/// A time stamp that holds.
pub(super) struct Token {
    /// The whole reply.
    pub der: Vec<u8>,
    pub stamped: Stamped,
    nonce: Vec<u8>,
    message: Vec<u8>,
    now: Moment,
}

impl Token {
    /// Reads `<stem>.tsq` and `<stem>.tsr` over `message`; says what is wrong with them. Where there is neither,
    /// nothing is said.
    pub(super) fn read<R: Read + Seek>(
        bag: &mut Bag<R>,
        stem: &str,
        message: &[u8],
        options: &Options,
    ) -> Option<Self> {
        let (tsq, tsr) = (format!("{stem}.tsq"), format!("{stem}.tsr"));
        if !bag.has(&tsq) && !bag.has(&tsr) {
            return None;
        }
        let der = bag.text(&tsq, TOKEN)?;
        let query = Query::parse(&der).ok();
        let query = query.filter(|query| query.imprint == seal::sha256(message));
        let Some(query) = query else {
            bag.say(&tsq, Kind::Token);
            return None;
        };
        if !bag.has(&tsr) {
            bag.say(&tsr, Kind::Undated);
            return None;
        }
        let der = bag.text(&tsr, TOKEN)?;
        let checked = Reply::parse(&der).and_then(|reply| {
            reply.check(message, Some(&query.nonce), options.now, &options.tsa_roots)
        });
        match checked {
            Ok(stamped) => Some(Self {
                der,
                stamped,
                nonce: query.nonce,
                message: message.to_vec(),
                now: options.now,
            }),
            Err(error) => {
                bag.say_of(&tsr, Kind::Token, &error.to_string());
                None
            }
        }
    }

    /// Whether a certificate under it has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.stamped.until < self.now
    }

    /// Whether this text is its chain: the one found with the roots given, or the one that ends at the text's own last
    /// certificate, so that `openssl ts -verify -CAfile chain.pem` holds.
    fn has_chain(&self, pem: &str) -> bool {
        if pem == self.stamped.chain_pem {
            return true;
        }
        let own = || {
            let root = certificates_from_pem(pem.as_bytes()).ok()?.pop()?;
            let reply = Reply::parse(&self.der).ok()?;
            let found = reply.check(&self.message, Some(&self.nonce), self.now, &[root]);
            Some(found.ok()?.chain_pem)
        };
        own().is_some_and(|own| own == pem)
    }
}

/// The file of certificates must hold the chain of each token of its folder, in order, once where they share it, and
/// nothing else.
pub(super) fn chain<R: Read + Seek>(bag: &mut Bag<R>, place: &str, tokens: &[&Token]) {
    let folder = place.trim_end_matches("chain.pem");
    let replies = ["head.tsr", "log.tsr"].map(|name| bag.has(&format!("{folder}{name}")));
    if replies == [false, false] {
        return;
    }
    let Some(bytes) = bag.text(place, TOKEN) else {
        return;
    };
    let pem = String::from_utf8_lossy(&bytes);
    let apart = |first: &Token, second: &Token| {
        let mut ends = pem.match_indices(END).map(|(at, _)| at + END.len());
        ends.any(|at| {
            let (own, other) = pem.split_at_checked(at).unwrap_or_default();
            first.has_chain(own) && second.has_chain(other)
        })
    };
    if tokens.is_empty() {
        // They are false, which is said already.
        return;
    }
    let holds = tokens.iter().all(|token| token.has_chain(&pem))
        || matches!(tokens, [first, second] if apart(first, second));
    if !holds {
        bag.say(place, Kind::Chain);
    }
}
