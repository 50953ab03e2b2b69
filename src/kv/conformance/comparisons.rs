//! What an adapter owes that compares: that of all who write on a condition one does, and none of the others. Of one that does not: that it
//! doesn't look as if it could.

use std::time::Duration;

use crate::kv::Condition::{Always, New, Version};
use crate::kv::Kv;
use crate::kv::conformance::Report;
use crate::kv::conformance::tested::{Tested, Verdict, check, same, together};

const WRITERS: u32 = 200;

/// How often one of them tries, with up to a second between two tries.
const TRIES: u32 = 300;

pub(super) async fn run<K: Kv>(kv: &Tested<'_, K>, report: &mut Report) {
    if !kv.capabilities().atomic {
        report.add("it declares that it can't compare, and gives no versions", without_versions(kv).await);
        return;
    }
    report.add("a version stays while nobody writes, and changes at every write", versions(kv).await);
    report.add("of many at once one creates a record", one_creates(kv).await);
    report.add("a put with a version writes nothing where there is nothing", not_again(kv).await);
    report.add("a version from before a deletion is refused after it was created again", no_return(kv).await);
    report.add("200 increments at once lose none", increments(kv).await);
}

async fn without_versions<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let key = kv.fresh();
    kv.put(&key, b"one", Always).await?;
    check(kv.get(&key).await?.is_some_and(|found| found.version.is_none()), "get gives a version, or nothing")
}

async fn versions<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let (key, mut seen) = (kv.fresh(), Vec::new());
    for _ in 0..5 {
        kv.put(&key, b"same", Always).await?;
        let version = kv.version(&key).await?;
        check(kv.version(&key).await? == version, "it is another at the next get")?;
        check(kv.put(&key, b"same", Version(&version)).await?, "it is no longer that version at the next put")?;
        seen.push(version);
    }
    for version in seen {
        check(!kv.put(&key, b"late", Version(&version)).await?, "an old version is taken")?;
    }
    same(kv.value(&key).await?.as_deref(), b"same", "afterwards")
}

async fn one_creates<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let key = &kv.fresh();
    let writers = (0..20).map(|writer: u8| async move { (writer, kv.put(key, &[writer], New).await) });
    let mut won = Vec::new();
    for (writer, put) in together(writers).await {
        if put? {
            won.push(writer);
        }
    }
    check(won.len() == 1, format!("{} create it", won.len()))?;
    same(kv.value(key).await?.as_deref(), &won, "it holds what that one wrote")
}

async fn not_again<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let key = kv.fresh();
    kv.put(&key, b"one", Always).await?;
    let version = kv.version(&key).await?;
    kv.delete(&key).await?;
    check(!kv.put(&key, b"late", Version(&version)).await?, "put gives true")?;
    check(kv.get(&key).await?.is_none(), "it is there again")
}

async fn no_return<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let key = kv.fresh();
    kv.put(&key, b"same", Always).await?;
    let version = kv.version(&key).await?;
    kv.delete(&key).await?;
    check(kv.put(&key, b"same", New).await?, "it can't be created again")?;
    check(!kv.put(&key, b"late", Version(&version)).await?, "the old version is taken")
}

async fn increments<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let key = &kv.fresh();
    kv.put(key, &0_u32.to_be_bytes(), Always).await?;
    for done in together((0..WRITERS).map(|writer| increment(kv, key, writer))).await {
        done?;
    }
    same(kv.value(key).await?.as_deref(), &WRITERS.to_be_bytes(), "the sum")
}

async fn increment<K: Kv>(kv: &Tested<'_, K>, key: &str, writer: u32) -> Verdict {
    for tried in 0..TRIES {
        let found = kv.get(key).await?.ok_or("the record is gone while it is written")?;
        let version = found.version.ok_or("get gives no version")?;
        let count = <[u8; 4]>::try_from(&*found.value).map_err(|_| "other bytes came back")?;
        let next = u32::from_be_bytes(count) + 1;
        if kv.put(key, &next.to_be_bytes(), Version(&version)).await? {
            return Ok(());
        }
        // Each waits for another time.
        let most = 1_u64.checked_shl(tried).unwrap_or(1000).min(1000);
        kv.sleep(Duration::from_millis(most * u64::from(writer) / u64::from(WRITERS))).await;
    }
    Err(format!("one of {WRITERS} writers was not let through in {TRIES} tries"))
}
