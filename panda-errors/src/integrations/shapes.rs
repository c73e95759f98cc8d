//! Finds two shapes in one API: the layer of a type passes an answer that has another shape.

use std::any::{TypeId, type_name};
use std::sync::{Mutex, PoisonError, RwLock};
use std::vec::Vec;

use super::rejected::error_of;
use crate::report::Sent;
use crate::{ApiError, ErrorStatus, Rejection, Shape, report};

/// The shape of the type of each layer. A type has one shape, but only a value of the type can return it.
static OF_LAYERS: RwLock<Vec<(TypeId, &Shape)>> = RwLock::new(Vec::new());

/// The pairs that have caused a warning.
static WARNED: Mutex<Vec<(TypeId, &Shape)>> = Mutex::new(Vec::new());

/// Warns if the shape of an answer is not the shape of the layer's error type. It warns once for each pair.
pub(super) fn compare<E: ApiError + From<Rejection> + 'static>(sent: Sent) {
    let Some(own) = shape_of::<E>() else { return };
    // Most shapes are one static, and the comparison reads all texts of a shape.
    if core::ptr::eq(own, sent.shape) || *own == *sent.shape {
        return;
    }
    let pair = (TypeId::of::<E>(), sent.shape);
    let mut warned = WARNED.lock().unwrap_or_else(PoisonError::into_inner);
    if warned.contains(&pair) {
        return;
    }
    warned.push(pair);
    drop(warned);
    report::warn(format_args!(
        "the error `{}` was sent in another shape than the shape of `{}`, which the layer answers with; make it an error \
         of that type, as with `#[api(transparent)]`",
        sent.definition.name(),
        type_name::<E>(),
    ));
}

fn shape_of<E: ApiError + From<Rejection> + 'static>() -> Option<&'static Shape> {
    let wanted = TypeId::of::<E>();
    let known = OF_LAYERS.read().unwrap_or_else(PoisonError::into_inner).iter().find(|(id, _)| *id == wanted).copied();
    if let Some((_, shape)) = known {
        return Some(shape);
    }
    let shape = error_of::<E>(Rejection::new(ErrorStatus::NOT_FOUND)).ok()?.shape();
    OF_LAYERS.write().unwrap_or_else(PoisonError::into_inner).push((wanted, shape));
    Some(shape)
}
