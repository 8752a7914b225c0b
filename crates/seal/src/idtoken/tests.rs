use super::*;

#[derive(Deserialize)]
struct Vectors {
    issuer: String,
    client: String,
    nonce: String,
    now: i64,
    keys: Value,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    token: String,
    subject: Option<String>,
    why: Option<String>,
}

fn vectors() -> Vectors {
    let text = include_str!("../../../../vectors/idtokens.json");
    serde_json::from_str(text).expect("the vectors")
}

impl Vectors {
    fn expected(&self) -> Expected<'_> {
        Expected {
            issuer: &self.issuer,
            client: &self.client,
            nonce: &self.nonce,
            now: self.now,
        }
    }

    fn keys(&self) -> Vec<u8> {
        self.keys.to_string().into_bytes()
    }

    fn good(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.subject.is_some())
    }
}

#[test]
fn tokens_made_by_others_are_believed_or_refused_for_the_reason_they_bear() {
    let all = vectors();
    let mut reasons = std::collections::BTreeSet::new();
    for case in &all.cases {
        let found = check(&case.token, &all.keys(), &all.expected());
        match (&case.subject, &case.why) {
            (Some(subject), None) => assert_eq!(found.as_ref(), Ok(subject), "{}", case.name),
            (None, Some(why)) => {
                let found = found.map_err(|found| format!("{found:?}"));
                assert_eq!(found, Err(why.clone()), "{}", case.name);
                reasons.insert(why.clone());
            }
            _ => panic!("{} says nothing", case.name),
        }
    }
    assert_eq!(all.good().count(), 6);
    assert_eq!(reasons.len(), 8, "each reason has its case: {reasons:?}");
}

#[test]
fn no_bit_of_a_good_token_may_change() {
    let all = vectors();
    for case in all.good().take(2) {
        for place in (0..case.token.len()).step_by(3) {
            let mut bytes = case.token.clone().into_bytes();
            bytes[place] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else {
                continue;
            };
            let found = check(&changed, &all.keys(), &all.expected());
            assert!(
                found.is_err(),
                "{} with another letter at {place}",
                case.name
            );
        }
    }
}

#[test]
fn a_token_ends_and_begins_within_a_minute_of_its_word() {
    let all = vectors();
    let good = all.good().next().expect("a good one");
    let at = |now| {
        check(
            &good.token,
            &all.keys(),
            &Expected {
                now,
                ..all.expected()
            },
        )
    };
    assert!(at(all.now + 359).is_ok());
    assert_eq!(at(all.now + 360), Err(Why::Time));
    assert!(at(all.now - 60).is_ok());
    assert_eq!(at(all.now - 61), Err(Why::Time));
    assert_eq!(at(i64::MAX), Err(Why::Time));
    assert_eq!(at(i64::MIN), Err(Why::Time));
}

#[test]
fn a_set_of_keys_is_read_or_counts_for_nothing() {
    let all = vectors();
    let good = all.good().next().expect("a good one");
    for keys in [
        "",
        "{}",
        "[]",
        "{\"keys\":{}}",
        "{\"keys\":[]}",
        "null",
        "\u{0}",
    ] {
        let found = check(&good.token, keys.as_bytes(), &all.expected());
        assert_eq!(found, Err(Why::Key), "{keys:?}");
    }
    // Without a name in the token, two keys of a kind leave a doubt.
    let mut keys = all.keys.clone();
    let list = keys["keys"].as_array_mut().expect("keys");
    let mut twin = list[1].clone();
    twin["kid"] = "e2".into();
    list.push(twin);
    let nameless = all.good().last().expect("a good one");
    assert_eq!(nameless.name, "no kid, one key of its kind");
    let found = check(
        &nameless.token,
        keys.to_string().as_bytes(),
        &all.expected(),
    );
    assert_eq!(found, Err(Why::Key));
    // A key kept for encryption, or for another algorithm, signs nothing here.
    for (name, value) in [("use", "enc"), ("alg", "RS512")] {
        let mut keys = all.keys.clone();
        keys["keys"][0][name] = value.into();
        let found = check(&good.token, keys.to_string().as_bytes(), &all.expected());
        assert_eq!(found, Err(Why::Key), "{name}");
    }
}

#[test]
fn the_challenge_is_that_of_rfc_7636_appendix_b() {
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_eq!(
        challenge(verifier),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
    assert_eq!(draw().len(), 43);
    assert_ne!(draw(), draw());
}

#[test]
fn an_issuer_and_a_subject_cannot_be_cut_elsewhere() {
    let pepper = Pepper::from_slice(&[7; 32]).expect("a pepper");
    let found = lookup("https://a", "b", &pepper);
    assert_eq!(found, pepper.lookup("oidc", b"https://a\nb"));
    assert_ne!(found, lookup("https://a", "c", &pepper));
    assert_ne!(found, lookup("https://ab", "", &pepper));
}
