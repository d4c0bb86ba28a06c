//! Generates the C# bindings, and fails when the committed ones are not what the inventory says.

#![expect(clippy::unwrap_used, reason = "a step that fails is a test that fails")]

use interoptopus_csharp::RustLibrary;
use interoptopus_csharp::dispatch::Dispatch;
use std::borrow::Cow;
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
        .dispatch(Dispatch::single_file("EntraRevoke.Native.Generated"))
        .build()
        .process()
        .unwrap()
        .write_buffers_to(&folder)
        .unwrap();
    let generated = fs::read_to_string(folder.join("Interop.cs")).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    // Methods with this attribute are never compiled ahead of time, which would cost every first call.
    let generated = generated.replace("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", "");
    // The generator begins a type on the line on which another ends.
    let generated = generated.replace("}public ", "}\npublic ");
    generated.split_inclusive('\n').map(hidden).collect()
}

/// A generated type is not seen outside the bindings, so what makes it safe cannot be left out.
fn hidden(line: &str) -> Cow<'_, str> {
    let modifiers = ["partial", "readonly", "ref", "sealed", "static", "unsafe"];
    let kinds = ["class", "delegate", "enum", "interface", "struct"];
    let mut words = line.split_whitespace().skip_while(|word| *word == "public" || modifiers.contains(word));
    let is_type = line.trim_start().starts_with("public ") && words.next().is_some_and(|word| kinds.contains(&word));
    if is_type { line.replacen("public ", "internal ", 1).into() } else { line.into() }
}

fn scratch_folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bindings-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}
