//! Lines of the form `name: value`, as pages have them in their front matter and for each parameter.

use anyhow::{Context as _, Result, bail, ensure};

/// Named values, each of which is taken once.
#[derive(Debug)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the lines; empty ones are left out.
    pub(super) fn read(text: &str) -> Result<Self> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let (name, value) = line.split_once(':').with_context(|| format!("`{line}` is not a name and a value"))?;
            ensure!(fields.iter().all(|(known, _)| known != name), "`{name}` is there twice");
            fields.push((name.to_owned(), value.trim().to_owned()));
        }
        Ok(Self(fields))
    }

    /// Takes a value that may be absent.
    pub(super) fn find(&mut self, name: &str) -> Option<String> {
        let index = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(index).1)
    }

    /// Takes a value that may be empty.
    pub(super) fn take(&mut self, name: &str) -> Result<String> {
        self.find(name).with_context(|| format!("`{name}` is missing"))
    }

    /// Takes a value that says something.
    pub(super) fn text(&mut self, name: &str) -> Result<String> {
        let value = self.take(name)?;
        ensure!(!value.is_empty(), "`{name}` has no value");
        Ok(value)
    }

    /// Takes `True` or `False`.
    pub(super) fn flag(&mut self, name: &str) -> Result<bool> {
        match self.take(name)?.as_str() {
            "True" => Ok(true),
            "False" => Ok(false),
            other => bail!("`{name}` is `{other}`, and has to be True or False"),
        }
    }

    /// Makes sure that nothing is left that nobody knows.
    pub(super) fn end(self) -> Result<()> {
        match self.0.first() {
            Some((name, _)) => bail!("`{name}` is not known"),
            None => Ok(()),
        }
    }
}

/// The words of a list with commas.
pub(super) fn words(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{Fields, words};

    #[test]
    fn values_are_taken_by_name() {
        let mut fields = Fields::read("Aliases:\n\nonline version: https://a.example/b\nRequired: True\n").unwrap();
        assert_eq!(fields.take("Aliases").unwrap(), "");
        assert_eq!(fields.text("online version").unwrap(), "https://a.example/b");
        assert!(fields.flag("Required").unwrap());
        assert_eq!(fields.find("Accepted values"), None);
        fields.end().unwrap();
        assert_eq!(words(" a, b,,c "), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let refusal = |text: &str| Fields::read(text).map(|_| ()).unwrap_err().to_string();
        assert_eq!(refusal("A: 1\nA: 2\n"), "`A` is there twice");
        assert_eq!(refusal("words\n"), "`words` is not a name and a value");
        let mut fields = Fields::read("A: maybe\nB:\nC: 1\n").unwrap();
        assert_eq!(fields.flag("A").unwrap_err().to_string(), "`A` is `maybe`, and has to be True or False");
        assert_eq!(fields.text("B").unwrap_err().to_string(), "`B` has no value");
        assert_eq!(fields.text("D").unwrap_err().to_string(), "`D` is missing");
        assert_eq!(fields.end().unwrap_err().to_string(), "`C` is not known");
    }
}
