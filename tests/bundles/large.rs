//! Hostile files as large as they may be: the tests ask what is said of them, the benchmark how soon.

use clusterwise::bundle::SIZE_LIMIT;

/// Files of about `size` bytes that must be refused, each with its name and words that the refusal holds. `honest` is a
/// file that is accepted.
pub fn hostile(honest: &str, size: usize) -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let header = honest.split_once("\"document\": ").expect("a document").0;
    let filled = |start: &str, piece: &str, end: &str| {
        let times = (size - start.len() - end.len()) / piece.len();
        format!("{start}{}{end}", piece.repeat(times)).into_bytes()
    };
    let document = format!("{header}\"document\": ");
    let stamped = format!("{document}{{\"stamps\":[\"1560000000000.0.a\"],\"tables\":{{\"t\":{{");
    let one_field = format!("{stamped}\"r\":{{\"life\":[1,0],\"fields\":{{\"f\":[0,0,{{\"also\":[");
    vec![
        ("one byte too many", vec![b'{'; SIZE_LIMIT + 1], "64 MB can be opened"),
        ("garbage", garbage(size.max(50_000_000)), ""),
        ("spaces", filled("", " ", ""), "empty"),
        ("opening brackets", filled(&document, "[", ""), "a document with stamps and tables is expected"),
        ("opening objects", filled("", "{\"a\":", ""), "cut off"),
        ("one text", filled(&format!("{document}\""), "é", "\"}"), "which no text may be"),
        ("one unknown line", filled("{\"a\":\"", "x", "\"}"), "no “format” line"),
        (
            "one table's name",
            filled(&format!("{document}{{\"stamps\":[],\"tables\":{{\""), "x", "\":{}}}}"),
            "which no text may be",
        ),
        ("one format", filled("{\"format\":\"", "x", "\"}"), "its format is"),
        ("one digit after another", filled(&document, "1", "}"), "number"),
        (
            "stamps",
            filled(
                &format!("{document}{{\"stamps\":[\"1560000000000.0.a\""),
                ",\"1560000000000.0.a\"",
                "],\"tables\":{}}}",
            ),
            "checksum",
        ),
        ("one stamp again and again", filled(&one_field, "[1,0],", "[1,0]]}]}}}}}}"), ""),
        (
            "one field again and again",
            filled(&stamped, "\"r\":{\"life\":[1,0]},", "\"s\":{\"life\":[1,0]}}}}}"),
            "twice",
        ),
        ("lines", filled("{", "\n", ""), "cut off"),
    ]
}

/// A brace and then bytes of no meaning, the same each time.
fn garbage(size: usize) -> Vec<u8> {
    let mut state = 7_u32;
    let noise = std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    std::iter::once(b'{').chain(noise).take(size).collect()
}
