//! The order of terms: number < atom < reference < pid < tuple < map < nil < list < bitstring.
//!
//! It is the exact order in which maps hold their keys: every integer is below every float. See "Term Comparisons" in the
//! Erlang reference manual. Where OTP compares 0.0 and -0.0, they are equal (up to OTP 26; told apart since OTP 27).

use std::cmp::Ordering;

use crate::term::Term;

/// What is still to be compared, the first on top.
enum Step<'a> {
    Terms(&'a Term, &'a Term),
    Settled(Ordering),
}

/// Compares two terms. Maps inside them must hold their keys in this very order (see [`sorted`](crate::term_keys::sorted)).
///
/// Works off a stack of its own: terms from outside never make it recurse.
#[inline(never)]
pub(crate) fn compare(left: &Term, right: &Term) -> Ordering {
    let mut steps = vec![Step::Terms(left, right)];
    while let Some(step) = steps.pop() {
        let settled = match step {
            Step::Settled(ordering) => ordering,
            Step::Terms(left, right) => shallow(left, right, &mut steps),
        };
        if settled != Ordering::Equal {
            return settled;
        }
    }
    Ordering::Equal
}

/// Compares what needs no look inside; `Equal` leaves the insides to `steps`.
fn shallow<'a>(left: &'a Term, right: &'a Term, steps: &mut Vec<Step<'a>>) -> Ordering {
    let ranks = rank(left).cmp(&rank(right));
    if ranks != Ordering::Equal {
        return ranks;
    }
    if let (Some(left), Some(right)) = (conses(left), conses(right)) {
        lists(left, right, steps);
    } else if let (Some(left), Some(right)) = (bitstring(left), bitstring(right)) {
        return bits(left, right);
    } else if let (Term::Atom(left), Term::Atom(right)) = (left, right) {
        return left.cmp(right);
    } else if let (Term::Float(left), Term::Float(right)) = (left, right) {
        // Floats are finite, so they always compare.
        return left.partial_cmp(right).unwrap_or(Ordering::Equal);
    } else if let (Term::Opaque(left), Term::Opaque(right)) = (left, right) {
        return opaque_key(left).cmp(&opaque_key(right));
    } else if let (Term::Tuple(left), Term::Tuple(right)) = (left, right) {
        steps.extend(left.iter().zip(right).rev().map(|(left, right)| Step::Terms(left, right)));
        return left.len().cmp(&right.len());
    } else if let (Term::Map(left), Term::Map(right)) = (left, right) {
        // First all keys, then all values.
        steps.extend(left.iter().zip(right).rev().map(|(left, right)| Step::Terms(&left.1, &right.1)));
        steps.extend(left.iter().zip(right).rev().map(|(left, right)| Step::Terms(&left.0, &right.0)));
        return left.len().cmp(&right.len());
    } else {
        return integers(left, right);
    }
    Ordering::Equal
}

