//! How a function is put in a part of the program: a file of its own, fetched when the function is first called. Where the
//! build does not split the program (`split` is off), the same calls are plain ones. Knows no part.

use std::future::Future;
use std::pin::Pin;
use thiserror::Error;

/// Work that a part does after it has come.
pub type Job<T> = Pin<Box<dyn Future<Output = T>>>;

/// A part could not be fetched. The next call tries again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a part of the program could not be fetched: check the connection and try again")]
pub struct PartFault;

impl From<leptos::wasm_split::SplitLoaderError> for PartFault {
    fn from(_logged_by_the_loader: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A function whose code is in a part: callers wait until the part is there, and are told if it does not come.
macro_rules! in_part {
    ($part:ident: $(#[$doc:meta])* fn $name:ident($($argument:ident: $type:ty),*) -> $answer:ty = $body:expr) => {
        $(#[$doc])*
        pub async fn $name($($argument: $type),*) -> Result<$answer, $crate::ui::part::PartFault> {
            #[cfg(feature = "split")]
            {
                #[leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
                fn $name($($argument: $type),*) -> Result<$answer, $crate::ui::part::PartFault> {
                    Ok($body)
                }
                $name($($argument),*).await
            }
            #[cfg(not(feature = "split"))]
            Ok($body)
        }
    };
}

pub(crate) use in_part;
