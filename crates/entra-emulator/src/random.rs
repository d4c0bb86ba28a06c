//! Random values: opaque codes and tokens, GUIDs, and the generator that the RSA key is made with.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::rand_core::{CryptoRng, Error, RngCore};

/// The operating system's random bytes, for `rsa`, which wants the trait of `rand_core` 0.6.
pub(crate) struct OsRandom;

impl RngCore for OsRandom {
    fn next_u32(&mut self) -> u32 {
        u32::from_ne_bytes(bytes())
    }

    fn next_u64(&mut self) -> u64 {
        u64::from_ne_bytes(bytes())
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        getrandom::fill(dest).expect("the operating system gives random bytes");
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for OsRandom {}

/// So many random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut buffer = [0; N];
    OsRandom.fill_bytes(&mut buffer);
    buffer
}

/// An opaque value for a code or a token, base64url of 48 random bytes.
pub(crate) fn opaque() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<48>())
}

/// A random GUID.
pub(crate) fn guid() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A user code as Entra makes them: nine characters that are hard to confuse (RFC 8628 section 6.1).
pub(crate) fn user_code() -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    bytes::<9>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}
