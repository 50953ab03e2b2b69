//! The pages of owners' indexes at the border: their keys, and what seals and opens them.

use wasm_bindgen::prelude::*;

use crate::wasm::border::{Answer, call};

/// The key of an owner's page: the input is the owner, `length` bytes.
#[wasm_bindgen]
#[must_use]
pub fn owner_key(handle: usize, length: usize, page: u8) -> i32 {
    call(|border| {
        let key = border.site(handle)?.owners()?.key(border.input(length), page)?;
        Ok(Answer::Bytes(key.into_bytes()))
    })
}

/// An owner's page, sealed: the input is the owner and what is on the page.
#[wasm_bindgen]
#[must_use]
pub fn seal_page(handle: usize, owner: usize, length: usize, page: u8) -> i32 {
    call(|border| {
        let (owner, plain) = border.parts(owner, length);
        border.site(handle)?.owners()?.seal(owner, page, plain).map(Answer::Bytes)
    })
}

/// What is on an owner's page: the input is the owner and the page. Something else than was asked for if it can't be opened.
#[wasm_bindgen]
#[must_use]
pub fn open_page(handle: usize, owner: usize, length: usize, page: u8) -> i32 {
    call(|border| {
        let (owner, sealed) = border.parts(owner, length);
        Ok(match border.site(handle)?.owners()?.open(owner, page, sealed)? {
            Ok(plain) => Answer::Bytes(plain.to_vec()),
            Err(_) => Answer::Other(Vec::new()),
        })
    })
}
