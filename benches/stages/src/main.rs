//! For `.ci/stages`, which runs it under callgrind: every stage once uncounted, as the first time finds nothing prepared, and
//! once counted; and all that with each of them first, as what an allocation takes depends on those before it.

#![forbid(unsafe_code)]

use stages::Stage;

/// The module's: what a stage takes does not hang on the machine's C library.
#[path = "../../../src/wasm/allocator.rs"]
mod allocator;

fn main() {
    for first in 0..stages::all().len() {
        let mut all = stages::all();
        all.rotate_left(first);
        for mut stage in all {
            stage.run();
            counted(&mut stage);
            println!("{stage:?}");
        }
    }
}

/// Callgrind counts what is in here, and knows it by its name.
#[inline(never)]
fn counted(stage: &mut Stage) {
    stage.run();
}
