//! What stands inside a chunk: the only place that knows how values become bytes.
//!
//! bincode does it, which is no longer maintained and whose bytes do not describe themselves.
//! Another encoding would change this file, and give the chunks new tags.

use bincode::config::{Configuration, Fixint, Limit, LittleEndian};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The most bytes that one value may take: what a damaged length claims is not believed.
const LIMIT: usize = 16 << 20;

const CONFIG: Configuration<LittleEndian, Fixint, Limit<LIMIT>> =
    bincode::config::standard().with_fixed_int_encoding().with_limit::<LIMIT>();

/// The bytes of a value; none if it takes more than 16 MiB.
pub(super) fn encode(value: &impl Serialize) -> Vec<u8> {
    bincode::serde::encode_to_vec(value, CONFIG).unwrap_or_default()
}

/// The value of some bytes, or what is wrong with them.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    match bincode::serde::decode_from_slice(bytes, CONFIG) {
        Ok((value, length)) if length == bytes.len() => Ok(value),
        Ok((_, length)) => Err(format!("{} bytes too many", bytes.len() - length)),
        Err(error) => Err(error.to_string()),
    }
}
