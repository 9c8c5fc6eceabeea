//! Names that are shared rather than copied: types, titles.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// A text that is cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(Rc<str>);

impl Word {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, to be shared with values.
    pub fn shared(&self) -> Rc<str> {
        Rc::clone(&self.0)
    }
}

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Word {
        Word(Rc::from(text))
    }
}

impl From<String> for Word {
    fn from(text: String) -> Word {
        Word(Rc::from(text))
    }
}

impl From<&Rc<str>> for Word {
    fn from(text: &Rc<str>) -> Word {
        Word(Rc::clone(text))
    }
}

impl PartialEq<str> for Word {
    fn eq(&self, text: &str) -> bool {
        *self.0 == *text
    }
}

impl From<&Word> for String {
    fn from(word: &Word) -> String {
        word.0.to_string()
    }
}

impl PartialEq<Word> for String {
    fn eq(&self, word: &Word) -> bool {
        **self == *word.0
    }
}

impl PartialEq<String> for Word {
    fn eq(&self, text: &String) -> bool {
        *self.0 == **text
    }
}

impl PartialEq<&str> for Word {
    fn eq(&self, text: &&str) -> bool {
        *self.0 == **text
    }
}
