//! The order of terms: number < atom < reference < pid < tuple < map < nil < list < bitstring.
//!
//! It is the exact order in which maps hold their keys: every integer is below every float. See "Term Comparisons" in the
//! Erlang reference manual. Where OTP compares 0.0 and -0.0, they are equal up to OTP 26, and told apart
//! since OTP 27: here they are equal for [`Otp::Otp25`] alone.
//!
//! Terms are not compared themselves but by their codes: bytes that are in the same order, and the same if the terms are equal,
//! in however many ways these can be written. No code is the beginning of another one, so those of a tuple's items follow each
//! other just like that.

use std::cmp::Ordering;

use crate::term::head::Head;
use crate::term::integer::significant;
use crate::term::opaque::Opaque;
use crate::term::otp::Otp;
use crate::term::put::take_last;
use crate::term::walk::{Container, Place, Step, Walk};

const INTEGER: u8 = 0;
const FLOAT: u8 = 1;
const ATOM: u8 = 2;
const REFERENCE: u8 = 3;
const PID: u8 = 4;
const TUPLE: u8 = 5;
const MAP: u8 = 6;
const NIL: u8 = 7;
/// Stands before each item of a list, as before each of Erlang's cells.
const LIST: u8 = 8;
const BITSTRING: u8 = 9;

/// Adds the code of the term at `at` to `out`, and gives where the term ends. Nothing if `budget`, the bytes that may be moved to put the pairs of its maps in
/// order, does not suffice.
pub(crate) fn put_code(bytes: &[u8], at: usize, otp: Otp, budget: &mut usize, out: &mut Vec<u8>) -> Option<usize> {
    let mut walk = Walk::new(bytes, at, usize::MAX);
    // Where the codes of the keys and values begin, of all the maps that are open.
    let mut terms = Vec::new();
    while let Some(step) = walk.next().ok()? {
        match step {
            Step::Term(place, head) => {
                match place {
                    Place::Item => out.push(LIST),
                    Place::Key | Place::Value => terms.push(out.len()),
                    Place::Plain | Place::Tail => {}
                }
                put_head(&head, otp, out);
            }
            Step::End(frame) if frame.container == Container::Map => {
                let map = take_last(frame.count, &mut terms);
                put_in_order(&map, budget, out)?;
            }
            Step::End(_) => {}
        }
    }
    Some(walk.at())
}

/// Puts the codes of a map's keys and values, which begin at `terms`, in order: first all keys, then all values.
fn put_in_order(terms: &[usize], budget: &mut usize, out: &mut Vec<u8>) -> Option<()> {
    let (Some(start), 3..) = (terms.first(), terms.len()) else {
        return Some(());
    };
    *budget = budget.checked_sub(out.len() - start)?;
    let code = |term: usize| out.get(*terms.get(term)?..terms.get(term + 1).copied().unwrap_or(out.len()));
    let by_key = order(terms.len() / 2, &|left, right| code(2 * left).cmp(&code(2 * right)));
    let mut ordered = Vec::with_capacity(out.len() - start);
    for half in [0, 1] {
        for pair in &by_key {
            ordered.extend_from_slice(code(2 * pair + half)?);
        }
    }
    out.truncate(*start);
    out.extend_from_slice(&ordered);
    Some(())
}

fn put_head(head: &Head<'_>, otp: Otp, out: &mut Vec<u8>) {
    match head {
        Head::Int(int) => put_integer(*int < 0, &int.unsigned_abs().to_le_bytes(), out),
        Head::Big(is_negative, magnitude) => put_integer(*is_negative, magnitude, out),
        Head::Float(float) => {
            // The greater the number, the greater the bits; of the negative ones, the smaller. With 0.0 added there is no -0.0.
            let bits = if otp == Otp::Otp25 { float + 0.0 } else { *float }.to_bits();
            out.push(FLOAT);
            out.extend_from_slice(&(if bits >> 63 == 0 { bits ^ 1 << 63 } else { !bits }).to_be_bytes());
        }
        Head::Atom(name) => {
            out.push(ATOM);
            put_text(&name.utf8(), out);
        }
        Head::Binary(bytes) => put_bitstring(bytes, 8, out),
        Head::Bits(bytes, bits) => put_bitstring(bytes, *bits, out),
        Head::Opaque(opaque) => put_opaque(opaque, out),
        Head::Nil => out.push(NIL),
        Head::String(bytes) => {
            for byte in *bytes {
                out.push(LIST);
                put_integer(false, &[*byte], out);
            }
            out.push(NIL);
        }
        Head::List(_) => {}
        Head::Tuple(count) => put_counted(TUPLE, *count, out),
        Head::Map(count) => put_counted(MAP, *count, out),
    }
}

fn put_counted(kind: u8, count: usize, out: &mut Vec<u8>) {
    out.push(kind);
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
}

/// The sign and the length in one number, then the magnitude from its most significant byte on.
fn put_integer(is_negative: bool, magnitude: &[u8], out: &mut Vec<u8>) {
    let magnitude = significant(magnitude);
    let mask = if is_negative { 0xFF } else { 0 };
    out.extend_from_slice(&[INTEGER, !mask]);
    let length = u32::try_from(magnitude.len()).unwrap_or(u32::MAX).to_le_bytes();
    for byte in length.iter().rev().chain(magnitude.iter().rev()) {
        out.push(byte ^ mask);
    }
}

fn put_bitstring(bytes: &[u8], bits: u8, out: &mut Vec<u8>) {
    out.push(BITSTRING);
    let mut bytes = bytes.to_vec();
    if let Some(last) = bytes.last_mut() {
        *last &= !0xFF_u8.checked_shr(bits.into()).unwrap_or(0);
    }
    put_text(&bytes, out);
    out.push(bits);
}

fn put_opaque(bytes: &[u8], out: &mut Vec<u8>) {
    let Some(opaque) = Opaque::read(bytes) else { return };
    out.push(if opaque.is_pid { PID } else { REFERENCE });
    opaque.put_code(out, put_text);
}

/// Any bytes and their end: two zeros, which no bytes come to.
fn put_text(text: &[u8], out: &mut Vec<u8>) {
    for byte in text {
        out.push(*byte);
        if *byte == 0 {
            out.push(0xFF);
        }
    }
    out.extend_from_slice(&[0, 0]);
}

/// The numbers from 0 to `count` in ascending order of what `compare` says of them; equal ones stay as they stand.
///
/// All that is sorted is sorted here, by its numbers: a sort of each type's own takes 2 to 3 KB of gzip.
pub(crate) fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
}
