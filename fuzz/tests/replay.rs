//! The corpus as it is, then five seconds of changes for each target, from the same seed every time.

#[cfg(test)]
mod each {
    use fuzz::{SEED, TARGETS, replay, run};
    use std::time::Duration;

    fn tried(name: &str) {
        let target = TARGETS.iter().find(|target| target.name == name).unwrap();
        let files = replay(target).unwrap_or_else(|found| panic!("{}", found.keep()));
        assert!(files > 0, "{name} has nothing to begin with");
        let rounds = run(target, SEED, Duration::from_secs(5));
        let rounds = rounds.unwrap_or_else(|found| panic!("{}", found.keep()));
        assert!(rounds > 0);
    }

    macro_rules! targets {
        ($($test:ident $name:literal;)+) => {
            $(#[test] fn $test() { tried($name); })+

            #[test]
            fn every_target_is_tried() {
                let named = [$($name),+];
                assert_eq!(named.len(), TARGETS.len());
                assert!(TARGETS.iter().all(|target| named.contains(&target.name)));
            }
        };
    }

    targets! {
        eml "eml"; mbox "mbox"; msg "msg"; text "text"; takeout "takeout"; har "har"; mhtml "mhtml";
        import_warc "import-warc"; masking "masking"; sniff "sniff"; stamp "stamp"; note "note"; lines "lines"; passkey "passkey";
        export "export"; key "key"; dns "dns"; tiles "tiles"; wacz "wacz"; warc "warc"; warc_gz "warc-gz"; index "index"; package "package";
    }

    #[test]
    fn a_planted_panic_is_found_and_told() {
        let planted = fuzz::Target {
            name: "sniff",
            vectors: &[],
            run: |bytes| assert!(!bytes.ends_with(b"\r\n\r\n\0"), "planted"),
        };
        let found = run(&planted, SEED, Duration::from_secs(60)).unwrap_err();
        assert_eq!((found.target, found.why.as_str()), ("sniff", "planted"));
        assert!(found.seed.is_some() && found.input.ends_with(b"\r\n\r\n\0"));
    }
}
