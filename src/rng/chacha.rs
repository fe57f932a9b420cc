//! ChaCha with eight rounds, four blocks side by side, for browsers: the crate that is used elsewhere has fast code for
//! processors alone. The same bits for the same key. Knows nothing of what is drawn.

/// Draws that one refill gives: eight of each of four blocks.
const DRAWS: usize = 32;

/// Four words, one of each block.
type Words = [u32; 4];

/// A stream of 64-bit draws.
#[derive(Debug, Clone)]
pub(super) struct Source {
    key: [u32; 8],
    /// The number of the next block.
    counter: u64,
    /// The sixteen words of each block.
    made: [Words; 16],
    used: usize,
}

impl Source {
    pub(super) fn from_seed(seed: [u8; 32]) -> Self {
        let mut key = [0; 8];
        for (word, bytes) in key.iter_mut().zip(seed.chunks_exact(4)) {
            *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        Self { key, counter: 0, made: [[0; 4]; 16], used: DRAWS }
    }

    /// The next draw: two words of a block, the first one low.
    #[inline]
    pub(super) fn next_u64(&mut self) -> u64 {
        if self.used >= DRAWS {
            self.refill();
        }
        let (block, pair) = ((self.used >> 3) & 3, (self.used & 7) << 1);
        self.used += 1;
        // Both places are in range by their masks, and the compiler sees it.
        u64::from(self.made[pair & 15][block]) | u64::from(self.made[(pair + 1) & 15][block]) << 32
    }

    #[inline(never)]
    fn refill(&mut self) {
        let block = |offset: u64| self.counter.wrapping_add(offset);
        let low = [0, 1, 2, 3].map(|offset| block(offset) as u32);
        let high = [0, 1, 2, 3].map(|offset| (block(offset) >> 32) as u32);
        let [k0, k1, k2, k3, k4, k5, k6, k7] = self.key.map(|word| [word; 4]);
        // "expand 32-byte k", the key, the block's number, and the stream, which is always the first.
        let [c0, c1, c2, c3] = [0x6170_7865_u32, 0x3320_646e, 0x7962_2d32, 0x6b20_6574].map(|word| [word; 4]);
        let start = [c0, c1, c2, c3, k0, k1, k2, k3, k4, k5, k6, k7, low, high, [0; 4], [0; 4]];
        self.made = lanes::blocks(start);
        self.counter = self.counter.wrapping_add(4);
        self.used = 0;
    }
}

/// The rounds, over whatever holds four words at once.
macro_rules! rounds {
    ($state:ident) => {
        for _ in 0..4 {
            quarter!($state, 0, 4, 8, 12);
            quarter!($state, 1, 5, 9, 13);
            quarter!($state, 2, 6, 10, 14);
            quarter!($state, 3, 7, 11, 15);
            quarter!($state, 0, 5, 10, 15);
            quarter!($state, 1, 6, 11, 12);
            quarter!($state, 2, 7, 8, 13);
            quarter!($state, 3, 4, 9, 14);
        }
    };
}

macro_rules! quarter {
    ($state:ident, $a:expr, $b:expr, $c:expr, $d:expr) => {
        $state[$a] = add($state[$a], $state[$b]);
        $state[$d] = left16(xor($state[$d], $state[$a]));
        $state[$c] = add($state[$c], $state[$d]);
        $state[$b] = left12(xor($state[$b], $state[$c]));
        $state[$a] = add($state[$a], $state[$b]);
        $state[$d] = left8(xor($state[$d], $state[$a]));
        $state[$c] = add($state[$c], $state[$d]);
        $state[$b] = left7(xor($state[$b], $state[$c]));
    };
}

/// Four words in one register, where the browser's machine has such.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use super::Words;
    use core::arch::wasm32::{
        i8x16_shuffle, i32x4_add as add, i32x4_shl, u32x4, u32x4_extract_lane, u32x4_shr, v128, v128_or,
        v128_xor as xor,
    };

    fn left16(words: v128) -> v128 {
        i8x16_shuffle::<2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13>(words, words)
    }

    fn left12(words: v128) -> v128 {
        v128_or(i32x4_shl(words, 12), u32x4_shr(words, 20))
    }

    fn left8(words: v128) -> v128 {
        i8x16_shuffle::<3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14>(words, words)
    }

    fn left7(words: v128) -> v128 {
        v128_or(i32x4_shl(words, 7), u32x4_shr(words, 25))
    }

    pub(super) fn blocks(start: [Words; 16]) -> [Words; 16] {
        let start = start.map(|[a, b, c, d]| u32x4(a, b, c, d));
        let mut state = start;
        rounds!(state);
        let mut made = [[0; 4]; 16];
        for (place, words) in made.iter_mut().enumerate() {
            let sum = add(state[place], start[place]);
            *words = [
                u32x4_extract_lane::<0>(sum),
                u32x4_extract_lane::<1>(sum),
                u32x4_extract_lane::<2>(sum),
                u32x4_extract_lane::<3>(sum),
            ];
        }
        made
    }
}

/// One block after the other, anywhere.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    use super::Words;

    fn add(a: u32, b: u32) -> u32 {
        a.wrapping_add(b)
    }

    fn xor(a: u32, b: u32) -> u32 {
        a ^ b
    }

    fn left16(word: u32) -> u32 {
        word.rotate_left(16)
    }

    fn left12(word: u32) -> u32 {
        word.rotate_left(12)
    }

    fn left8(word: u32) -> u32 {
        word.rotate_left(8)
    }

    fn left7(word: u32) -> u32 {
        word.rotate_left(7)
    }

    pub(super) fn blocks(start: [Words; 16]) -> [Words; 16] {
        let mut made = [[0; 4]; 16];
        for block in 0..4 {
            let start = start.map(|words| words[block]);
            let mut state = start;
            rounds!(state);
            for (place, words) in made.iter_mut().enumerate() {
                words[block] = add(state[place], start[place]);
            }
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_core::{RngCore, SeedableRng};

    #[test]
    fn a_key_means_the_same_draws_as_in_the_crate_that_is_used_elsewhere() {
        for seed in 0..20_u8 {
            let key: [u8; 32] =
                std::array::from_fn(|place| seed.wrapping_mul(37).wrapping_add(11 * (place as u8 % 23)));
            let (mut ours, mut theirs) = (Source::from_seed(key), ChaCha8Rng::from_seed(key));
            for draw in 0..1_000 {
                assert_eq!(ours.next_u64(), theirs.next_u64(), "seed {seed}, draw {draw}");
            }
        }
    }

    #[test]
    fn the_number_of_a_block_is_carried_into_its_second_word() {
        let mut ours = Source { counter: u64::from(u32::MAX) - 1, ..Source::from_seed([7; 32]) };
        let mut theirs = ChaCha8Rng::from_seed([7; 32]);
        theirs.set_word_pos(u128::from(u32::MAX - 1) * 16);
        for draw in 0..64 {
            assert_eq!(ours.next_u64(), theirs.next_u64(), "draw {draw}");
        }
    }
}
