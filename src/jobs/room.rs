//! Memory for what a text is about to become, asked for at once. Knows nothing of what is in the text.

use std::hint::black_box;

/// Bytes that a stored workspace takes once it is read, to each byte of its text: 48 MB were seen of 12.0 MB, and what was changed since
/// it came takes more.
pub const ROOM_TO_READ: usize = 5;
/// Bytes to each byte of some files, until they are read, planned, taken in and stored: 350 MB were seen of 41 MB, when fields took more.
pub const ROOM_TO_TAKE_IN: usize = 8;
/// Bytes above which nothing is asked for beforehand: what has to take more grows as it is used.
const MOST: usize = 512 * 1024 * 1024;

/// Makes room for what a text of so many bytes becomes, at so many bytes to each. An allocator in a browser asks for 64 kB at a time,
/// and the more there is the longer each takes: that was a third to two thirds of reading a large workspace. Where there is no room
/// nothing is lost: it is asked for again as it is needed.
pub fn make_room(text_bytes: usize, to_each: usize) {
    let mut room: Vec<u8> = Vec::new();
    // What is given back stays with the program. A compiler that sees that nobody uses it would leave it out.
    let _as_it_comes = black_box(&mut room).try_reserve_exact(text_bytes.saturating_mul(to_each).min(MOST));
    drop(black_box(room));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_there_can_be_ends_nothing() {
        make_room(0, ROOM_TO_READ);
        make_room(usize::MAX, ROOM_TO_TAKE_IN);
    }
}
