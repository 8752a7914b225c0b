//! Times inside a sound.

/// The line that cannot be read, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misread(pub usize);

/// Longest sound, in seconds: a day.
const DAY: u32 = 24 * 3600;

/// `12:30` or `1:02:03`, in seconds.
pub fn read(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let number = |text: &str, most: u32| {
        let plain = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
        let number = plain.then(|| text.parse::<u32>().ok())??;
        (number <= most).then_some(number)
    };
    let seconds = match parts.as_slice() {
        [minutes, seconds] => number(minutes, 1439)? * 60 + number(seconds, 59)?,
        [hours, minutes, seconds] => {
            number(hours, 23)? * 3600 + number(minutes, 59)? * 60 + number(seconds, 59)?
        }
        _ => return None,
    };
    (seconds < DAY).then_some(seconds)
}

/// `12:30`, or `1:02:03` from an hour on.
pub fn write(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_is_read_as_it_is_said() {
        for (text, seconds) in [
            ("0:00", Some(0)),
            ("12:30", Some(750)),
            ("90:00", Some(5400)),
            ("1:02:03", Some(3723)),
            ("1:60", None),
            ("1:60:00", None),
            ("12", None),
            ("-1:00", None),
            ("+1:00", None),
            ("24:00:00", None),
            ("99999999999:00", None),
            ("", None),
        ] {
            assert_eq!(read(text), seconds, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seconds in 0u32..DAY) {
            prop_assert_eq!(read(&write(seconds)), Some(seconds));
        }

        #[test]
        fn nothing_stops_it(text in any::<String>()) {
            if let Some(seconds) = read(&text) {
                prop_assert!(seconds < DAY);
            }
        }
    }
}
