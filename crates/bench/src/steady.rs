//! Calls one after another in a process that has made many.

use crate::report::{Limit, Section};
use crate::rig::Rig;
use crate::shell::Dialogue;
use crate::statistics::{Figure, ratio, table};
use anyhow::Result;

/// Blocks of each kind that do not count: the runtime compiles what is used often again, and better.
const WARM_UP_BLOCKS: usize = 25;

/// Blocks of each kind that count.
const BLOCKS: usize = 40;

/// What each kind is called here, which process makes it, and what is said to it for a block of calls: they take turns.
const KINDS: [(&str, usize, &str); 5] = [
    ("the cmdlet", 0, "revoke 200"),
    ("empty cmdlet", 0, "floor 200"),
    ("the C ABI alone", 0, "seam 200"),
    ("Invoke-RestMethod", 1, "rest 40"),
    ("bare program", 2, "200"),
];

/// What a call takes, against a cmdlet that does nothing and a request without PowerShell.
pub(crate) fn measure(rig: &Rig) -> Result<Section> {
    rig.answer(false, 0);
    let mut processes = [rig.shell("steady")?, rig.shell("steady")?, rig.bare("batches")?]
        .into_iter()
        .map(Dialogue::start)
        .collect::<Result<Vec<_>>>()?;
    let mut figures = KINDS.map(|(name, ..)| Figure::new(name, "µs"));
    for block in 0..WARM_UP_BLOCKS + BLOCKS {
        for ((_, process, block_of), figure) in KINDS.iter().zip(&mut figures) {
            let nanoseconds = processes[*process].ask(block_of)?;
            rig.forget();
            if block >= WARM_UP_BLOCKS {
                let samples = nanoseconds.into_iter().map(|call| call / 1e3).collect();
                figure.samples.push(Figure { samples, ..Figure::new("", "µs") }.median());
            }
        }
    }
    let [cmdlet, empty, seam, rest, bare] = &figures;
    Ok(Section {
        title: "Steady call",
        method: "Three processes that stay: PowerShell, in which the cmdlet, an empty cmdlet and the C ABI take turns in \
                 blocks of 200 calls, another one with `Invoke-RestMethod`, and the bare program with as many requests on \
                 a kept connection. \
                 The time is taken around each call; a sample is the median of a block. The floor is the sum of an empty \
                 cmdlet and a bare request. The C ABI alone is an operation that is over at once: begun, its last step \
                 pulled, and freed, as the cmdlet does it, with the way to the library's own thread and back.",
        tables: vec![table(&figures)],
        limits: vec![
            Limit::at_most("steady call", ratio(cmdlet, &[empty, bare]), "x", 1.9),
            Limit::at_most("steady call, over Invoke-RestMethod", ratio(cmdlet, &[rest]), "x", 0.2),
            Limit::at_most("the C ABI's own share of a call", seam.minimum(), "µs", 20.0),
        ],
        ..Section::default()
    })
}
