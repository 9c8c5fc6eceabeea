//! The check sums MD5, SHA-1 and SHA-256, as short loops: crates unroll them, and the three together weigh ten times as
//! much in the module for the browser as these. Nothing secret depends on them.

/// The message in words of 32 bits, padded to blocks of sixteen.
fn words(message: &[u8], read: fn([u8; 4]) -> u32, length: fn(u64) -> [u8; 8]) -> Vec<u32> {
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 8).next_multiple_of(64) - 8, 0);
    padded.extend(length(message.len() as u64 * 8));
    let (words, _) = padded.as_chunks::<4>();
    words.iter().map(|word| read(*word)).collect()
}

fn at(words: &[u32], index: usize) -> u32 {
    words.get(index).copied().unwrap_or(0)
}

fn add<const N: usize>(sums: &mut [u32; N], round: [u32; N]) {
    for (sum, word) in sums.iter_mut().zip(round) {
        *sum = sum.wrapping_add(word);
    }
}

/// MD5.
pub(super) fn md5(message: &[u8]) -> Vec<u8> {
    const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut sums: [u32; 4] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
    for block in words(message, u32::from_le_bytes, u64::to_le_bytes).chunks(16) {
        let [mut a, mut b, mut c, mut d] = sums;
        for (index, constant) in MD5.iter().enumerate() {
            let (mixed, word) = match index / 16 {
                0 => (d ^ (b & (c ^ d)), index),
                1 => (c ^ (d & (b ^ c)), 5 * index + 1),
                2 => (b ^ c ^ d, 3 * index + 5),
                _ => (c ^ (b | !d), 7 * index),
            };
            let turn = TURNS.as_flattened().get(index / 16 * 4 + index % 4).copied().unwrap_or(0);
            let sum = a.wrapping_add(mixed).wrapping_add(*constant).wrapping_add(at(block, word % 16));
            (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(turn)));
        }
        add(&mut sums, [a, b, c, d]);
    }
    sums.iter().flat_map(|sum| sum.to_le_bytes()).collect()
}

/// SHA-1.
pub(super) fn sha1(message: &[u8]) -> Vec<u8> {
    let mut sums: [u32; 5] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    for block in words(message, u32::from_be_bytes, u64::to_be_bytes).chunks(16) {
        let mut schedule = block.to_vec();
        for index in 16..80 {
            let word = [3, 8, 14, 16].iter().fold(0, |word, back| word ^ at(&schedule, index - back));
            schedule.push(word.rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = sums;
        for (index, word) in schedule.into_iter().enumerate() {
            let (mixed, constant) = match index / 20 {
                0 => (d ^ (b & (c ^ d)), 0x5a827999),
                1 => (b ^ c ^ d, 0x6ed9eba1),
                2 => ((b & c) | (d & (b | c)), 0x8f1bbcdc),
                _ => (b ^ c ^ d, 0xca62c1d6),
            };
            let sum = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e);
            (e, d, c, b, a) = (d, c, b.rotate_left(30), a, sum.wrapping_add(constant).wrapping_add(word));
        }
        add(&mut sums, [a, b, c, d, e]);
    }
    sums.iter().flat_map(|sum| sum.to_be_bytes()).collect()
}

/// SHA-256.
pub(super) fn sha256(message: &[u8]) -> Vec<u8> {
    let mut sums: [u32; 8] =
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
    let turned = |word: u32, by: [u32; 3]| by.iter().fold(0, |sum, by| sum ^ word.rotate_right(*by));
    for block in words(message, u32::from_be_bytes, u64::to_be_bytes).chunks(16) {
        let mut schedule = block.to_vec();
        for index in 16..64 {
            let (early, late) = (at(&schedule, index - 15), at(&schedule, index - 2));
            let early = early.rotate_right(7) ^ early.rotate_right(18) ^ (early >> 3);
            let late = late.rotate_right(17) ^ late.rotate_right(19) ^ (late >> 10);
            let word = early.wrapping_add(late).wrapping_add(at(&schedule, index - 16));
            schedule.push(word.wrapping_add(at(&schedule, index - 7)));
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = sums;
        for (word, constant) in schedule.into_iter().zip(SHA256) {
            let mixed = g ^ (e & (f ^ g));
            let first = h.wrapping_add(turned(e, [6, 11, 25])).wrapping_add(mixed);
            let first = first.wrapping_add(constant).wrapping_add(word);
            let second = turned(a, [2, 13, 22]).wrapping_add((a & b) | (c & (a | b)));
            (h, g, f, e) = (g, f, e, d.wrapping_add(first));
            (d, c, b, a) = (c, b, a, first.wrapping_add(second));
        }
        add(&mut sums, [a, b, c, d, e, f, g, h]);
    }
    sums.iter().flat_map(|sum| sum.to_be_bytes()).collect()
}

/// The sines of 1 to 64, without sign, as fractions of 32 bits.
#[rustfmt::skip]
const MD5: [u32; 64] = [
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
];

/// The cube roots of the first 64 primes, what is behind the point in 32 bits.
#[rustfmt::skip]
const SHA256: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];
