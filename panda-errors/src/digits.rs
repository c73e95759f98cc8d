//! The digits of an integer, without the formatting machinery of `core`.

use core::any::Any;

/// The most bytes of an integer of 64 bits: a sign and 19 digits, or 20 digits.
pub(crate) const MOST_DIGITS: usize = 20;

/// Writes an integer as its `Display` does. Returns `None` for a value of any other type.
pub(crate) fn digits<'b>(value: &dyn Any, buffer: &'b mut [u8; MOST_DIGITS]) -> Option<&'b [u8]> {
    let (mut rest, is_negative) = magnitude(value)?;
    let mut start = buffer.len();
    for place in buffer.as_chunks_mut::<2>().0.iter_mut().rev() {
        let pair = u8::try_from(rest % 100).unwrap_or_default();
        *place = [b'0' + pair / 10, b'0' + pair % 10];
        start -= 2;
        rest /= 100;
        if rest == 0 {
            start += usize::from(pair < 10);
            break;
        }
    }
    if is_negative {
        start = start.checked_sub(1)?;
        *buffer.get_mut(start)? = b'-';
    }
    buffer.get(start..)
}

/// Returns an integer without its sign, and whether it is negative.
fn magnitude(value: &dyn Any) -> Option<(u64, bool)> {
    macro_rules! find {
        ($number:ident => $magnitude:expr, $is_negative:expr, $($type:ty)*) => {
            $(if let Some($number) = value.downcast_ref::<$type>() {
                return Some((u64::try_from($magnitude).ok()?, $is_negative));
            })*
        };
    }
    find!(number => *number, false, u64 u32 usize);
    find!(number => number.unsigned_abs(), *number < 0, i64 i32);
    find!(number => *number, false, u16 u8);
    find!(number => number.unsigned_abs(), *number < 0, isize i16 i8);
    None
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::{MOST_DIGITS, digits};

    #[test]
    fn every_type_of_integer_has_the_digits_of_its_display() {
        macro_rules! assert_digits {
            ($($type:ident)*) => {
                $(for number in [0, 1, 9, 10, 99, 100, 127, <$type>::MAX, <$type>::MIN, <$type>::MAX - 1, <$type>::MIN + 1] {
                    assert_eq!(digits(&number, &mut [0; MOST_DIGITS]), Some(number.to_string().as_bytes()));
                })*
            };
        }
        assert_digits! { u8 u16 u32 u64 usize i8 i16 i32 i64 isize }
        for power in 0..=19 {
            for number in [10_u64.pow(power), 10_u64.pow(power) - 1] {
                assert_eq!(digits(&number, &mut [0; MOST_DIGITS]), Some(number.to_string().as_bytes()));
            }
        }
    }

    #[test]
    fn no_other_type_is_an_integer() {
        assert_eq!(digits(&"1", &mut [0; MOST_DIGITS]), None);
        assert_eq!(digits(&1_u128, &mut [0; MOST_DIGITS]), None);
        assert_eq!(digits(&true, &mut [0; MOST_DIGITS]), None);
    }
}
