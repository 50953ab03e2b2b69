//! The border itself, as WebAssembly: every kind of value both ways, the buffers, whole requests, and calls that make no sense.
//! Run by `wasm-pack test --node`.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use js_sys::{Array, Function, Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use waxseal::wasm;
use waxseal::wasm_crypto::{
    key_generate, message_decrypt, message_encrypt, message_sign, message_verify, term_decode, term_encode,
};
use waxseal::wasm_session::{begin, clear, configure, delete_key, effect, get, has, keys, put, to_object};
use waxseal::wasm_site::site;

#[cfg(feature = "in-browser")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The package's own classes, and its `classify`.
const ERLANG: &str = include_str!("../pkg/erlang.js");

/// JavaScript with the classes in scope. They are made once, so that `instanceof` holds from call to call.
fn js(expression: &str) -> JsValue {
    let global = js_sys::global();
    if Reflect::get(&global, &"erlang".into()).unwrap().is_undefined() {
        let source = ERLANG.replace("export ", "");
        let classes = format!("{source}; return {{ Atom, Float, Tuple, Opaque, Payload, classify }};");
        let classes = Function::new_no_args(&classes).call0(&JsValue::UNDEFINED).unwrap();
        Reflect::set(&global, &"erlang".into(), &classes).unwrap();
        wasm::connect(&evaluate(
            "{ atom: (name) => new Atom(name), float: (value) => new Float(value), tuple: (items) => new Tuple(...items),
               opaque: (term) => new Opaque(term), payload: (payload) => new Payload(payload), classify,
               error: (code, message) => Object.assign(new Error(message), { code }) }",
        ))
        .unwrap();
    }
    evaluate(expression)
}

fn evaluate(expression: &str) -> JsValue {
    let body = format!("const {{ Atom, Float, Tuple, Opaque, Payload, classify }} = erlang; return ({expression});");
    Function::new_no_args(&body).call0(&JsValue::UNDEFINED).unwrap()
}

fn view(at: *const u8, length: usize) -> Uint8Array {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    Uint8Array::new_with_byte_offset_and_length(&memory.buffer(), at as u32, u32::try_from(length).unwrap())
}

/// A copy, made on JavaScript's side first: a view ends when the memory grows.
fn read(at: *const u8, length: usize) -> Vec<u8> {
    view(at, length).slice(0, u32::try_from(length).unwrap()).to_vec()
}

/// As `pkg/border.js` does it.
fn input(bytes: &[u8]) -> usize {
    let at = wasm::input(bytes.len());
    view(at, bytes.len()).copy_from(bytes);
    bytes.len()
}

fn output(length: i32) -> Vec<u8> {
    read(wasm::output(), usize::try_from(length).unwrap())
}

fn session(length: i32) -> Vec<u8> {
    read(wasm::session_at(), usize::try_from(length).unwrap())
}

fn restore(bytes: &[u8]) {
    let at = wasm::session(bytes.len());
    view(at, bytes.len()).copy_from(bytes);
}

fn code(thrown: &JsValue) -> String {
    Reflect::get(thrown, &"code".into()).unwrap().as_string().unwrap_or_default()
}

