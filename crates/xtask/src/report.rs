//! What this program says itself, apart from what its children print.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "telling the person at the terminal is its purpose")]

/// Says which step begins.
pub(crate) fn step(text: &str) {
    println!("== {text}");
}

/// Says one line.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Says why the program ends.
pub(crate) fn error(text: &str) {
    eprintln!("error: {text}");
}
