//! Two shapes in one API by accident: a layer of one type passes the answer of another shape on.

use std::any::{TypeId, type_name};
use std::sync::{Mutex, PoisonError, RwLock};
use std::vec::Vec;

use super::answered::Answered;
use super::rejected::error_of;
use crate::{ApiError, ErrorStatus, Rejection, Shape, report};

/// The shape of the type of each layer. A type has one shape, and only a value can be asked for it.
static OF_LAYERS: RwLock<Vec<(TypeId, &Shape)>> = RwLock::new(Vec::new());

/// The pairs that were warned of.
static WARNED: Mutex<Vec<(TypeId, &Shape)>> = Mutex::new(Vec::new());

/// Warns if an answer has another shape than the error type of the layer, once for each pair.
pub(super) fn compare<E: ApiError + From<Rejection> + 'static>(answered: &Answered) {
    let Some(own) = shape_of::<E>() else { return };
    if *own == *answered.shape {
        return;
    }
    let pair = (TypeId::of::<E>(), answered.shape);
    let mut warned = WARNED.lock().unwrap_or_else(PoisonError::into_inner);
    if warned.contains(&pair) {
        return;
    }
    warned.push(pair);
    drop(warned);
    report::warn(format_args!(
        "the error `{}` was sent in another shape than the shape of `{}`, which the layer answers with; make it an error \
         of that type, as with `#[api(transparent)]`",
        answered.definition.name(),
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
