//! Pieces: streamed, padded, seekable, and refused when a byte moved (N046).

use std::io::{Cursor, ErrorKind, Read, Seek, SeekFrom, Write};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use seal::vault::{self, Identity, Reader, SealJob, Writer, padded_len};
use seal::{Error, sha256};

fn bytes(len: usize) -> Vec<u8> {
    (0..len)
        .map(|i| u8::try_from(i * 7 % 251).unwrap())
        .collect()
}

fn sealed(plain: &[u8], to: &Identity) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &[to.to_public()]).unwrap();
    writer.write_all(plain).unwrap();
    assert_eq!(writer.len(), plain.len() as u64);
    writer.finish().unwrap()
}

fn opened(ct: &[u8], with: &Identity, len: u64) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    Reader::new(Cursor::new(ct), std::slice::from_ref(with), len)?.read_to_end(&mut out)?;
    Ok(out)
}

#[test]
fn pieces_around_every_limit_come_back() {
    let identity = Identity::generate();
    for len in [
        0, 1, 255, 256, 257, 65_535, 65_536, 65_537, 131_072, 200_000,
    ] {
        let plain = bytes(len);
        let ct = sealed(&plain, &identity);
        assert_eq!(opened(&ct, &identity, len as u64).unwrap(), plain, "{len}");
        let whole = vault::decrypt(&ct, std::slice::from_ref(&identity)).unwrap();
        assert_eq!(whole.len() as u64, padded_len(len as u64));
        assert!(whole[len..].iter().all(|byte| *byte == 0));
        assert!(matches!(
            opened(&ct, &Identity::generate(), len as u64),
            Err(Error::NoKey)
        ));
    }
}

#[test]
fn a_length_that_does_not_fit_is_refused_before_the_first_byte() {
    let identity = Identity::generate();
    let ct = sealed(&bytes(70_000), &identity);
    assert!(matches!(
        opened(&ct, &identity, 700),
        Err(Error::Mismatch(_))
    ));
    assert!(matches!(
        opened(&ct, &identity, 700_000),
        Err(Error::Mismatch(_))
    ));
    for cut in [ct.len() - 1, ct.len() - 20_000, 300, 100, 10, 0] {
        assert!(opened(&ct[..cut], &identity, 70_000).is_err(), "{cut}");
    }
    assert!(opened(&[ct.as_slice(), b"x"].concat(), &identity, 70_000).is_err());
}

