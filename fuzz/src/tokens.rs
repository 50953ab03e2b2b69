//! Tokens: what was made opens to the same, and nothing else opens.

use aes_gcm::aead::AeadInOut;
use aes_gcm::aes::Aes192;
use aes_gcm::aes::cipher::consts::U12;
use aes_gcm::{Aes128Gcm, Aes256Gcm, AesGcm, KeyInit};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use waxseal::crypto::base64url;
use waxseal::crypto::message_encryptor::EncryptionKey;
use waxseal::crypto::message_verifier::{Digest, SigningKey};
use waxseal::crypto::token::{self, Age, Terms};
use waxseal::plug::csrf_protection as csrf;
use waxseal::term::decode::check;
use waxseal::term::encode::Otp;

use super::input::Input;

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const SIGNING: &[u8] = b"the secret that signs";

/// The text as Elixir reads it: with all of its padding or with none, and whatever the spare bits are.
fn unpadded(text: &[u8]) -> Option<Vec<u8>> {
    const fn engine(mode: DecodePaddingMode) -> GeneralPurpose {
        let config = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
        GeneralPurpose::new(&base64::alphabet::URL_SAFE, config.with_decode_padding_mode(mode))
    }
    const WITH: GeneralPurpose = engine(DecodePaddingMode::RequireCanonical);
    const WITHOUT: GeneralPurpose = engine(DecodePaddingMode::RequireNone);
    WITH.decode(text).or_else(|_| WITHOUT.decode(text)).ok()
}

pub fn base64(data: &[u8]) {
    let mut text = Vec::new();
    base64url::encode(data, &mut text);
    assert_eq!(text, URL_SAFE_NO_PAD.encode(data).into_bytes());
    assert_eq!(text.len(), base64url::encoded_len(data.len()));
    let mut slice = vec![b'!'; text.len()];
    assert_eq!(base64url::encode_to(data, &mut slice), Some(()));
    assert_eq!(slice, text);
    let mut back = b"before".to_vec();
    base64url::decode(&text, &mut back).unwrap();
    assert_eq!(&back[6..], data);

    let mut out = b"before".to_vec();
    let read = base64url::decode(data, &mut out).ok().map(|()| out[6..].to_vec());
    assert!(out.starts_with(b"before"));
    assert!(read.is_some() || out.len() == 6);
    assert_eq!(read, unpadded(data));
    assert_eq!(read.is_some(), base64url::is_valid(data));
}

/// A change of one byte that the input names; nothing if the token is none then, or another one.
fn tampered(token: &[u8], input: &mut Input<'_>) -> Option<Vec<u8>> {
    let mut other = token.to_vec();
    let at = usize::from(u16::from_le_bytes(input.array())) % other.len().max(1);
    let bits = input.byte();
    *other.get_mut(at)? ^= bits;
    (other != token).then_some(other)
}

/// Whether the last parts of two tokens stand for the same bytes, and all before is the same: base64 that differs in what counts for
/// nothing is the same token.
fn is_respelt(token: &[u8], other: &[u8]) -> bool {
    let parts = |token: &[u8]| token.split(|byte| *byte == b'.').map(unpadded).collect::<Vec<_>>();
    parts(token) == parts(other)
}

pub fn signed(data: &[u8]) {
    let mut input = Input::new(data);
    let key = SigningKey::new(SIGNING).unwrap();
    let digest = [Digest::Sha256, Digest::Sha384, Digest::Sha512][input.below(3)];
    if input.flag() {
        let token = input.rest();
        let mut out = b"before".to_vec();
        match key.verify(token, &mut out) {
            Ok(()) => {
                // It is authentic: what it says, signed again, is this very token, but for spelling.
                let mut again = Vec::new();
                let digest = if token.starts_with(b"SFMyNTY.") {
                    Digest::Sha256
                } else if token.starts_with(b"SFMzODQ.") {
                    Digest::Sha384
                } else {
                    Digest::Sha512
                };
                key.sign(&out[6..], digest, &mut again);
                assert!(is_respelt(token, &again) || unpadded(token.split(|b| *b == b'.').nth(1).unwrap()).is_some());
            }
            Err(_) => assert_eq!(out, b"before"),
        }
        return;
    }
    let mut change = Input::new(input.bytes());
    let message = input.rest();
    let mut token = Vec::new();
    key.sign(message, digest, &mut token);
    let mut out = Vec::new();
    key.verify(&token, &mut out).unwrap();
    assert_eq!(out, message);
    if let Some(other) = tampered(&token, &mut change) {
        out.clear();
        let is_good = key.verify(&other, &mut out).is_ok();
        assert_eq!(is_good, is_respelt(&token, &other) && same_input(&token, &other));
        assert!(out == message || !is_good);
    }
    out.clear();
    assert!(SigningKey::new(b"another").unwrap().verify(&token, &mut out).is_err() && out.is_empty());
}

