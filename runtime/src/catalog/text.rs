/// A text that grows while a constant is evaluated, where there is no `String`.
pub(crate) struct Text {
    bytes: [u8; Self::CAPACITY],
    length: usize,
}

impl Text {
    const CAPACITY: usize = 1024;

    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; Self::CAPACITY],
            length: 0,
        }
    }

    /// With more text. What there is no room for is cut off.
    pub(crate) const fn with(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut index = 0;
        while index < text.len() && self.length < Self::CAPACITY {
            self.bytes[self.length] = text[index];
            self.length += 1;
            index += 1;
        }
        self
    }

    pub(crate) const fn with_number(self, number: u32) -> Self {
        const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

        let text = if number < 10 {
            self
        } else {
            self.with_number(number / 10)
        };
        text.with(DIGITS[number as usize % 10])
    }

    pub(crate) const fn as_str(&self) -> &str {
        let bytes = self.bytes.split_at(self.length).0;
        match str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => match str::from_utf8(bytes.split_at(error.valid_up_to()).0) {
                Ok(text) => text,
                Err(_) => "",
            },
        }
    }
}