#[test]
fn a_seek_beyond_the_end_reads_nothing() {
    let identity = Identity::generate();
    let ct = sealed(&bytes(1000), &identity);
    let mut reader = Reader::new(Cursor::new(ct), &[identity], 1000).unwrap();
    for to in [
        SeekFrom::Start(1000),
        SeekFrom::Start(1 << 40),
        SeekFrom::End(5),
    ] {
        reader.seek(to).unwrap();
        assert_eq!(reader.read(&mut [0; 9]).unwrap(), 0);
    }
    assert_eq!(
        reader.seek(SeekFrom::End(-1001)).unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
    reader.seek(SeekFrom::End(-3)).unwrap();
    let mut end = Vec::new();
    reader.read_to_end(&mut end).unwrap();
    assert_eq!(end, bytes(1000)[997..]);
}

#[test]
fn debians_age_opens_a_piece_and_head_takes_the_padding_off() {
    let identity = Identity::generate();
    let key = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(key.path(), identity.secret().as_bytes()).unwrap();
    let plain = bytes(100_000);
    let mut age = Command::new("age")
        .arg("-d")
        .arg("-i")
        .arg(key.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let ct = sealed(&plain, &identity);
    let mut stdin = age.stdin.take().unwrap();
    let feeding = std::thread::spawn(move || stdin.write_all(&ct));
    let out = age.wait_with_output().unwrap();
    feeding.join().unwrap().unwrap();
    assert!(out.status.success());
    assert_eq!(&out.stdout[..plain.len()], plain);
    assert_eq!(out.stdout.len() as u64, padded_len(100_000));
}

#[test]
fn several_recipients_open_one_file_and_none_is_refused() {
    let (a, b, c) = (
        Identity::generate(),
        Identity::generate(),
        Identity::generate(),
    );
    let ct = vault::encrypt(b"x", &[a.to_public(), b.to_public()]).unwrap();
    assert_eq!(vault::decrypt(&ct, &[c.clone(), a]).unwrap(), b"x");
    assert_eq!(vault::decrypt(&ct, &[b]).unwrap(), b"x");
    assert!(matches!(vault::decrypt(&ct, &[c]), Err(Error::NoKey)));
    assert!(matches!(vault::encrypt(b"x", &[]), Err(Error::NoKey)));
    assert!(matches!(
        vault::decrypt(b"no age file", &[]),
        Err(Error::Form(_))
    ));
}

#[test]
fn every_changed_byte_of_an_age_file_is_refused() {
    let identity = Identity::generate();
    let ct = vault::encrypt(b"ce qui est scell\xc3\xa9", &[identity.to_public()]).unwrap();
    for i in 0..ct.len() {
        for bit in 0..8 {
            let mut changed = ct.clone();
            changed[i] ^= 1 << bit;
            assert!(
                vault::decrypt(&changed, std::slice::from_ref(&identity)).is_err(),
                "byte {i}"
            );
        }
        assert!(
            vault::decrypt(&ct[..i], std::slice::from_ref(&identity)).is_err(),
            "cut at {i}"
        );
    }
}

#[test]
fn an_envelope_with_a_passphrase_comes_back() {
    let mut writer = Writer::with_passphrase(Vec::new(), "huit mots au hasard").unwrap();
    writer.write_all(b"zip").unwrap();
    let ct = writer.finish_unpadded().unwrap();
    let mut out = Vec::new();
    vault::decrypting_with_passphrase(ct.as_slice(), "huit mots au hasard")
        .unwrap()
        .read_to_end(&mut out)
        .unwrap();
    assert_eq!(out, b"zip");
    assert!(vault::decrypting_with_passphrase(ct.as_slice(), "autre").is_err());
    assert!(vault::decrypting(ct.as_slice(), &[Identity::generate()]).is_err());
}

#[test]
fn a_job_gives_length_digest_and_crc_of_what_it_sealed() {
    let identity = Identity::generate();
    for len in [0, 1, 65_535, 65_536, 65_537, 1_000_000] {
        let plain = bytes(len);
        let mut job = SealJob::start(Vec::new(), &[identity.to_public()]).unwrap();
        for chunk in plain.chunks(10_007) {
            job.write_all(chunk).unwrap();
        }
        let done = job.finish().unwrap();
        assert_eq!(
            (done.len, done.stored),
            (len as u64, done.writer.len() as u64)
        );
        assert_eq!(done.digest, sha256(&plain));
        assert_eq!(done.crc32c, bitwise_crc32c(&done.writer));
        assert_eq!(opened(&done.writer, &identity, done.len).unwrap(), plain);
    }
}

/// RFC 3720 appendix B.4, bit by bit.
fn bitwise_crc32c(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0x82f6_3b78
            } else {
                crc >> 1
            }
        })
    })
}

/// Accepts some bytes, then the disk is full.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(left) => {
                self.0 = left;
                Ok(bytes.len())
            }
            None => Err(ErrorKind::StorageFull.into()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_said_wherever_it_strikes() {
    let to = [Identity::generate().to_public()];
    let plain = bytes(300_000);
    for room in [0, 100, 70_000, 200_000, 290_000] {
        let end = SealJob::start(Full(room), &to).map_err(|error| match error {
            Error::Io(io) => io,
            other => std::io::Error::other(other),
        });
        let end = end.and_then(|mut job| {
            job.write_all(&plain)
                .and_then(|()| job.finish().map(|_| ()))
        });
        assert_eq!(end.unwrap_err().kind(), ErrorKind::StorageFull, "{room}");
    }
    let fault = kernel::Fault::from(Error::Io(ErrorKind::StorageFull.into()));
    assert_eq!(fault.code(), kernel::Code::DiskFull);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_range_is_that_of_the_original(len in 1_usize..300_000, jumps in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..150_000), 1..8)) {
        let identity = Identity::generate();
        let plain = bytes(len);
        let mut reader = Reader::new(Cursor::new(sealed(&plain, &identity)), &[identity], len as u64).unwrap();
        for (start, n) in jumps {
            let start = start.index(len);
            let end = (start + n).min(len);
            reader.seek(SeekFrom::Start(start as u64)).unwrap();
            let mut out = vec![0; end - start];
            reader.read_exact(&mut out).unwrap();
            prop_assert!(out == plain[start..end]);
        }
    }

    #[test]
    fn a_changed_byte_anywhere_in_a_piece_is_refused(len in 0_usize..200_000, victim in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let identity = Identity::generate();
        let mut ct = sealed(&bytes(len), &identity);
        let at = victim.index(ct.len());
        ct[at] ^= 1 << bit;
        // In the padding's own block too: `len` bytes may come, but only if nothing before moved.
        let whole = vault::decrypt(&ct, std::slice::from_ref(&identity));
        prop_assert!(whole.is_err());
        if let Ok(read) = opened(&ct, &identity, len as u64) {
            prop_assert!(read == bytes(len));
        }
    }
}
