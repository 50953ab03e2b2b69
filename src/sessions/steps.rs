//! A plan's steps, performed in order: all of them, or none that anyone could see.

use crate::error::Error;
use crate::sessions::owners::index::Index;
use crate::store::{Entry, Step};

/// Gives the key of a record that had changed since it was read: then nothing was done. `version` is that of the record that was read.
pub(crate) async fn perform<'s>(
    index: Index<'_>,
    steps: &'s [Step],
    version: Option<&[u8]>,
) -> Result<Option<&'s str>, Error> {
    let mut undo = Undo::default();
    let done = all(index, steps, version, &mut undo).await;
    if !matches!(done, Ok(None)) {
        undo.run(index).await;
    }
    done
}

/// What is to be undone where the rest fails.
#[derive(Default)]
struct Undo<'s> {
    /// A new record, and its seconds to live.
    created: Option<(&'s str, u32)>,
    /// The entry of a new record in its owner's index.
    entered: Option<(&'s str, &'s Entry)>,
}

impl Undo<'_> {
    /// Nobody was told the new record's sid yet: should this fail, it lies there unread until its time is up.
    async fn run(self, index: Index<'_>) {
        if let Some((key, _)) = self.created {
            let _ = index.service.remove(key).await;
        }
        if let Some((owner, entry)) = self.entered {
            index.leave(owner, entry).await;
        }
    }
}

async fn all<'s>(
    index: Index<'_>,
    steps: &'s [Step],
    version: Option<&[u8]>,
    undo: &mut Undo<'s>,
) -> Result<Option<&'s str>, Error> {
    let service = index.service;
    let creates = steps.iter().any(|step| matches!(step, Step::Write { create: true, .. }));
    let is_owned = steps.iter().any(|step| matches!(step, Step::Enter { .. }));
    for step in steps {
        match step {
            Step::Enter { owner, entry, from } => {
                // Whether it fails or not: it may be there. That of a record that there is may be another request's as well.
                undo.entered = Some((&**owner, entry)).filter(|_| creates);
                index.enter(owner, entry, from.as_ref()).await?;
            }
            Step::Write { key, value, ttl_s, create: true } => {
                if is_owned && !service.is_atomic() && service.is_marked(key).await? {
                    return Err(revoked());
                }
                if !service.create(key, value, *ttl_s).await? {
                    return Err(if is_owned && service.is_marked(key).await? { revoked() } else { taken() });
                }
                undo.created = Some((key, *ttl_s));
            }
            Step::Write { key, value, ttl_s, create: false } => {
                if !service.replace(key, value, *ttl_s, version).await? {
                    return Ok(Some(key));
                }
            }
            Step::Delete { key, mark } => service.drop(key, mark).await?,
            Step::Retire { key, mark } => {
                if !service.retire(key, version, mark, undo.created.map_or(1, |(_, ttl_s)| ttl_s)).await? {
                    return Ok(Some(key));
                }
            }
            Step::Seen { owner, entry } => index.seen(owner, entry).await,
            Step::Leave { owner, entry } => index.leave(owner, entry).await,
        }
    }
    Ok(None)
}

/// With 256 random bits this is a service that answers wrongly, or one that wrote a put which it said had failed.
fn taken() -> Error {
    Error::store("kv.put: a new session's key was taken already", true, None)
}

pub(crate) fn revoked() -> Error {
    Error::session_interrupted(
        "the owner's sessions were revoked while this request ran; nothing was written. A request that does so itself and logs in anew \
         gives its session to revoke as except",
    )
}
