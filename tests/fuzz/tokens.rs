//! Changes JSON so that most of it stays JSON: a text, number or word in it gives way to another. Bytes changed blindly
//! would seldom get past the reader, and what lies behind it would go untried. Knows no format of ours.

/// What else could stand where a value stands: ends of number types, dates out of this world, names that deceive.
const VALUES: [&str; 40] = [
    "0",
    "1",
    "-1",
    "2",
    "10",
    "99",
    "1000000",
    "4294967295",
    "4294967296",
    "2147483648",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "0.5",
    "1e308",
    "-1e-300",
    "1e999",
    "null",
    "true",
    "false",
    "[]",
    "{}",
    "[[]]",
    "\"\"",
    "\"a\"",
    "\"\\u202eb\"",
    "\"\\u0000\"",
    "\"0\"",
    "\"2018-19_1\"",
    "\"+262142-12-31\"",
    "\"-262143-01-01\"",
    "\"0000-00-00\"",
    "\"2100-12-31\"",
    "\"2018/19\"",
    "\"900001\"",
    "\"=1+1\"",
    "\"1780000000000.0.a\"",
    "[0,0]",
    "[1,0,{\"also\":[[2,1]]}]",
];

/// Where each text, number and word begins and ends.
fn tokens(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(bytes.len());
                found.push((start, at));
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
                at += bytes[at..].iter().take_while(|byte| inside(**byte)).count();
                found.push((start, at));
            }
            _ => at += 1,
        }
    }
    found
}

/// The bytes with one token in another's place; `None` where there is none, or no room.
pub fn changed(bytes: &[u8], most: usize, seed: u32) -> Option<Vec<u8>> {
    let tokens = tokens(bytes);
    let draw = |salt: u32, of: usize| {
        let mixed = (seed ^ salt).wrapping_mul(0x9E37_79B1).rotate_left(15).wrapping_mul(0x85EB_CA77);
        (mixed ^ (mixed >> 13)) as usize % of.max(1)
    };
    let (start, end) = *tokens.get(draw(1, tokens.len()))?;
    let other = match draw(2, 3) {
        0 => {
            let (start, end) = *tokens.get(draw(3, tokens.len()))?;
            &bytes[start..end]
        }
        _ => VALUES[draw(4, VALUES.len())].as_bytes(),
    };
    let new = [&bytes[..start], other, &bytes[end..]].concat();
    (new.len() <= most).then_some(new)
}