/// Whether all but the signature is the same to the letter.
fn same_input(one: &[u8], other: &[u8]) -> bool {
    let before = |token: &[u8]| token.iter().rposition(|byte| *byte == b'.').map(|dot| token[..dot].to_vec());
    before(one) == before(other)
}

pub fn encrypted(data: &[u8]) {
    let mut input = Input::new(data);
    let key = EncryptionKey::new(SECRET, SIGNING).unwrap();
    if input.flag() {
        let token = if input.flag() { [b"XCP.", input.rest()].concat() } else { input.rest().to_vec() };
        let mut out = b"before".to_vec();
        assert!(key.decrypt(&token, b"aad", &mut out).is_err(), "forged");
        assert_eq!(out, b"before");
        return;
    }
    let (nonce, aad) = (input.array(), input.bytes());
    let mut change = Input::new(input.bytes());
    let message = input.rest();
    let mut token = b"before".to_vec();
    key.encrypt_with_nonce(&nonce, message, aad, &mut token).unwrap();
    let token = token.split_off(6);
    opens(&key, &token, aad, message, &mut change);
    let mut out = Vec::new();
    assert!(EncryptionKey::new(&[7; 32], SIGNING).unwrap().decrypt(&token, aad, &mut out).is_err() && out.is_empty());
}

/// The token opens; with other associated data it does not, and with a byte changed only if that changed nothing.
fn opens(key: &EncryptionKey, token: &[u8], aad: &[u8], message: &[u8], change: &mut Input<'_>) {
    let mut out = Vec::new();
    key.decrypt(token, aad, &mut out).unwrap();
    assert_eq!(out, message);
    out.clear();
    assert!(key.decrypt(token, &[aad, b"!"].concat(), &mut out).is_err() && out.is_empty());
    if let Some(other) = tampered(token, change) {
        let is_good = key.decrypt(&other, aad, &mut out).is_ok();
        let parts = |token: &[u8]| token.split(|byte| *byte == b'.').skip(1).map(unpadded).collect::<Vec<_>>();
        let header = |token: &[u8]| token.split(|byte| *byte == b'.').next().map(<[u8]>::to_vec);
        assert_eq!(is_good, header(token) == header(&other) && parts(token) == parts(&other));
        assert!(if is_good { out == message } else { out.is_empty() });
    }
}

/// AES-GCM with a key of any length, by the crate's own types.
fn seal(key: &[u8], iv: &[u8; 12], aad: &[u8], message: &[u8]) -> (Vec<u8>, Vec<u8>) {
    fn by<A: AeadInOut + KeyInit>(key: &[u8], iv: &[u8; 12], aad: &[u8], text: &mut [u8]) -> Vec<u8> {
        let Ok(cipher) = A::new_from_slice(key) else { panic!("no key") };
        let Ok(iv) = iv.as_slice().try_into() else { panic!("no iv") };
        cipher.encrypt_inout_detached(iv, aad, text.into()).expect("a short text").to_vec()
    }
    let mut text = message.to_vec();
    let tag = match key.len() {
        16 => by::<Aes128Gcm>(key, iv, aad, &mut text),
        24 => by::<AesGcm<Aes192, U12>>(key, iv, aad, &mut text),
        _ => by::<Aes256Gcm>(key, iv, aad, &mut text),
    };
    (text, tag)
}

