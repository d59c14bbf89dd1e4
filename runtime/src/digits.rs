//! The last two digits of each byte, by table: that is faster than to work them out.

pub(crate) static DECIMAL: [[u8; 2]; 256] = pairs(10);
pub(crate) static HEXADECIMAL: [[u8; 2]; 256] = pairs(16);

const fn pairs(base: usize) -> [[u8; 2]; 256] {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut number = 0;
    while number < pairs.len() {
        pairs[number] = [digits[number / base % base], digits[number % base]];
        number += 1;
    }
    pairs
}
