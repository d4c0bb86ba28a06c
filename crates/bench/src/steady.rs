//! Calls one after another in a process that has made many.

use crate::report::{Limit, Section};
use crate::rig::Rig;
use crate::shell::Dialogue;
use crate::statistics::{Figure, ratio, table};
use anyhow::{Result, bail};

/// Calls in a block; the kinds of calls take turns by blocks.
const BLOCK: usize = 200;

/// Blocks of each kind that do not count: the runtime compiles what is used often again, and better.
const WARM_UP_BLOCKS: usize = 25;

/// Blocks of each kind that count.
const BLOCKS: usize = 40;

/// What the script knows each kind by, and what it is called here.
const KINDS: [(&str, &str); 4] =
    [("revoke", "the cmdlet"), ("floor", "empty cmdlet"), ("seam", "the C ABI alone"), ("rest", "Invoke-RestMethod")];

/// What a call takes, against a cmdlet that does nothing and a request without PowerShell.
pub(crate) fn measure(rig: &Rig) -> Result<Section> {
    rig.answer(false, 0);
    let mut script = Dialogue::start(rig.shell("steady")?)?;
    let mut bare = Dialogue::start(rig.bare("batches")?)?;
    let names = KINDS.iter().map(|kind| kind.1).chain(["bare program"]);
    let mut figures: Vec<_> = names.map(|name| Figure::new(name, "µs")).collect();
    for block in 0..WARM_UP_BLOCKS + BLOCKS {
        for (kind, figure) in KINDS.iter().map(|kind| Some(kind.0)).chain([None]).zip(&mut figures) {
            let nanoseconds = match kind {
                Some(kind) => script.ask(&format!("{kind} {BLOCK}"))?,
                None => bare.ask(&BLOCK.to_string())?,
            };
            rig.forget();
            if block >= WARM_UP_BLOCKS {
                let samples = nanoseconds.into_iter().map(|call| call / 1e3).collect();
                figure.samples.push(Figure { samples, ..Figure::new("", "µs") }.median());
            }
        }
    }
    let [cmdlet, empty, seam, rest, bare] = &figures[..] else { bail!("there is a figure for each kind") };
    Ok(Section {
        title: "Steady call",
        method: "Two processes that stay: PowerShell, in which the cmdlet, an empty cmdlet, `Invoke-RestMethod` and the C \
                 ABI take turns in blocks of 200 calls, and the bare program with as many requests on a kept connection. \
                 The time is taken around each call; a sample is the median of a block. The floor is the sum of an empty \
                 cmdlet and a bare request. The C ABI alone is an operation that is over at once: begun, its last step \
                 pulled, and freed, as the cmdlet does it, with the way to the library's own thread and back.",
        tables: vec![table(&figures)],
        limits: vec![
            Limit::at_most("steady call", ratio(cmdlet, &[empty, bare]), "x", 1.6),
            Limit::at_most("steady call, over Invoke-RestMethod", ratio(cmdlet, &[rest]), "x", 0.5),
            Limit::at_most("the C ABI's own share of a call", seam.minimum(), "µs", 20.0),
        ],
        ..Section::default()
    })
}
