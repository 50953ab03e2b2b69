//! Compressed terms: zlib, with a hard limit.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use crate::term::bounds::{INFLATED, Kind};
use crate::term::cursor::Cursor;
use crate::term::tag;

/// Deflate makes at most 1,032 bytes of one. (zlib, "Maximum Compression Factor".)
const DEFLATE_FACTOR: usize = 1_032;

/// Unfolds a compressed term from its size on. The size must be exactly right; bytes after the zlib stream are ignored.
pub(crate) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Kind> {
    let mut cursor = Cursor::new(bytes, 0);
    let size = cursor.number(4).ok_or(Kind::Malformed)?;
    let stream = bytes.get(cursor.at()..).unwrap_or_default();
    if size > stream.len().saturating_mul(DEFLATE_FACTOR) {
        return Err(Kind::Malformed);
    }
    if size > INFLATED {
        return Err(Kind::Inflated);
    }
    let mut term = vec![0; 1 + size];
    let Some((version, unfolded)) = term.split_first_mut() else {
        return Err(Kind::Malformed);
    };
    *version = tag::VERSION;
    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut decompressor = Box::<DecompressorOxide>::default();
    let (status, _, written) = decompress(&mut decompressor, stream, unfolded, 0, flags);
    if status == TINFLStatus::Done && written == size { Ok(term) } else { Err(Kind::Malformed) }
}
