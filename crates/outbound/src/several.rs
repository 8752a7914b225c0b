//! Several time-stamping authorities, asked one after the other: one that is down, refuses or answers
//! something false must not leave a seal without its date.

use kernel::ports::Timestamp;
use kernel::{Code, Fault};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Says whether a reply answers a query. This room cannot read tokens: whoever wires it can.
pub type Check = dyn Fn(&[u8], &[u8]) -> Result<(), Fault> + Send + Sync;

/// Authorities in the order in which they are asked.
pub struct Several {
    authorities: Vec<(String, Arc<dyn Timestamp>)>,
    check: Box<Check>,
}

impl Several {
    /// The first of `authorities` (a name for the log, and the way to it) is asked first; the next one when its
    /// reply does not come or does not pass `check(query, reply)`.
    pub fn new(
        authorities: Vec<(String, Arc<dyn Timestamp>)>,
        check: impl Fn(&[u8], &[u8]) -> Result<(), Fault> + Send + Sync + 'static,
    ) -> Self {
        Self {
            authorities,
            check: Box::new(check),
        }
    }
}

impl Timestamp for Several {
    fn stamp<'a>(
        &'a self,
        query: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Fault>> + Send + 'a>> {
        Box::pin(async move {
            let mut last = Fault::new(Code::Internal, "no time-stamping authority is configured");
            for (authority, way) in &self.authorities {
                let answered = way.stamp(query).await.and_then(|reply| {
                    (self.check)(query, &reply)?;
                    Ok(reply)
                });
                match answered {
                    Ok(reply) => return Ok(reply),
                    Err(fault) => {
                        tracing::warn!(authority, %fault, "an authority gave no date");
                        last = fault;
                    }
                }
            }
            Err(last)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// An authority that always says the same, and counts.
    struct Fixed(Option<&'static [u8]>, AtomicU32);

    impl Timestamp for Fixed {
        fn stamp<'a>(
            &'a self,
            _: &'a [u8],
        ) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, Fault>> + Send + 'a>> {
            Box::pin(async move {
                self.1.fetch_add(1, Ordering::SeqCst);
                let said = self.0.map(<[u8]>::to_vec);
                said.ok_or(Fault::new(Code::Internal, "down"))
            })
        }
    }

    fn of(all: &[&Arc<Fixed>]) -> Several {
        let named = all.iter().enumerate().map(|(n, one)| {
            let way: Arc<dyn Timestamp> = Arc::clone(one) as _;
            (n.to_string(), way)
        });
        Several::new(named.collect(), |_, reply| {
            let good = reply == b"good";
            good.then_some(())
                .ok_or(Fault::new(Code::Damaged, "false reply"))
        })
    }

    #[tokio::test]
    async fn the_next_one_is_asked_when_one_is_down_or_answers_something_false() {
        let new = |said| Arc::new(Fixed(said, AtomicU32::new(0)));
        let (down, liar, good, spare) = (
            new(None),
            new(Some(b"bad")),
            new(Some(b"good")),
            new(Some(b"good")),
        );
        let several = of(&[&down, &liar, &good, &spare]);
        assert_eq!(several.stamp(b"q").await.unwrap(), b"good");
        let asked: Vec<u32> = [&down, &liar, &good, &spare]
            .iter()
            .map(|one| one.1.load(Ordering::SeqCst))
            .collect();
        assert_eq!(asked, [1, 1, 1, 0], "the last one is spared");
        let all_wrong = of(&[&liar, &down]).stamp(b"q").await.unwrap_err();
        assert_eq!(all_wrong.context(), "down", "the last reason is kept");
        assert!(of(&[]).stamp(b"q").await.is_err());
    }
}
