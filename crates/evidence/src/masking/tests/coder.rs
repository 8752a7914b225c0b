//! A small JPEG coder: the usual one of the tests never writes chroma smaller than luma, four colours or
//! several scans, and photographs come with all of these.

use std::f64::consts::PI;

/// How a picture is coded.
#[derive(Clone)]
pub struct Coder {
    /// Horizontal and vertical sampling factors of each component.
    pub sampling: Vec<(usize, usize)>,
    pub scans: Scans,
    /// What the Adobe segment says of the colours; none without it.
    pub adobe: Option<u8>,
}

/// How the blocks are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scans {
    /// All components in one scan.
    Together,
    /// One scan for each component.
    Apart,
    /// One scan for what is flat, then one for the details of each component.
    Progressive,
}

/// A component as it is coded: quantised blocks, line after line.
struct Plane {
    factors: (usize, usize),
    /// Blocks that stand in the picture, and those of a line with its padding.
    blocks: (usize, usize),
    stride: usize,
    coded: Vec<[i32; 64]>,
}

const QUANTUM: u8 = 3;

const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

impl Coder {
    /// Luma with chroma that many times smaller.
    pub fn chroma(across: usize, down: usize) -> Self {
        Self {
            sampling: vec![(across, down), (1, 1), (1, 1)],
            scans: Scans::Together,
            adobe: None,
        }
    }

    /// Codes a picture given point by point.
    pub fn code<const N: usize>(
        &self,
        size: (usize, usize),
        at: impl Fn(usize, usize) -> [f64; N],
    ) -> Vec<u8> {
        assert_eq!(self.sampling.len(), N);
        let largest = self
            .sampling
            .iter()
            .fold((1, 1), |(h, v), (a, b)| (h.max(*a), v.max(*b)));
        let mcus = (
            size.0.div_ceil(8 * largest.0),
            size.1.div_ceil(8 * largest.1),
        );
        let planes: Vec<Plane> = (0..N)
            .map(|n| {
                let (h, v) = self.sampling[n];
                let (across, down) = (largest.0 / h, largest.1 / v);
                // A sample is the mean of the points it stands for; the last ones are repeated.
                let sample = |x: usize, y: usize| {
                    let mut sum = 0.0;
                    for dy in 0..down {
                        for dx in 0..across {
                            let x = (x * across + dx).min(size.0 - 1);
                            let y = (y * down + dy).min(size.1 - 1);
                            sum += at(x, y)[n];
                        }
                    }
                    sum / f64::from(u32::try_from(across * down).expect("small"))
                };
                let stride = mcus.0 * h;
                let coded = (0..stride * mcus.1 * v)
                    .map(|block| {
                        let (x, y) = (block % stride * 8, block / stride * 8);
                        transform(|dx, dy| sample(x + dx, y + dy) - 128.0)
                    })
                    .collect();
                Plane {
                    factors: (h, v),
                    blocks: (
                        size.0.div_ceil(across).div_ceil(8),
                        size.1.div_ceil(down).div_ceil(8),
                    ),
                    stride,
                    coded,
                }
            })
            .collect();

        let mut out = b"\xff\xd8".to_vec();
        if let Some(colours) = self.adobe {
            segment(
                &mut out,
                0xee,
                &[&b"Adobe\0\x64\0\0\0\0"[..], &[colours]].concat(),
            );
        }
        segment(&mut out, 0xdb, &[&[0][..], &[QUANTUM; 64]].concat());
        segment(
            &mut out,
            if self.scans == Scans::Progressive {
                0xc2
            } else {
                0xc0
            },
            &self.frame(size),
        );
        // Codes of one length each: the number of a symbol is its code.
        segment(
            &mut out,
            0xc4,
            &table(0x00, 4, &(0..12).collect::<Vec<u8>>()),
        );
        segment(&mut out, 0xc4, &table(0x10, 8, &symbols()));
        let all: Vec<usize> = (0..N).collect();
        let together = match planes.as_slice() {
            [only] => only.alone(0),
            several => interleaved(several, mcus),
        };
        match self.scans {
            Scans::Together => scan(&mut out, &all, (0, 63), &together),
            Scans::Apart => {
                for (n, plane) in planes.iter().enumerate() {
                    scan(&mut out, &[n], (0, 63), &plane.alone(n));
                }
            }
            Scans::Progressive => {
                scan(&mut out, &all, (0, 0), &together);
                for (n, plane) in planes.iter().enumerate() {
                    scan(&mut out, &[n], (1, 63), &plane.alone(n));
                }
            }
        }
        out.extend([0xff, 0xd9]);
        out
    }

    fn frame(&self, (width, height): (usize, usize)) -> Vec<u8> {
        let short = |n: usize| u16::try_from(n).expect("short").to_be_bytes();
        let mut frame = vec![8];
        frame.extend(short(height));
        frame.extend(short(width));
        frame.push(byte(self.sampling.len()));
        for (n, (h, v)) in self.sampling.iter().enumerate() {
            frame.extend([byte(n + 1), byte(h << 4 | v), 0]);
        }
        frame
    }
}

impl Plane {
    /// The blocks of a scan of one component: line after line, without padding.
    fn alone(&self, n: usize) -> Vec<(usize, [i32; 64])> {
        let (across, down) = self.blocks;
        (0..across * down)
            .map(|block| (n, self.coded[block / across * self.stride + block % across]))
            .collect()
    }
}

