//! `make stages`: how long each stage takes.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "criterion's macros document nothing")]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

fn timed(criterion: &mut Criterion) {
    for mut stage in stages::all() {
        criterion.bench_function(&format!("{stage:?}"), |bencher| bencher.iter(|| stage.run()));
    }
}

/// Less than criterion's eight seconds for each: there are many.
fn briefly() -> Criterion {
    Criterion::default().warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(2))
}

criterion_group!(name = benches; config = briefly(); targets = timed);
criterion_main!(benches);
