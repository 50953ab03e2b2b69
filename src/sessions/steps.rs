//! A plan's steps, performed in order: all of them, or none that anyone could see.

use crate::error::Error;
use crate::sessions::service::Service;
use crate::store::Step;

/// Gives the key of a record that had changed since it was read: then nothing was done. `version` is that of the record that was read.
pub(crate) async fn perform<'s>(
    service: &Service,
    steps: &'s [Step],
    version: Option<&[u8]>,
) -> Result<Option<&'s str>, Error> {
    if steps.iter().any(|step| matches!(step, Step::Enter { .. })) {
        // Unseen by whoever revokes all of an owner's sessions, it would outlive that.
        return Err(Error::config(
            "owner: the driver for Rust keeps no index of owners: a session with one is written by the npm package",
        ));
    }
    let mut created = None;
    let done = all(service, steps, version, &mut created).await;
    if !matches!(done, Ok(None))
        && let Some((key, _)) = created
    {
        // Nobody was told the new record's sid yet: should this fail, it lies there unread until its time is up.
        let _ = service.remove(key).await;
    }
    done
}

async fn all<'s>(
    service: &Service,
    steps: &'s [Step],
    version: Option<&[u8]>,
    created: &mut Option<(&'s str, u32)>,
) -> Result<Option<&'s str>, Error> {
    for step in steps {
        match step {
            Step::Write { key, value, ttl_s, create: true } => {
                if !service.create(key, value, *ttl_s).await? {
                    // With 256 random bits this is a service that answers wrongly, or one that wrote a put which it said had failed.
                    return Err(Error::store("kv.put: a new session's key was taken already", true, None));
                }
                *created = Some((key, *ttl_s));
            }
            Step::Write { key, value, ttl_s, create: false } => {
                if !service.replace(key, value, *ttl_s, version).await? {
                    return Ok(Some(key));
                }
            }
            Step::Delete { key, mark } => service.delete(key, mark).await?,
            Step::Retire { key, mark } => {
                if !service.retire(key, version, mark, created.map_or(1, |(_, ttl_s)| ttl_s)).await? {
                    return Ok(Some(key));
                }
            }
            // What an index says of a session that is over, or of its last use, nobody is let in by.
            Step::Enter { .. } | Step::Seen { .. } | Step::Leave { .. } => {}
        }
    }
    Ok(None)
}