fn message(thrown: &JsValue) -> String {
    Reflect::get(thrown, &"message".into()).unwrap().as_string().unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

#[wasm_bindgen_test]
fn every_kind_of_value_there_and_back() {
    let cases = [
        ("null", "8377036e696c"),
        ("true", "83770474727565"),
        ("false", "83770566616c7365"),
        ("0", "836100"),
        ("255", "8361ff"),
        ("-1", "8362ffffffff"),
        ("2 ** 31", "836e04000000 0080"),
        ("Number.MAX_SAFE_INTEGER", "836e0700ffffffffffff1f"),
        ("9007199254740992n", "836e070000000000000020"),
        ("-(2n ** 64n)", "836e0901000000000000000001"),
        ("1.5", "83463ff8000000000000"),
        ("-0", "83468000000000000000"),
        ("new Float(1)", "83463ff0000000000000"),
        ("''", "836d00000000"),
        ("'h\\u00e9'", "836d0000000368c3a9"),
        ("new Uint8Array([255, 0])", "836d00000002ff00"),
        ("[]", "836a"),
        ("[1, 2]", "836b00020102"),
        ("[1, 'a', null]", "836c0000000361016d000000016177036e696c6a"),
        ("new Atom('user')", "83770475736572"),
        ("new Tuple()", "836800"),
        ("new Tuple(1, new Tuple('a'))", "8368026101 68016d0000000161"),
        ("({})", "837400000000"),
        ("({ b: 1, a: { c: [] } })", "8374000000026d000000016174000000016d00000001636a6d00000001626101"),
        ("({ ['__proto__']: 1 })", "8374000000016d000000095f5f70726f746f5f5f6101"),
        ("new Map([[1, 2], [new Float(1), 3]])", "837400000002610161 02463ff00000000000006103"),
        ("new Map([[new Atom('a'), new Map()]])", "837400000001770161 7400000000"),
        ("new Opaque(new Uint8Array([77, 0, 0, 0, 1, 3, 160]))", "834d0000000103a0"),
        ("new Opaque(new Uint8Array([108, 0, 0, 0, 1, 97, 1, 97, 2]))", "836c0000000161016102"),
    ];
    assert_eq!(cases.len(), 29);
    for (expression, wanted) in cases {
        let wanted = wanted.replace(' ', "");
        let bytes = output(term_encode(&js(expression), false).unwrap());
        assert_eq!(hex(&bytes), wanted, "{expression}");
        // What comes back is what went: the same bytes again, and the same kind of value.
        let length = input(&bytes);
        let back = term_decode(length).unwrap();
        // A whole float is a number, and a whole number is an integer when it is put again.
        let is_whole_float = expression == "new Float(1)";
        let again = if is_whole_float { "836101" } else { &wanted };
        assert_eq!(hex(&output(term_encode(&back, false).unwrap())), again, "{expression}");
        let classify = js("classify").unchecked_into::<Function>();
        let kind = |value: &JsValue| classify.call1(&JsValue::UNDEFINED, value).unwrap().as_f64();
        let (went, came) = (kind(&js(expression)), kind(&back));
        assert_eq!(came, if is_whole_float { Some(4.0) } else { went }, "{expression}");
    }
    // Older nodes read atoms in Latin-1 only.
    assert_eq!(hex(&output(term_encode(&js("new Atom('a')"), true).unwrap())), "8364000161");
}

#[wasm_bindgen_test]
fn an_error_names_the_path() {
    let cases = [
        ("undefined", "encode: value is undefined"),
        ("[1, undefined]", "encode: value[1] is undefined"),
        ("({ cart: { items: [0, 1, { price: undefined }] } })", "encode: value.cart.items[2].price is undefined"),
        ("({ f() {} })", "encode: value.f is a function"),
        ("({ s: Symbol('s') })", "encode: value.s is a symbol"),
        ("({ d: new Date(0) })", "encode: value.d is an instance of Date"),
        ("[NaN]", "encode: value[0] is NaN"),
        ("[-Infinity]", "encode: value[0] is infinite"),
        ("({ a: '\\ud800' })", "encode: value.a is a string with half of a surrogate pair"),
        ("({ ['\\ud800']: 1 })", "half of a surrogate pair"),
        ("new Map([['k', undefined]])", "encode: value.get(\"k\") is undefined"),
        ("new Map([[undefined, 1]])", "encode: value.keys()[0] is undefined"),
        ("new Tuple(1, () => 1)", "encode: value[1] is a function"),
        ("new Atom('x'.repeat(256))", "encode: value is an atom of more than 255 characters"),
        ("new Float(NaN)", "encode: value is a Float of no finite number"),
        ("new Opaque(new Uint8Array([1]))", "encode: value is an Opaque of bytes that are no term"),
        ("new Opaque(new Uint8Array([113, 119, 1, 97]))", "encode: value is an Opaque of bytes that are no term"),
        ("2n ** 70000n", "encode: value is a bigint of more than 8192 bytes"),
        ("(() => { const a = {}; a.b = [a]; return a; })()", "encode: value.b[0] refers back to what it is in"),
        ("(() => { let a = []; for (let i = 0; i < 3000; i += 1) a = [a]; return a; })()", "levels"),
        ("new Array(100001).fill(0)", "more than 100000 values"),
    ];
    assert_eq!(cases.len(), 21);
    for (expression, wanted) in cases {
        let thrown = term_encode(&js(expression), false).expect_err(expression);
        assert_eq!(code(&thrown), "ERR_ENCODE", "{expression}");
        assert!(message(&thrown).contains(wanted), "{expression}: {}", message(&thrown));
    }
    // The call goes on as if nothing had been.
    assert!(term_encode(&js("[1]"), false).is_ok());
    // What is not a term is an error of its own, with the place.
    let length = input(&[131, 104, 2, 97, 1]);
    let thrown = term_decode(length).unwrap_err();
    assert_eq!(code(&thrown), "ERR_DECODE");
    assert!(message(&thrown).contains("(at byte 3)"), "{}", message(&thrown));
}

#[wasm_bindgen_test]
fn values_that_go_both_ways_come_out_as_data() {
    let length = input(&output(term_encode(&js("({ ['__proto__']: 1, then: 2, toString: 3 })"), false).unwrap()));
    let object = term_decode(length).unwrap();
    assert!(Object::get_prototype_of(&object).is_null());
    let names: Vec<_> =
        Object::keys::<JsValue>(object.unchecked_ref()).iter().filter_map(|name| name.as_string()).collect();
    assert_eq!(names, ["__proto__", "then", "toString"]);
    assert_eq!(Reflect::get(&object, &"__proto__".into()).unwrap(), JsValue::from(1));
}

#[wasm_bindgen_test]
fn buffers_keep_what_is_written_until_they_are_wiped() {
    js("0");
    for length in [0, 1, 4096, 4097, 100_000] {
        let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        input(&bytes);
        assert_eq!(read(wasm::input(length), length), bytes);
    }
    // Growing gives a fresh buffer, with nothing of before in it.
    let at = wasm::input(1 << 20);
    assert!(read(at, 1 << 20).iter().all(|byte| *byte == 0));
    input(b"a secret");
    output(term_encode(&js("'another secret'"), false).unwrap());
    let out = wasm::output();
    assert!(read(out, 22).windows(6).any(|window| window == b"secret"));
    wasm::wipe();
    assert!(read(wasm::input(8), 8).iter().all(|byte| *byte == 0));
    assert!(!read(out, 22).windows(6).any(|window| window == b"secret"));
    assert_eq!((wasm::reason(7).as_deref(), wasm::reason(0), wasm::reason(255)), (Some("undecodable"), None, None));
}

fn cookie_site() -> usize {
    let options = js("{ key: '_my_app_key', secretKeyBase: 'x'.repeat(64), signingSalt: 'salt', sameSite: 'Lax' }");
    site(&options, 0, &JsValue::UNDEFINED).unwrap()
}

#[wasm_bindgen_test]
fn a_whole_request_across_the_border() {
    let handle = cookie_site();
    assert_eq!(cookie_site(), handle, "equal options are one site");
    let length = input(b"other=1");
    assert_eq!(session(wasm::fetch_session(handle, length, true).unwrap())[3], 1, "no cookie");
    let key = input(b"visits");
    put(handle, key, &JsValue::from(1)).unwrap();
    let key = input("h\u{e9}".as_bytes());
    put(handle, key, &js("[null, new Uint8Array([255])]")).unwrap();
    let written = wasm::commit(handle, true).unwrap();
    let header = output(written);
    let text = String::from_utf8(header.clone()).unwrap();
    assert!(text.starts_with("_my_app_key=SFMyNTY.g3QAAAAC"), "{text}");
    assert!(text.ends_with("; path=/; secure; HttpOnly; SameSite=Lax"), "{text}");
    for thrown in [wasm::commit(handle, true).unwrap_err(), wasm::sent().unwrap_err(), clear().unwrap_err()] {
        assert_eq!(code(&thrown), "ERR_ALREADY_SENT");
    }

    let length = input(&header);
    let bytes = session(wasm::fetch_session(handle, length, true).unwrap());
    assert_eq!((bytes[0], bytes[1], bytes[3]), (0, 1, 0));
    let key = input(b"visits");
    assert_eq!((get(key).unwrap(), has(key)), (JsValue::from(1), true));
    let names: Vec<_> = keys().iter().filter_map(|key| key.as_string()).collect();
    assert_eq!(names, ["h\u{e9}", "visits"]);
    assert_eq!(Object::keys::<JsValue>(to_object().unwrap().unchecked_ref()).length(), 2);
    assert_eq!(wasm::commit(handle, true).unwrap(), 0, "only read");

    // JavaScript holds the bytes; whatever was done on this side meanwhile, they are the session.
    clear().unwrap_err();
    restore(&bytes);
    let key = input(b"visits");
    delete_key(key).unwrap();
    assert!(!has(key) && get(key).unwrap().is_undefined());
    configure(false, true, false).unwrap();
    assert_eq!(effect(), 4);
    let deletion = output(wasm::commit(handle, false).unwrap());
    assert_eq!(
        String::from_utf8(deletion).unwrap(),
        "_my_app_key=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; HttpOnly; SameSite=Lax"
    );
    assert_eq!(output(wasm::find_cookie(handle, input(b"a=1; _my_app_key=v")).unwrap().unwrap()), b"v");
    assert_eq!(wasm::find_cookie(handle, input(b"a=1")).unwrap(), None);
}

#[wasm_bindgen_test]
fn a_record_across_the_border() {
    let options = js("{ key: 's\u{e9}', idleTimeout: 60, maxLifetime: 600 }");
    let handle = site(&options, 1, &JsValue::UNDEFINED).unwrap();
    let length = input(b"");
    wasm::fetch_session(handle, length, false).unwrap();
    let key = input(b"k");
    put(handle, key, &js("'v'")).unwrap();
    let plan = wasm::plan(handle, false).unwrap();
    assert_eq!(plan.length(), 2);
    // A header's text has one character a byte.
    let header = plan.get(0).as_string().unwrap();
    assert!(header.starts_with("s\u{c3}\u{a9}="), "{header}");
    let bytes: Vec<u8> = header.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
    let step: Array = plan.get(1).unchecked_into();
    assert_eq!(
        (step.get(0).as_string().unwrap().as_str(), step.get(3).as_f64(), step.length()),
        ("write", Some(60.0), 5)
    );
    let record = step.get(2).unchecked_into::<Uint8Array>().to_vec();
    wasm::sent().unwrap();
    assert_eq!(code(&wasm::plan(handle, false).unwrap_err()), "ERR_ALREADY_SENT");

    let length = input(&bytes);
    let need = wasm::fetch_session(handle, length, false).unwrap();
    assert!(need < 0);
    assert_eq!(String::from_utf8(output(-need)).unwrap(), step.get(1).as_string().unwrap());
    input(&[&bytes[..], &record].concat());
    let fetched = session(wasm::resume(handle, bytes.len(), Some(record.len())).unwrap());
    assert_eq!((fetched[1], fetched[3]), (3, 0));
    assert_eq!(get(input(b"k")).unwrap(), "v");
    // Another request wrote it meanwhile.
    let key = input(b"own");
    put(handle, key, &JsValue::from(2)).unwrap();
    let length = input(&record);
    wasm::rebase(handle, Some(length)).unwrap();
    assert_eq!((get(input(b"k")).unwrap(), get(input(b"own")).unwrap()), ("v".into(), JsValue::from(2)));
    assert_eq!(code(&wasm::rebase(handle, None).unwrap_err()), "ERR_SESSION_INTERRUPTED");
    // Without a record there is no session.
    input(&bytes);
    let none = session(wasm::resume(handle, bytes.len(), None).unwrap());
    assert_eq!((none[1], none[3]), (0, 11));
}

#[wasm_bindgen_test]
fn crypto_across_the_border() {
    js("0");
    let length = input(b"secretsalt");
    assert_eq!(length, 10);
    assert_eq!(key_generate(6, 4, 1, 32, "sha256").unwrap(), 32);
    assert_eq!(read(wasm::input(10), 10), [0; 10], "what was secret is wiped");
    input(b"messagesecret");
    let token = output(message_sign(7, 6, "sha384").unwrap());
    assert!(token.starts_with(b"SFMzODQ."));
    input(&[&token[..], b"secret"].concat());
    assert_eq!(output(message_verify(token.len(), 6).unwrap()), b"message");
    input(&[&token[..], b"Secret"].concat());
    assert_eq!(message_verify(token.len(), 6).unwrap(), -1);
    let key = [7; 32];
    input(&[b"message", &key[..], b"sign", b"aad"].concat());
    let token = output(message_encrypt(7, 32, 4, 3).unwrap());
    assert!(token.starts_with(b"XCP."));
    input(&[&token[..], &key, b"sign", b"aad"].concat());
    assert_eq!(output(message_decrypt(token.len(), 32, 4, 3).unwrap()), b"message");
    input(&[&token[..], &key, b"sign", b"AAD"].concat());
    assert_eq!(message_decrypt(token.len(), 32, 4, 3).unwrap(), -1);
    input(b"messagesecret");
    assert_eq!(code(&message_sign(7, 6, "md5").unwrap_err()), "ERR_CONFIG");
}

#[wasm_bindgen_test]
fn wrong_options_name_the_option() {
    for (options, kind, wanted) in [
        ("{}", 0, "signingSalt"),
        ("{ signingSalt: 's' }", 0, "key: got nothing"),
        ("{ key: 'k', signing_salt: 's' }", 0, "write signingSalt"),
        ("{ key: 'k', signingSalt: 's', secretKeyBase: 'short' }", 0, "secretKeyBase: got 5 bytes"),
        ("{ key: 'k', idleTimeout: 0 }", 1, "idleTimeout: got 0"),
        ("{ key: 'k', signingSalt: 's', otp: 24 }", 0, "otp: got 24"),
        ("[]", 0, "takes an object of options"),
    ] {
        let thrown = site(&js(options), kind, &JsValue::UNDEFINED).expect_err(options);
        assert_eq!(code(&thrown), "ERR_CONFIG", "{options}");
        assert!(message(&thrown).contains(wanted), "{options}: {}", message(&thrown));
    }
}

/// The handles and lengths that no caller of ours gives.
#[wasm_bindgen_test]
fn calls_that_make_no_sense_do_not_trap() {
    let cookie = cookie_site();
    let kv = site(&js("{ key: 'sid' }"), 1, &JsValue::UNDEFINED).unwrap();
    let own = site(&js("{ key: 'own' }"), 2, &JsValue::UNDEFINED).unwrap();
    let mut calls = 0;
    for handle in [cookie, kv, own, own + 1, 1 << 20, usize::MAX] {
        let is_known = handle <= own;
        for length in [0, 1, 4095, 4096, 1 << 20, usize::MAX / 2 + 1, usize::MAX] {
            let results = [
                wasm::conn_secret(handle, Some(length)).is_ok(),
                wasm::conn_secret(handle, None).is_ok(),
                wasm::find_cookie(handle, length).is_ok(),
                wasm::set_cookie(handle, None, true).is_ok(),
            ];
            assert_eq!(results, [is_known; 4], "{handle} {length}");
            let _ = (wasm::fetch_session(handle, length, true), wasm::fetch_session(handle, length, false));
            let _ = (wasm::resume(handle, length, Some(length)), wasm::resume(handle, length, None));
            let _ = (wasm::rebase(handle, Some(length)), wasm::set_cookie(handle, Some(length), false));
            let _ = (wasm::store_get(handle, length), put(handle, length, &JsValue::NULL));
            let _ = (get(length), has(length), delete_key(length), term_decode(length));
            let _ = (key_generate(length, length, 1, 1, "sha"), message_sign(length, length, "sha256"));
            let _ = (message_verify(length, length), message_encrypt(length, length, length, length));
            let _ = message_decrypt(length, length, length, length);
            calls += 1;
        }
        // With a session that is none.
        for bytes in
            [&[][..], &[1], &[255; 11], &[255; 12], &[1, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 131]]
        {
            restore(bytes);
            let _ = (wasm::commit(handle, true), wasm::plan(handle, false), wasm::store_put(handle));
            restore(bytes);
            let _ = (keys(), to_object(), effect(), wasm::rebase(handle, None));
            restore(bytes);
            let _ = (put(handle, 4, &JsValue::TRUE), delete_key(4), clear(), configure(true, true, true), wasm::sent());
            calls += 1;
        }
        let _ = (begin(handle, &JsValue::TRUE, true), begin(handle, &JsValue::UNDEFINED, false));
    }
    assert_eq!(calls, 6 * 12);
    // And all is as it was.
    let length = input(b"");
    assert!(wasm::fetch_session(cookie, length, false).unwrap() > 0);
}
