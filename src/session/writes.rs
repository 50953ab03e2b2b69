//! What a request does to its session: `put_session` and the like, on the flat value.

use std::collections::BTreeSet;

use serde_core::Serialize;

use crate::error::Error;
use crate::session::bytes::{CLEARED, SENT, Session, TOUCHED, TRACKED};
use crate::session::header::Action;
use crate::session::map::{self, SORTED_PAIRS};
use crate::session::merge::Merge;
use crate::term::decode::entries;
use crate::term::order::order;
use crate::term::typed;

/// A key, and what is put under it; if nothing, it is deleted. The value is one encoded term without a version byte.
pub(crate) type Write<'a> = (&'a [u8], Option<&'a [u8]>);

/// Up to so many writes are made one by one: a pass for each is less than the index for all.
const FEW: usize = 8;

/// A map that was empty, after some puts: in the order of the keys, where as many stand in it. None if that is not what is written.
fn made(map: &[u8], writes: &[Write<'_>]) -> Option<Vec<u8>> {
    if writes.len() > SORTED_PAIRS as usize || entries(map).next().is_some() {
        return None;
    }
    let puts: Vec<_> = writes.iter().map(|(key, value)| Some((*key, (*value)?))).collect::<Option<_>>()?;
    let key = |at: usize| puts.get(at).map(|(key, _)| *key);
    let by_key = order(puts.len(), &|left, right| key(left).cmp(&key(right)));
    let mut bytes = map::EMPTY.to_vec();
    bytes.reserve(puts.iter().map(|(key, value)| 5 + key.len() + value.len()).sum());
    let mut count = 0;
    for (place, at) in by_key.iter().enumerate() {
        // Of a key that is put again, the last counts.
        let next = by_key.get(place + 1).and_then(|next| key(*next));
        if let Some((key, value)) = puts.get(*at).filter(|(key, _)| next != Some(key)) {
            map::push_pair(None, key, value, &mut bytes);
            count += 1;
        }
    }
    map::set_pairs(&mut bytes, 0, count);
    Some(bytes)
}

/// A map after some writes.
fn written(map: &[u8], writes: &[Write<'_>]) -> Vec<u8> {
    if let Some(made) = made(map, writes) {
        return made;
    }
    if writes.len() <= FEW {
        let mut map = map.to_vec();
        for (key, value) in writes {
            match value {
                Some(value) => map::put(&mut map, 0, key, value),
                None => map::delete(&mut map, 0, key),
            }
        }
        return map;
    }
    let mut merge = Merge::new(map);
    for (key, value) in writes {
        match value {
            Some(value) => merge.put(key, value),
            None => merge.delete(key),
        }
    }
    merge.into_bytes()
}

impl Session {
    /// Puts the session onto another base: what this request changed stays changed, the rest becomes as `map` has it.
    ///
    /// ```
    /// # use waxseal::session::{Session, Sid};
    /// # use std::collections::BTreeMap;
    /// # let map = |pairs| waxseal::term::to_vec(&BTreeMap::from(pairs));
    /// let mut session = Session::new(&Sid::Term, &map([("cart", 1), ("user", 7)])?, b"", None);
    /// session.track();
    /// session.put("cart", &2)?;
    ///
    /// // Another request wrote meanwhile.
    /// session.rebase(&map([("cart", 1), ("user", 8)])?, b"");
    /// assert_eq!((session.get("cart")?, session.get("user")?), (Some(2), Some(8)));
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    pub fn rebase(&mut self, map: &[u8], note: &[u8]) {
        let ours = Merge::new(self.map());
        let writes: Vec<_> = self.changed().map(|key| (key, ours.get(key))).collect();
        let base = written(if self.was_cleared() { map::EMPTY } else { map }, &writes);
        self.set_map(&base);
        self.set_note(note);
    }

    /// Keep account of the keys that change, for a store that merges key by key.
    pub fn track(&mut self) {
        self.set_flag(TRACKED);
    }

    /// `Plug.Conn.put_session/3` of any value. See [`typed`] for what it becomes.
    ///
    /// ```
    /// # use waxseal::session::Session;
    /// #[derive(serde::Serialize)]
    /// struct Item<'a> {
    ///     sku: &'a str,
    ///     price: f64,
    /// }
    ///
    /// # let mut session = Session::default();
    /// session.put("cart", &[Item { sku: "tea", price: 4.5 }])?;
    /// let error = session.put("cart", &[Item { sku: "cups", price: f64::NAN }]).unwrap_err();
    /// assert_eq!(error.to_string(), "cart[0].price: is infinite or not a number");
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// After the commit; a value that can't be written, with its [path](Error::path). The session stays as it was.
    pub fn put<T: Serialize + ?Sized>(&mut self, key: impl AsRef<[u8]>, value: &T) -> Result<(), Error> {
        self.check_not_sent()?;
        let term = typed::to_value(value, key.as_ref())?;
        self.put_raw(key.as_ref(), &term)
    }

    /// Puts the bytes of one term without its version byte, which are taken as they are. Mostly [`put`](Session::put) is what is wanted; any
    /// term at all is put as a [`Term`](crate::term::Term).
    ///
    /// ```
    /// # use waxseal::session::Session;
    /// # let mut session = Session::default();
    /// // 7
    /// session.put_raw(b"user", b"a\x07")?;
    /// assert_eq!(session.get("user")?, Some(7));
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn put_raw(&mut self, key: &[u8], value: &[u8]) -> Result<(), Error> {
        self.mark_write()?;
        self.note_change(key);
        let (bytes, map_at) = self.map_mut();
        map::put(bytes, map_at, key, value);
        Ok(())
    }

    /// Puts (a key and its value) and deletes (a key alone), one after the other.
    ///
    /// ```
    /// # use waxseal::session::Session;
    /// # let mut session = Session::default();
    /// session.write_all(&[(b"user", Some(b"a\x07")), (b"guest", None)])?;
    /// assert_eq!(session.get("user")?, Some(7));
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn write_all(&mut self, writes: &[Write<'_>]) -> Result<(), Error> {
        let in_place = writes.len() <= 1 || writes.len() <= FEW && entries(self.map()).next().is_some();
        if in_place {
            return writes.iter().try_for_each(|(key, value)| match value {
                Some(value) => self.put_raw(key, value),
                None => self.delete(key),
            });
        }
        self.mark_write()?;
        if self.flag(TRACKED) {
            let mut known = BTreeSet::new();
            known.extend(self.changed());
            let new: Vec<_> = writes.iter().map(|(key, _)| *key).filter(|key| known.insert(key)).collect();
            self.add_changed(&new);
        }
        let map = written(self.map(), writes);
        self.set_map(&map);
        Ok(())
    }

    /// `Plug.Conn.delete_session/2`. Marks the session as written even when there is no such key, as Plug does.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn delete(&mut self, key: impl AsRef<[u8]>) -> Result<(), Error> {
        let key = key.as_ref();
        self.mark_write()?;
        self.note_change(key);
        let (bytes, map_at) = self.map_mut();
        map::delete(bytes, map_at, key);
        Ok(())
    }

    /// `Plug.Conn.clear_session/1`: the session goes on, with the same sid and no keys.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.mark_write()?;
        self.set_flag(CLEARED);
        self.set_map(map::EMPTY);
        Ok(())
    }

    /// `Plug.Conn.configure_session/2`: in one call `renew` goes before `drop` and `drop` before `ignore`; over calls the last
    /// one holds; an option that is false does nothing.
    ///
    /// ```
    /// # use waxseal::session::Session;
    /// # let mut session = Session::default();
    /// // A log-in: nothing of who was here before, under another sid.
    /// session.delete("cart")?;
    /// session.clear()?;
    /// session.configure(true, false, false)?;
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn configure(&mut self, renew: bool, drop: bool, ignore: bool) -> Result<(), Error> {
        self.check_not_sent()?;
        if renew {
            self.set_action(Action::Renew);
        } else if drop {
            self.set_action(Action::Drop);
        } else if ignore {
            self.set_action(Action::Ignore);
        }
        Ok(())
    }

    /// Notes at the commit that the session is in use, whether that is due or not, and sends the browser its cookie again. Where there
    /// is no session, nothing.
    ///
    /// ```
    /// # use waxseal::session::{Session, Sid, map};
    /// let mut session = Session::new(&Sid::Term, map::EMPTY, b"", None);
    /// session.touch()?;
    /// assert!(session.is_touched());
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn touch(&mut self) -> Result<(), Error> {
        self.check_not_sent()?;
        if self.is_found() {
            self.set_flag(TOUCHED);
        }
        Ok(())
    }

    /// Whether it was [touched](Session::touch).
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.flag(TOUCHED)
    }

    /// Marks the session as committed.
    ///
    /// ```
    /// # use waxseal::session::Session;
    /// # let mut session = Session::default();
    /// session.check_not_sent()?;
    /// session.mark_sent()?;
    /// assert_eq!(session.put("user", &7).unwrap_err().code(), "ERR_ALREADY_SENT");
    /// # Ok::<(), waxseal::error::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The second time (`Plug.Conn.AlreadySentError`).
    pub fn mark_sent(&mut self) -> Result<(), Error> {
        self.check_not_sent()?;
        self.set_flag(SENT);
        Ok(())
    }

    /// Refuses to go on after the commit.
    ///
    /// # Errors
    ///
    /// After the commit.
    pub fn check_not_sent(&self) -> Result<(), Error> {
        if self.flag(SENT) {
            return Err(Error::already_sent(
                "the session was already committed: write to it before the response is sent, and commit it once",
            ));
        }
        Ok(())
    }

    /// Plug's `put_new(:write)`: a write never overrides drop, renew or ignore.
    pub(crate) fn mark_write(&mut self) -> Result<(), Error> {
        self.check_not_sent()?;
        if self.action() == Action::None {
            self.set_action(Action::Write);
        }
        Ok(())
    }

    fn note_change(&mut self, key: &[u8]) {
        if self.flag(TRACKED) && !self.changed().any(|changed| changed == key) {
            self.add_changed(&[key]);
        }
    }
}
