//! A terminal's text as an SVG picture.

use std::fmt::Write as _;

/// Characters on a line; a longer line is broken as a terminal would.
const COLUMNS: usize = 100;
/// The width of a character and the height of a line, in pixels.
const CELL: (f32, f32) = (8.4, 20.0);
/// The free space around the text, in pixels.
const MARGIN: f32 = 16.0;
/// What stands before each command.
const PROMPT: &str = "PS> ";

/// Draws the lines: commands bright, what they printed dimmer.
#[expect(clippy::cast_precision_loss, reason = "a picture has fewer lines than a float has whole numbers")]
pub(crate) fn draw(lines: &[String]) -> String {
    let rows: Vec<_> = lines.iter().flat_map(|line| broken(line).map(|row| (line.starts_with(PROMPT), row))).collect();
    let width = COLUMNS as f32 * CELL.0 + 2.0 * MARGIN;
    let height = rows.len() as f32 * CELL.1 + 2.0 * MARGIN;
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"monospace\" \
         font-size=\"14\">\n<title>What the demo prints</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16181d\"/>\n"
    );
    for (index, (is_command, row)) in rows.iter().enumerate() {
        let colour = if *is_command { "#9ece6a" } else { "#d5d8e0" };
        let baseline = MARGIN + (index as f32 + 0.75) * CELL.1;
        let _ = writeln!(
            picture,
            "<text x=\"{MARGIN}\" y=\"{baseline}\" fill=\"{colour}\" xml:space=\"preserve\">{}</text>",
            escaped(row)
        );
    }
    picture + "</svg>\n"
}

fn broken(line: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = line.chars().collect();
    let rows: Vec<String> = letters.chunks(COLUMNS).map(|row| row.iter().collect()).collect();
    if rows.is_empty() { vec![String::new()] } else { rows }.into_iter()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, draw};

    #[test]
    fn lines_are_broken_and_escaped() {
        let picture = draw(&["PS> a < b".to_owned(), "x".repeat(COLUMNS + 1), String::new()]);
        assert_eq!(picture.matches("<text").count(), 4);
        assert!(picture.contains("PS&gt; a &lt; b"));
    }
}
