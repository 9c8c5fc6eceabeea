//! The attributes of a resource: few, so they stand in a list and are looked for one after the other.

use super::scope::Setting;

/// What the attributes of a resource are set to, in order, each once.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    list: Vec<Setting>,
}

impl Settings {
    /// No attributes.
    pub fn new() -> Settings {
        Settings::default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|setting| setting.name == name)
    }

    /// The attribute of this name.
    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.place(name).and_then(|place| self.list.get(place))
    }

    /// The attribute of this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Setting> {
        self.place(name).and_then(|place| self.list.get_mut(place))
    }

    /// Whether the attribute is set.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Sets an attribute, whatever it was before.
    pub fn insert(&mut self, setting: Setting) {
        match self.get_mut(&setting.name) {
            Some(known) => *known = setting,
            None => self.list.push(setting),
        }
    }

    /// Sets an attribute unless it is set.
    pub fn add(&mut self, setting: Setting) {
        if !self.contains_key(&setting.name) {
            self.list.push(setting);
        }
    }

    /// Takes an attribute out.
    pub fn remove(&mut self, name: &str) -> Option<Setting> {
        self.place(name).map(|place| self.list.remove(place))
    }

    /// Keeps only some.
    pub fn retain(&mut self, keep: impl FnMut(&Setting) -> bool) {
        self.list.retain(keep);
    }

    /// All names in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|setting| setting.name.as_str())
    }

    /// All attributes in order.
    pub fn values(&self) -> std::slice::Iter<'_, Setting> {
        self.list.iter()
    }

    /// All attributes in order, to be changed.
    pub fn values_mut(&mut self) -> std::slice::IterMut<'_, Setting> {
        self.list.iter_mut()
    }

    /// All attributes in order.
    pub fn into_values(self) -> std::vec::IntoIter<Setting> {
        self.list.into_iter()
    }
}

impl FromIterator<Setting> for Settings {
    fn from_iter<I: IntoIterator<Item = Setting>>(settings: I) -> Settings {
        let mut all = Settings::new();
        settings.into_iter().for_each(|setting| all.insert(setting));
        all
    }
}