fn integers(left: &Term, right: &Term) -> Ordering {
    match (left, right) {
        (Term::Int(left), Term::Int(right)) => left.cmp(right),
        (Term::Big(left), Term::Big(right)) => left.cmp(right),
        // Whatever does not fit 64 bits is beyond all that does.
        (Term::Big(left), _) => {
            if left.is_negative() {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (_, Term::Big(right)) => {
            if right.is_negative() {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        _ => Ordering::Equal,
    }
}

const NIL: u8 = 7;
const LIST: u8 = 8;

fn rank(term: &Term) -> u8 {
    match term {
        Term::Int(_) | Term::Big(_) => 0,
        Term::Float(_) => 1,
        Term::Atom(_) => 2,
        Term::Opaque(bytes) => 3 + u8::from(is_pid(bytes)),
        Term::Tuple(_) => 5,
        Term::Map(_) => 6,
        Term::List(items) if items.is_empty() => NIL,
        Term::List(_) | Term::Improper(..) => LIST,
        Term::Binary(_) | Term::Bits { .. } => 9,
    }
}

type Conses<'a> = (&'a [Term], Option<&'a Term>);

/// The items of a list that is not empty, and its tail if that is not nil.
fn conses(term: &Term) -> Option<Conses<'_>> {
    if let Term::Improper(items, tail) = term {
        return Some((items, Some(tail)));
    }
    if let Term::List(items) = term
        && !items.is_empty()
    {
        Some((items, None))
    } else {
        None
    }
}

/// Item by item; where one list ends, its tail meets the tail of the other, or the rest of its items.
fn lists<'a>((left, left_tail): Conses<'a>, (right, right_tail): Conses<'a>, steps: &mut Vec<Step<'a>>) {
    let tail_rank = |tail: Option<&Term>| tail.map_or(NIL, rank);
    steps.push(match left.len().cmp(&right.len()) {
        Ordering::Less => Step::Settled(tail_rank(left_tail).cmp(&LIST)),
        Ordering::Greater => Step::Settled(LIST.cmp(&tail_rank(right_tail))),
        Ordering::Equal => match (left_tail, right_tail) {
            (Some(left), Some(right)) => Step::Terms(left, right),
            (left, right) => Step::Settled(tail_rank(left).cmp(&tail_rank(right))),
        },
    });
    steps.extend(left.iter().zip(right).rev().map(|(left, right)| Step::Terms(left, right)));
}

/// The bytes of a bitstring and how many bits of the last one are used.
fn bitstring(term: &Term) -> Option<(&[u8], u8)> {
    if let Term::Bits { bytes, bits } = term {
        return Some((bytes, *bits));
    }
    if let Term::Binary(bytes) = term { Some((bytes, 8)) } else { None }
}

/// Bit by bit, then the shorter is the smaller. Unused bits are zero.
fn bits((left, left_bits): (&[u8], u8), (right, right_bits): (&[u8], u8)) -> Ordering {
    let shared = left.len().min(right.len());
    let bits_in = |bytes: &[u8], bits: u8| if bytes.len() == shared { bits } else { 8 };
    let last = bits_in(left, left_bits).min(bits_in(right, right_bits)).min(8);
    let mask = !(0xFF_u8.checked_shr(u32::from(last)).unwrap_or(0));
    for (at, (left, right)) in left.iter().zip(right).enumerate() {
        let mask = if at + 1 == shared { mask } else { 0xFF };
        let settled = (left & mask).cmp(&(right & mask));
        if settled != Ordering::Equal {
            return settled;
        }
    }
    left.len().cmp(&right.len()).then(left_bits.cmp(&right_bits))
}

const fn is_pid(opaque: &[u8]) -> bool {
    matches!(opaque, [88, ..])
}

/// Pids go by number, serial, node and creation; references by node, creation and their words, the last one first.
///
/// 88, a node's atom (119, its length, its name), number, serial, creation; or 90, a count of words, a node, creation, words.
fn opaque_key(opaque: &[u8]) -> Vec<&[u8]> {
    let at = |from: usize, to: usize| opaque.get(from..to).unwrap_or_default();
    let end = opaque.len();
    if is_pid(opaque) {
        let numbers = end.saturating_sub(12);
        return vec![at(numbers, numbers + 8), at(3, numbers), at(numbers + 8, end)];
    }
    let words = end.saturating_sub(4 * usize::from(opaque.get(2).copied().unwrap_or_default()));
    let creation = words.saturating_sub(4);
    [at(5, creation), at(creation, words)].into_iter().chain(at(words, end).chunks(4).rev()).collect()
}

/// The numbers from 0 to `count` in ascending order of what `compare` says of them (heapsort: no recursion, and small).
#[inline(never)]
pub(crate) fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut heap: Vec<usize> = (0..count).collect();
    for root in (0..count / 2).rev() {
        sift(&mut heap, root, compare);
    }
    for end in (1..count).rev() {
        heap.swap(0, end);
        let (heap, _) = heap.split_at_mut(end);
        sift(heap, 0, compare);
    }
    heap
}

/// Lets what is at `root` sink below all that is greater.
#[inline(never)]
fn sift(heap: &mut [usize], mut root: usize, compare: &dyn Fn(usize, usize) -> Ordering) {
    let less = |heap: &[usize], left: usize, right: usize| match (heap.get(left), heap.get(right)) {
        (Some(left), Some(right)) => compare(*left, *right) == Ordering::Less,
        _ => false,
    };
    loop {
        let mut child = 2 * root + 1;
        if less(heap, child, child + 1) {
            child += 1;
        }
        if !less(heap, root, child) {
            return;
        }
        heap.swap(root, child);
        root = child;
    }
}
