//! The generated C# bindings.

use crate::{process, workspace};
use anyhow::Result;

/// Writes `bindings/generated/Interop.cs` anew; the test that compares it does the writing, so that both agree.
pub(crate) fn write() -> Result<()> {
    process::run(
        workspace::cargo()
            .args(["test", "--quiet", "--locked", "--test", "bindings"])
            .env("ENTRA_REVOKE_WRITE_BINDINGS", "1"),
    )
}
