//! What every adapter owes.

use std::pin::Pin;

use crate::kv::Condition::{Always, New};
use crate::kv::Kv;
use crate::kv::conformance::Report;
use crate::kv::conformance::tested::{TTL_S, Tested, Verdict, check, same};

/// Values that a client might take for something else.
const VALUES: [(&str, &[u8]); 6] = [
    ("no bytes come back as they were", b""),
    ("one zero comes back as it was", b"\0"),
    ("what is no UTF-8 comes back as it was", b"\xc3\x28\xff\xfe\xed\xa0\x80"),
    ("what looks like a number comes back as it was", b"12345"),
    ("what looks like JSON comes back as it was", b"{\"a\":[null]}"),
    ("line ends come back as they were", b"\r\n$-1\r\n"),
];

pub(super) async fn run<K: Kv>(kv: &Tested<'_, K>, report: &mut Report) {
    report.add("its capabilities leave something that it takes", {
        let given = kv.capabilities();
        check(given.max_value > 0 && given.min_ttl_s <= given.max_ttl_s, format!("{given:?}"))
    });
    report.add("a key that was never written holds nothing", unwritten(kv).await);
    report.add("what was written is read, and says true", written(kv).await);
    for (test, value) in VALUES {
        report.add(test, kept(kv, value).await);
    }
    let all: Vec<u8> = (0..=255).collect();
    report.add("all 256 bytes come back as they were", kept(kv, &all).await);
    for (test, most) in [
        ("100 KB come back, or as much as it declares to take", 102_400),
        ("2 MB come back, or as much as it declares to take", 2_000_000),
    ] {
        let large: Vec<u8> = (0..=255)
            .map(|byte: u8| byte.wrapping_mul(7))
            .cycle()
            .take(most.min(kv.capabilities().max_value))
            .collect();
        report.add(test, kept(kv, &large).await);
    }
    report.add("keys of up to 80 bytes, of a-z 0-9 . _ -, are told apart", told_apart(kv).await);
    report.add("what was deleted is gone; what was never there can be deleted", deleted(kv).await);
}

async fn unwritten<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    check(kv.get(&kv.fresh()).await?.is_none(), "get gives something")
}

async fn written<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let key = kv.fresh();
    for value in [&b"one"[..], b"other"] {
        check(kv.put(&key, value, Always).await?, "put gives false")?;
        same(kv.value(&key).await?.as_deref(), value, "after a put")?;
    }
    Ok(())
}

async fn kept<K: Kv>(kv: &Tested<'_, K>, value: &[u8]) -> Verdict {
    let key = kv.fresh();
    check(kv.put(&key, value, Always).await?, "put gives false")?;
    same(kv.value(&key).await?.as_deref(), value, "after a put")
}

async fn told_apart<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let long = format!("{:0<79}", format!("{}._-", kv.fresh()));
    for end in ["a", "b"] {
        kv.put(&format!("{long}{end}"), end.as_bytes(), Always).await?;
    }
    for end in ["a", "b"] {
        same(kv.value(&format!("{long}{end}")).await?.as_deref(), end.as_bytes(), "the keys differ at their end")?;
    }
    Ok(())
}

async fn deleted<K: Kv>(kv: &Tested<'_, K>) -> Verdict {
    let key = kv.fresh();
    kv.delete(&key).await?;
    kv.put(&key, b"gone", Always).await?;
    kv.delete(&key).await?;
    kv.delete(&key).await?;
    check(kv.get(&key).await?.is_none(), "get gives something")
}

/// What an adapter owes of which the clock can be put forward.
pub(super) async fn run_times<'a, K: Kv>(
    kv: &Tested<'_, K>,
    advance: &(dyn Fn(u32) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> + Send + Sync + 'a),
    report: &mut Report,
) {
    let ends = async {
        let (short, long) = (kv.fresh(), kv.fresh());
        let ttl_s = kv.capabilities().min_ttl_s.max(60);
        kv.put_for(&short, b"short", ttl_s, Always).await?;
        kv.put_for(&long, b"long", ttl_s.saturating_mul(10), Always).await?;
        advance(ttl_s - 30).await;
        check(kv.get(&short).await?.is_some(), "it is gone before its time")?;
        advance(31).await;
        check(kv.get(&short).await?.is_none(), "it is there after its time")?;
        check(kv.get(&long).await?.is_some(), "one with more time is gone")
    };
    report.add("a record goes after its time to live, and not before", ends.await);
    if !kv.capabilities().atomic {
        return;
    }
    let again = async {
        let key = kv.fresh();
        kv.put_for(&key, b"old", 60, Always).await?;
        advance(61).await;
        check(kv.put_for(&key, b"new", TTL_S, New).await?, "put gives false")
    };
    report.add("a record whose time is over can be created again", again.await);
}
