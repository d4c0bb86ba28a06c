//! Reads a PowerShell data file, as far as a manifest needs it: tables, lists and texts in single quotes.
//!
//! What PowerShell understands beyond that is an error here, so that nothing is read otherwise than PowerShell reads it.

use anyhow::{Context as _, Result, bail, ensure};
use std::collections::BTreeMap;

/// The entries of a `@{ … }`.
pub(super) type Table = BTreeMap<String, Value>;

/// What stands after the `=` of an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<String>),
    Table(Table),
}

/// Reads a whole data file.
pub(super) fn read(text: &str) -> Result<Table> {
    let mut reader = Reader { rest: text };
    let table = reader.table().and_then(|table| {
        reader.skip_blanks();
        ensure!(reader.rest.is_empty(), "nothing may follow the table");
        Ok(table)
    });
    let line = 1 + text[..text.len() - reader.rest.len()].matches('\n').count();
    table.with_context(|| format!("line {line} cannot be understood"))
}

/// The value of an entry as text.
pub(super) fn text(table: &Table, name: &str) -> Result<String> {
    match table.get(name) {
        Some(Value::Text(text)) if !text.is_empty() => Ok(text.clone()),
        _ => bail!("{name} must be a text"),
    }
}

/// The value of an entry as a list.
pub(super) fn list(table: &Table, name: &str) -> Result<Vec<String>> {
    match table.get(name) {
        Some(Value::List(list)) => Ok(list.clone()),
        _ => bail!("{name} must be a list"),
    }
}

/// The value of an entry as a table.
pub(super) fn table<'a>(table: &'a Table, name: &str) -> Result<&'a Table> {
    match table.get(name) {
        Some(Value::Table(inner)) => Ok(inner),
        _ => bail!("{name} must be a table"),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn table(&mut self) -> Result<Table> {
        self.skip_blanks();
        self.expect("@{")?;
        let mut table = Table::new();
        loop {
            self.skip_blanks();
            if self.takes("}") {
                return Ok(table);
            }
            let end = self.rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
            let (name, rest) = self.rest.split_at(end);
            ensure!(!name.is_empty(), "an entry begins with its name");
            let name = name.to_owned();
            self.rest = rest;
            self.skip_blanks();
            self.expect("=")?;
            self.skip_blanks();
            let value = self.value()?;
            ensure!(table.insert(name.clone(), value).is_none(), "{name} stands twice");
            // Anything else on the line would go on with the value, as an operator or a comma does.
            self.rest = self.rest.trim_start_matches([' ', '\t', '\r']);
            ensure!(self.rest.starts_with(['\n', ';', '}', '#']), "{name} must end with its line");
            self.takes(";");
        }
    }

    fn value(&mut self) -> Result<Value> {
        Ok(match self.rest.as_bytes() {
            [b'@', b'{', ..] => Value::Table(self.table()?),
            [b'@', b'(', ..] => Value::List(self.list()?),
            _ => Value::Text(self.text()?),
        })
    }

    fn list(&mut self) -> Result<Vec<String>> {
        self.expect("@(")?;
        let mut list = Vec::new();
        loop {
            self.skip_blanks();
            if self.takes(")") {
                return Ok(list);
            }
            list.push(self.text()?);
            self.skip_blanks();
            if self.takes(",") {
                self.skip_blanks();
                ensure!(!self.rest.starts_with(')'), "a comma must be followed by a text");
            }
        }
    }

    /// A text in single quotes, in which a quote is written twice.
    fn text(&mut self) -> Result<String> {
        self.expect("'")?;
        let mut text = String::new();
        loop {
            let (part, rest) = self.rest.split_once('\'').context("a text does not end")?;
            text.push_str(part);
            self.rest = rest;
            if !self.takes("'") {
                return Ok(text);
            }
            text.push('\'');
        }
    }

    /// Skips what separates: white space, line ends and comments.
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
        while self.rest.starts_with('#') {
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
    }

    fn expect(&mut self, mark: &str) -> Result<()> {
        ensure!(self.takes(mark), "`{mark}` was expected");
        Ok(())
    }

    fn takes(&mut self, mark: &str) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::{list, read, table, text};

    #[test]
    fn tables_lists_and_texts_are_read() {
        let data = read(
            "# A comment\r\n@{\r\n    Name = 'It''s one' # another\r\n    Empty = @()\n    One = @('a', 'b'); Two = @(\n 'c'\n \
             'd'\n)\n    Inner = @{ Deep = @{ Text = '#@{' } }\n}\n",
        )
        .unwrap();
        assert_eq!(text(&data, "Name").unwrap(), "It's one");
        assert_eq!(list(&data, "Empty").unwrap(), [""; 0]);
        assert_eq!(list(&data, "One").unwrap(), ["a", "b"]);
        assert_eq!(list(&data, "Two").unwrap(), ["c", "d"]);
        assert_eq!(text(table(table(&data, "Inner").unwrap(), "Deep").unwrap(), "Text").unwrap(), "#@{");
    }

    #[test]
    fn what_is_not_understood_is_an_error_with_its_line() {
        for (data, reason) in [
            ("@{\n A = \"$b\"\n}", "line 2 cannot be understood: `'` was expected"),
            ("@{\n A = 'a' + 'b'\n}", "line 2 cannot be understood: A must end with its line"),
            ("@{\n A = 'a', 'b'\n}", "line 2 cannot be understood: A must end with its line"),
            ("@{ A = $true }", "line 1 cannot be understood: `'` was expected"),
            ("@{ A = @('a',) }", "line 1 cannot be understood: a comma must be followed by a text"),
            ("@{ A = '1'; A = '2' }", "line 1 cannot be understood: A stands twice"),
            ("@{ A = '1' }\n'more'", "line 2 cannot be understood: nothing may follow the table"),
            ("@{ A = 'a", "line 1 cannot be understood: a text does not end"),
            ("@{ <# A #> }", "line 1 cannot be understood: an entry begins with its name"),
            ("", "line 1 cannot be understood: `@{` was expected"),
        ] {
            assert_eq!(format!("{:#}", read(data).unwrap_err()), reason);
        }
    }

    #[test]
    fn an_entry_of_another_kind_is_missed() {
        let data = read("@{ A = 'a'; B = @('b'); C = '' }").unwrap();
        assert_eq!(text(&data, "B").unwrap_err().to_string(), "B must be a text");
        assert_eq!(text(&data, "C").unwrap_err().to_string(), "C must be a text");
        assert_eq!(list(&data, "A").unwrap_err().to_string(), "A must be a list");
        assert_eq!(table(&data, "D").unwrap_err().to_string(), "D must be a table");
    }
}
