//! What PNG and JPEG files say of themselves and the decoder does not tell.

use super::Why;

/// The chunks of a PNG, with their names; it stops where the file does.
pub fn chunks(png: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = png.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (data, after) = after.split_at_checked(length)?;
        // After the data, four bytes of control.
        rest = after.get(4..)?;
        Some((name, data))
    })
}

/// How a JPEG is coded.
#[derive(Debug, Default)]
pub struct Frame {
    /// The largest sampling factor: how many samples of one component stand beside one of another.
    largest: u8,
    /// How many components it has, when its first scan must hold all of them.
    together: Option<u8>,
}

impl Frame {
    /// Reads it, and makes sure that the picture goes to its end mark: the decoder fills what is missing
    /// with grey, which a person would take for what she hid.
    pub fn of(jpeg: &[u8]) -> Result<Self, Why> {
        let mut frame = None;
        let mut rest = jpeg.get(2..).unwrap_or_default();
        // Segments up to the first scan; a thumbnail inside one of them has an end mark of its own.
        while let [0xff, kind, after @ ..] = rest {
            rest = match (kind, after) {
                (0xff, _) => rest.get(1..),
                (0x01 | 0xd0..=0xd7, _) => Some(after),
                (_, [high, low, ..]) => {
                    let length = usize::from(u16::from_be_bytes([*high, *low]));
                    let body = after.get(2..length).ok_or(Why::Unreadable)?;
                    match kind {
                        0xc0..=0xc2 => frame = Some(Self::read(body, *kind == 0xc2)?),
                        // Tables.
                        0xc4 => {}
                        // Without loss, with arithmetic coding, or in layers.
                        0xc3..=0xcf => return Err(Why::Format),
                        0xda => return Self::whole(frame, body, after.get(length..)),
                        _ => {}
                    }
                    after.get(length..)
                }
                _ => None,
            }
            .ok_or(Why::Unreadable)?;
        }
        Err(Why::Unreadable)
    }

    /// At the first scan.
    fn whole(frame: Option<Self>, scan: &[u8], after: Option<&[u8]>) -> Result<Self, Why> {
        let ends = after.is_some_and(|after| after.windows(2).any(|pair| pair == [0xff, 0xd9]));
        let frame = frame.filter(|_| ends).ok_or(Why::Unreadable)?;
        // The decoder loses lines when components come one after the other.
        match frame.together {
            Some(count) if scan.first() != Some(&count) => Err(Why::Format),
            _ => Ok(frame),
        }
    }

    /// Bits of a sample, height, width, then three bytes for each component.
    fn read(body: &[u8], progressive: bool) -> Result<Self, Why> {
        let [bits, _, _, _, _, count, components @ ..] = body else {
            return Err(Why::Unreadable);
        };
        if components.len() != 3 * usize::from(*count) {
            return Err(Why::Unreadable);
        }
        let factors: Vec<[u8; 2]> = components
            .chunks_exact(3)
            .filter_map(|component| component.get(1))
            .map(|factors| [factors >> 4, factors & 0x0f])
            .collect();
        let largest = |axis: usize| {
            let all = factors.iter().filter_map(|factors| factors.get(axis));
            all.max().copied().unwrap_or_default()
        };
        let largest = [largest(0), largest(1)];
        // The decoder gives false colours when the first component is not the finest.
        let fits = |(own, largest): (&u8, &u8)| *own > 0 && largest % own == 0;
        let each_fits = factors
            .iter()
            .all(|factors| factors.iter().zip(&largest).all(fits));
        if *bits != 8 || !each_fits || factors.first() != Some(&largest) {
            return Err(Why::Format);
        }
        Ok(Self {
            largest: largest.into_iter().max().unwrap_or_default(),
            together: (!progressive).then_some(*count),
        })
    }

    /// How far around a zone traces of what is inside are found. A block mixes eight samples on a side; one
    /// of them may stand for as many points as the largest factor, and be smoothed over its neighbour.
    pub fn bleeds(&self) -> u32 {
        Self::bleeds_of(u32::from(self.largest))
    }

    /// The most that any JPEG needs: no factor is larger than 4.
    pub const MOST_BLEEDS: u32 = Self::bleeds_of(4);

    const fn bleeds_of(largest: u32) -> u32 {
        const BLOCK: u32 = 8;
        const SMOOTHING: u32 = 2;
        BLOCK * largest + SMOOTHING
    }
}
