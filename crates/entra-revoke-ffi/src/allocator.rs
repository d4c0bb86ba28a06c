//! Memory that is wiped when it is freed, so that no crate of this library leaves a token behind in what it dropped.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;

/// The system's allocator; what it gets back was overwritten with zeros.
#[derive(Debug)]
struct Zeroing;

#[global_allocator]
static ALLOCATOR: Zeroing = Zeroing;

// SAFETY: every method does what the system's allocator does, which keeps the contract of the trait. Growing is left to
// the trait's own `realloc`, which copies and frees through the methods here.
unsafe impl GlobalAlloc for Zeroing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `alloc_zeroed`.
        unsafe { System.alloc_zeroed(layout) }
    }

    // Written once in the library, and not wherever something is dropped.
    #[inline(never)]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller gives back a block of this size, and nobody uses it any more.
        unsafe { memory.write_bytes(0, layout.size()) };
        // Whoever might look at the block keeps the compiler from leaving the writes out.
        black_box(memory);
        // SAFETY: the block came from the system's allocator with this layout.
        unsafe { System.dealloc(memory, layout) };
    }
}