pub fn a128gcm(data: &[u8]) {
    let mut input = Input::new(data);
    let secret = &SECRET[..[16, 24, 32][input.below(3)]];
    let key = EncryptionKey::new(secret, SIGNING).unwrap();
    if input.flag() {
        let mut out = b"before".to_vec();
        assert!(key.decrypt(&[b"QTEyOEdDTQ.", input.rest()].concat(), b"aad", &mut out).is_err(), "forged");
        assert_eq!(out, b"before");
        return;
    }
    let content: [u8; 32] = input.array();
    let content = &content[..[16, 24, 32][input.below(3)]];
    let (iv, wrapping_iv) = (input.array::<12>(), input.array::<12>());
    let aad = input.bytes();
    let mut change = Input::new(input.bytes());
    let message = input.rest();
    let (wrapped, wrapped_tag) = seal(secret, &wrapping_iv, SIGNING, content);
    let (text, tag) = seal(content, &iv, aad, message);
    let wrapped = [&wrapped[..], &wrapped_tag, &wrapping_iv].concat();
    let parts = [&wrapped[..], &iv, &text, &tag].map(|part| URL_SAFE_NO_PAD.encode(part));
    let token = format!("QTEyOEdDTQ.{}", parts.join("."));
    opens(&key, token.as_bytes(), aad, message, &mut change);
}

pub fn token(data: &[u8]) {
    let mut input = Input::new(data);
    let now_ms = input.number();
    let age = match input.below(5) {
        0 => None,
        1 => Some(Age::Seconds(input.number().cast_signed())),
        2 => Some(Age::from_number(f64::from_bits(input.number()))),
        3 => Some(Age::Infinity),
        _ => Some(Age::Nil),
    };
    // What is signed may be anything.
    let payload = input.rest();
    if let Ok(opened) = token::open(payload, age, now_ms) {
        assert!(check(&opened.data).is_ok_and(|term| term.len() == opened.data.len()));
    }
    let Ok(term) = check(payload) else { return };
    let key = SigningKey::new(SIGNING).unwrap();
    let signed_at_ms = i64::try_from(now_ms >> 12).unwrap();
    for compressed in [false, true] {
        let terms = Terms { signed_at_ms, max_age: Age::Seconds(60), otp: Otp::Otp26, compressed };
        let Ok(token) = token::sign(&key, &term, &terms) else { continue };
        let at = signed_at_ms.cast_unsigned();
        let opened = token::verify(&key, &token, None, at).unwrap();
        assert_eq!(opened.data, *term);
        assert_eq!(token::verify(&key, &token, None, at + 60_001), Err(token::Refusal::Expired));
        if signed_at_ms > 0 {
            assert_eq!(token::verify(&key, &token, None, at - 1), Err(token::Refusal::Invalid));
        }
    }
}

pub fn csrf(data: &[u8]) {
    let mut input = Input::new(data);
    let state: [u8; csrf::STATE] = input.array();
    let key = SigningKey::new(&state).unwrap();
    let given = input.bytes();
    assert!(!csrf::valid_host_token(&key, given, b"example.com", &[b".com"]), "forged");
    if csrf::valid_state_and_csrf_token(&state, given) {
        // A token that fits says the state.
        let masked = unpadded(&given[..32]).unwrap();
        assert!(masked.iter().zip(&given[32..]).map(|(masked, mask)| masked ^ mask).eq(state));
    }
    let masked = csrf::mask(&state).unwrap();
    assert!(csrf::valid_state_and_csrf_token(&state, &masked));
    let mut other = state;
    other[input.below(csrf::STATE)] ^= input.byte().max(1);
    assert!(!csrf::valid_state_and_csrf_token(&other, &masked));

    let (host, name) = (input.bytes(), input.bytes());
    let token = csrf::host_token(&key, host).unwrap();
    assert!(csrf::is_host_token(&token) || token.len() == 56);
    if csrf::is_host_token(&token) {
        assert!(csrf::valid_host_token(&key, &token, host, &[]));
        let allowed = if name.starts_with(b".") { host.ends_with(name) } else { host == name };
        assert_eq!(csrf::valid_host_token(&key, &token, b"elsewhere\0", &[name]), allowed || host == b"elsewhere\0");
    }
}
