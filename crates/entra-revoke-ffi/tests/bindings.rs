//! Generates the C# bindings, and fails when the committed ones are not what the inventory says.

#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

use interoptopus_csharp::RustLibrary;
use interoptopus_csharp::dispatch::Dispatch;
use std::fs;
use std::path::{Path, PathBuf};

/// Set to write the bindings instead of comparing them; `cargo xtask bindings` does.
const WRITE: &str = "ENTRA_REVOKE_WRITE_BINDINGS";

#[test]
fn committed_bindings_are_those_of_the_inventory() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/generated/Interop.cs");
    let generated = generate();
    if std::env::var_os(WRITE).is_some() {
        fs::write(&committed, &generated).unwrap();
    }
    let committed = fs::read_to_string(&committed).unwrap_or_default();
    assert!(committed == generated, "bindings/generated/Interop.cs has drifted: run `cargo xtask bindings`");
}

fn generate() -> String {
    let folder = scratch_folder();
    RustLibrary::builder(entra_revoke_native::ffi_inventory())
        .dll_name("entra_revoke_native")
        .dispatch(Dispatch::single_file("EntraRevoke.Native"))
        .build()
        .process()
        .unwrap()
        .write_buffers_to(&folder)
        .unwrap();
    let generated = fs::read_to_string(folder.join("Interop.cs")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    // Methods with this attribute are never compiled ahead of time, which would cost every first call.
    generated.replace("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", "")
}

fn scratch_folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bindings-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}