/// Luma and two chromas.
pub fn ycc([r, g, b]: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = [f64::from(r), f64::from(g), f64::from(b)];
    let luma = 0.114f64.mul_add(b, 0.299f64.mul_add(r, 0.587 * g));
    [luma, 128.0 + (b - luma) / 1.772, 128.0 + (r - luma) / 1.402]
}

fn byte(n: usize) -> u8 {
    u8::try_from(n).expect("a byte")
}

fn segment(out: &mut Vec<u8>, kind: u8, body: &[u8]) {
    out.extend([0xff, kind]);
    out.extend(u16::try_from(body.len() + 2).expect("short").to_be_bytes());
    out.extend(body);
}

fn table(kind: u8, length: usize, symbols: &[u8]) -> Vec<u8> {
    let mut counts = [0; 16];
    counts[length - 1] = byte(symbols.len());
    [&[kind][..], &counts, symbols].concat()
}

/// End of a block, sixteen zeroes, and each length of zeroes with each size of what follows.
fn symbols() -> Vec<u8> {
    let pairs = (0..16).flat_map(|run| (1..=10).map(move |size| run << 4 | size));
    [0x00, 0xf0].into_iter().chain(pairs).collect()
}

fn transform(at: impl Fn(usize, usize) -> f64) -> [i32; 64] {
    let wave: Vec<f64> = (0..64u32)
        .map(|n| {
            let (u, x) = (n / 8, n % 8);
            let scale = if u == 0 { 0.125f64.sqrt() } else { 0.5 };
            scale * (f64::from(u * (2 * x + 1)) * PI / 16.0).cos()
        })
        .collect();
    let mut lines = [0.0; 64];
    for y in 0..8 {
        let line: Vec<f64> = (0..8).map(|x| at(x, y)).collect();
        for u in 0..8 {
            lines[y * 8 + u] = (0..8).map(|x| wave[u * 8 + x] * line[x]).sum();
        }
    }
    let mut coded = [0; 64];
    for (place, natural) in ZIGZAG.iter().enumerate() {
        let (u, v) = (natural % 8, natural / 8);
        let value: f64 = (0..8).map(|y| wave[v * 8 + y] * lines[y * 8 + u]).sum();
        #[expect(clippy::cast_possible_truncation, reason = "2,048 at most")]
        let quantised = (value / f64::from(QUANTUM)).round() as i32;
        coded[place] = quantised;
    }
    coded
}

fn interleaved(planes: &[Plane], mcus: (usize, usize)) -> Vec<(usize, [i32; 64])> {
    let mut blocks = Vec::new();
    for mcu in 0..mcus.0 * mcus.1 {
        let (x, y) = (mcu % mcus.0, mcu / mcus.0);
        for (n, plane) in planes.iter().enumerate() {
            let (h, v) = plane.factors;
            for dy in 0..v {
                for dx in 0..h {
                    blocks.push((n, plane.coded[(y * v + dy) * plane.stride + x * h + dx]));
                }
            }
        }
    }
    blocks
}

fn scan(
    out: &mut Vec<u8>,
    components: &[usize],
    (from, to): (usize, usize),
    blocks: &[(usize, [i32; 64])],
) {
    let mut head = vec![byte(components.len())];
    for n in components {
        head.extend([byte(n + 1), 0]);
    }
    head.extend([byte(from), byte(to), 0]);
    segment(out, 0xda, &head);
    let symbols = symbols();
    let mut bits = Bits::default();
    let mut before = [0; 4];
    for (n, block) in blocks {
        if from == 0 {
            let (size, value) = sized(block[0] - before[*n]);
            before[*n] = block[0];
            bits.put(size, 4);
            bits.put(value, size);
        }
        let mut zeroes = 0;
        for value in block.iter().take(to + 1).skip(from.max(1)) {
            if *value == 0 {
                zeroes += 1;
                continue;
            }
            let mut put = |symbol: u32| {
                let code = symbols.iter().position(|s| u32::from(*s) == symbol);
                bits.put(u32::try_from(code.expect("a symbol")).expect("small"), 8);
            };
            while zeroes > 15 {
                put(0xf0);
                zeroes -= 16;
            }
            let (size, value) = sized(*value);
            put(zeroes << 4 | size);
            bits.put(value, size);
            zeroes = 0;
        }
        if zeroes > 0 {
            bits.put(0, 8);
        }
    }
    bits.end(out);
}

/// How many bits a value takes, and these bits.
fn sized(value: i32) -> (u32, u32) {
    let size = 32 - value.unsigned_abs().leading_zeros();
    let bits = if value < 0 {
        (1 << size) - 1 - value.unsigned_abs()
    } else {
        value.unsigned_abs()
    };
    (size, bits)
}

#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn put(&mut self, value: u32, length: u32) {
        self.0
            .extend((0..length).rev().map(|n| value >> n & 1 == 1));
    }

    fn end(mut self, out: &mut Vec<u8>) {
        while !self.0.len().is_multiple_of(8) {
            self.0.push(true);
        }
        for bits in self.0.chunks(8) {
            let coded = bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
            out.push(coded);
            if coded == 0xff {
                out.push(0);
            }
        }
    }
}
