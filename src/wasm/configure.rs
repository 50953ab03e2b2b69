//! A map of options becomes a [`Site`], and a site is found by its handle.

use wasm_bindgen::prelude::*;

use crate::crypto::secret_key_base::SecretKeyBase;
use crate::crypto::stack;
use crate::error::Error;
use crate::wasm::border::{Answer, Border, change};
use crate::wasm::site::Site;

/// Makes a site out of options, a term of `length` bytes in the input, and gives its handle. `kind` 0 is the cookie store, 1 the
/// same with a serializer of the user's, 2 the key-value store, 3 a store of the user's.
#[wasm_bindgen]
#[must_use]
pub fn site(length: usize, kind: u8) -> i32 {
    change(|border| {
        let options = zeroize::Zeroizing::new(border.input(length).to_vec());
        border.wipe_input(length);
        let handle = border.sites.find_or_make(&options, kind);
        stack::wipe();
        let handle = handle?;
        Ok(Answer::Number(i32::try_from(handle).unwrap_or(i32::MAX)))
    })
}

/// Sets the connection's secret for the calls that follow: `length` bytes of input; none if that is negative.
#[wasm_bindgen]
#[must_use]
pub fn conn_secret(handle: usize, length: i32) -> i32 {
    change(|border| {
        let length = usize::try_from(length).ok();
        let secret = length.map(|length| SecretKeyBase::new(border.input(length)));
        border.wipe_input(length.unwrap_or(0));
        stack::wipe();
        border.sites.find_mut(handle)?.conn_secret = secret;
        Ok(Answer::Number(0))
    })
}

impl Border {
    pub(crate) fn site(&self, handle: usize) -> Result<&Site, Error> {
        self.sites.find(handle)
    }
}
