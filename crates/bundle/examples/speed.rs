use std::path::Path;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let t = std::time::Instant::now();
    if args[1] == "seal" {
        let key = seal::note::SigningKey::generate();
        let out = std::fs::File::create(&args[3]).unwrap();
        bundle::seal_files(
            out,
            &[args[2].clone().into()],
            None,
            &key,
            &kernel::SystemClock,
            |_| Ok(b"%PDF".to_vec()),
        )
        .unwrap();
    } else {
        let o = bundle::Options::at(kernel::Clock::now(&kernel::SystemClock));
        let r = bundle::verify(Path::new(&args[2]), &o).unwrap();
        assert!(r.findings.is_empty());
    }
    let rss = std::fs::read_to_string("/proc/self/status").unwrap();
    eprintln!(
        "{} {:?} {}",
        args[1],
        t.elapsed(),
        rss.lines().find(|l| l.starts_with("VmHWM")).unwrap()
    );
}
