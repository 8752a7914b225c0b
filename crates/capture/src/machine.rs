//! What the machine can say of itself, for the report: read, never guessed. What cannot be read is none.

use std::fs;
use std::time::SystemTime;

/// Facts of the machine that captures.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Machine {
    /// Maker and model.
    pub model: Option<String>,
    /// Name and version of the system.
    pub system: Option<String>,
    /// The kernel's version.
    pub kernel: Option<String>,
    /// When packages were last installed or brought up to date (seconds since 1970).
    pub updated: Option<u64>,
    /// Servers of names.
    pub resolvers: Vec<String>,
    /// Whether the clock is kept by a time service, and which.
    pub clock: Option<&'static str>,
}

fn line(path: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(120).collect())
}

fn changed(path: &str) -> Option<u64> {
    let changed = fs::metadata(path).ok()?.modified().ok()?;
    let since = changed.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since.as_secs())
}

/// Asks the machine.
pub fn ask() -> Machine {
    let model = [
        line("/sys/class/dmi/id/sys_vendor"),
        line("/sys/class/dmi/id/product_name"),
    ];
    let model: Vec<String> = model.into_iter().flatten().collect();
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map(|name| name.trim_matches('"').to_owned());
    let resolvers = fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
    Machine {
        model: (!model.is_empty()).then(|| model.join(" ")),
        system,
        kernel: line("/proc/sys/kernel/osrelease"),
        updated: changed("/var/lib/dpkg/status").or_else(|| changed("/var/lib/rpm")),
        resolvers: resolvers
            .lines()
            .filter_map(|line| line.trim().strip_prefix("nameserver "))
            .map(|server| server.trim().to_owned())
            .collect(),
        clock: [
            ("/run/systemd/timesync/synchronized", "systemd-timesyncd"),
            ("/run/chrony/chronyd.pid", "chrony"),
            ("/run/ntpd.pid", "ntpd"),
        ]
        .into_iter()
        .find_map(|(path, service)| fs::metadata(path).ok().map(|_| service)),
    }
}
