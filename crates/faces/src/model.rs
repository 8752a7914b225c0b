//! The trained numbers, in the format of SeetaFace: little-endian, without a header.

use crate::net::{Layer, Net};
use crate::pattern::{Test, View};
use std::sync::LazyLock;

pub static BYTES: &[u8] = include_bytes!("../../../vendor/seetaface/seeta_fd_frontal_v1.0.bin");

/// Read once. The bytes are part of the program, and a test reads them whole.
pub static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(BYTES).unwrap_or_default());

/// A funnel: each level sees less and looks better.
#[derive(Default)]
pub struct Model {
    /// Quick ones, one for each way that a head is turned.
    pub views: Vec<View>,
    /// Slower ones, that also say where the face lies in what they saw: levels, each of some stages.
    pub levels: Vec<Vec<Net>>,
}

impl Model {
    /// None unless every byte is understood.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader(bytes);
        let levels = from.count()?;
        let mut model = Self::default();
        for _ in 0..from.count()? {
            if [from.count()?, from.count()?] != [1, Self::VIEW] {
                return None;
            }
            model.views.push(from.view()?);
            // They take nothing that others saw.
            if i32::from_le_bytes(from.four()?) > 0 {
                return None;
            }
        }
        for level in 1..levels {
            if from.count()? != 1 {
                return None;
            }
            let mut stages = Vec::new();
            for _ in 0..from.count()? {
                if from.count()? != Self::NET {
                    return None;
                }
                stages.push(from.net()?);
            }
            model.levels.push(stages);
            // The first one takes what all views saw, each other one what the one before it left.
            let sources = if level == 1 { model.views.len() } else { 1 };
            if from.count()? != sources || (0..sources).any(|n| from.count() != Some(n)) {
                return None;
            }
        }
        from.0.is_empty().then_some(model)
    }

    const VIEW: usize = 0;
    const NET: usize = 1;
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn four(&mut self) -> Option<[u8; 4]> {
        let (four, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(*four)
    }

    /// A count that the rest of the file can hold.
    fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(i32::from_le_bytes(self.four()?)).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    fn number(&mut self) -> Option<f32> {
        self.four().map(f32::from_le_bytes)
    }

    fn numbers(&mut self, count: usize) -> Option<Vec<f32>> {
        (0..count).map(|_| self.number()).collect()
    }

    fn view(&mut self) -> Option<View> {
        let (count, bins) = (self.count()?, self.count()?);
        let places: Option<Vec<_>> = (0..count)
            .map(|_| Some((self.count()?, self.count()?)))
            .collect();
        let (places, least) = (places?, self.numbers(count)?);
        let mut tests = Vec::with_capacity(count);
        for ((left, top), least) in places.into_iter().zip(least) {
            tests.push(Test {
                left,
                top,
                least,
                weights: self.numbers(bins + 1)?,
            });
        }
        Some(View { tests })
    }

    fn net(&mut self) -> Option<Net> {
        let layers = self.count()?;
        let features: Option<Vec<_>> = (0..self.count()?)
            .map(|_| self.count()?.checked_sub(1))
            .collect();
        let (features, least) = (features?, self.number()?);
        let mut inputs = self.count()?;
        let mut net = Net {
            features,
            least,
            layers: Vec::new(),
        };
        for _ in 1..layers {
            let outputs = self.count()?;
            net.layers.push(Layer {
                inputs,
                weights: self.numbers(inputs.checked_mul(outputs)?)?,
                biases: self.numbers(outputs)?,
            });
            inputs = outputs;
        }
        Some(net)
    }
}
