//! The package's module, and what a call of it takes.

use wasmi::{Config, Engine, Instance, Linker, Memory, Store, Val, ValType};

/// What the module's clock says.
pub const NOW_MS: u64 = 1_800_000_000_000;
const PLENTY: u64 = u64::MAX >> 1;

pub struct Module {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Module {
    pub fn new(wasm: &[u8]) -> Self {
        let mut config = Config::default();
        config.consume_fuel(true);
        let engine = Engine::new(&config);
        let module = wasmi::Module::new(&engine, wasm).expect("a module");
        let mut linker = Linker::new(&engine);
        // Nothing is asked of JavaScript here but the time.
        for import in module.imports() {
            let ty = import.ty().func().expect("functions alone are imported").clone();
            let name = import.name().to_owned();
            let stub = move |_: wasmi::Caller<'_, ()>, _: &[Val], results: &mut [Val]| {
                for result in results {
                    if result.ty() == ValType::F64 && name.contains("now") {
                        *result = Val::F64((NOW_MS as f64).into());
                    }
                }
                Ok(())
            };
            linker.func_new(import.module(), import.name(), ty, stub).expect("a new name");
        }
        let mut store = Store::new(&engine, ());
        store.set_fuel(PLENTY).expect("fuel is counted");
        let instance = linker.instantiate_and_start(&mut store, &module).expect("an instance");
        let memory = instance.get_memory(&store, "memory").expect("a memory");
        let mut module = Self { store, instance, memory };
        module.run("__wbindgen_start", &[]);
        module
    }

    /// Calls a function by its name; gives the fuel it took, and what it gave.
    fn run(&mut self, name: &str, values: &[Val]) -> (u64, i32) {
        let function = self.instance.get_func(&self.store, name).unwrap_or_else(|| panic!("no {name}"));
        let mut results = vec![Val::I32(0); function.ty(&self.store).results().len()];
        self.store.set_fuel(PLENTY).expect("fuel is counted");
        function.call(&mut self.store, values, &mut results).unwrap_or_else(|error| panic!("{name}: {error}"));
        let fuel = PLENTY - self.store.get_fuel().expect("fuel is counted");
        (fuel, results.first().and_then(Val::i32).unwrap_or_default())
    }

    /// With parts of the input, and numbers.
    pub fn call(&mut self, name: &str, parts: &[&[u8]], numbers: &[usize]) -> (u64, i32) {
        self.give(parts);
        let values: Vec<Val> = numbers.iter().map(|number| Val::I32(i32::try_from(*number).expect("small"))).collect();
        self.checked(name, &values)
    }

    /// The same with a last number that may be negative.
    pub fn call_signed(&mut self, name: &str, parts: &[&[u8]], numbers: &[usize], last: i32) -> (u64, i32) {
        self.give(parts);
        let mut values: Vec<Val> =
            numbers.iter().map(|number| Val::I32(i32::try_from(*number).expect("small"))).collect();
        values.push(Val::I32(last));
        self.checked(name, &values)
    }

    fn checked(&mut self, name: &str, values: &[Val]) -> (u64, i32) {
        let (fuel, given) = self.run(name, values);
        assert!(given >= 0, "{name}: {}", String::from_utf8_lossy(&self.output((-1 - given).cast_unsigned() as usize)));
        (fuel, given)
    }

    fn give(&mut self, parts: &[&[u8]]) {
        // There is no such reason, and the output is empty after it: what an allocation takes depends on what the call before left.
        self.run("reason", &[Val::I32(0)]);
        let given = parts.concat();
        let (_, at) = self.run("input", &[Val::I32(4096)]);
        assert!(given.len() <= 4096);
        self.memory.write(&mut self.store, at.cast_unsigned() as usize, &given).expect("room");
    }

    /// The first bytes of the output.
    pub fn output(&mut self, length: usize) -> Vec<u8> {
        let (_, at) = self.run("output", &[]);
        let mut bytes = vec![0; length];
        self.memory.read(&self.store, at.cast_unsigned() as usize, &mut bytes).expect("an output");
        bytes
    }
}
