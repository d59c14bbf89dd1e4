use error_catalog::Stamp;
use fork::{Fork, fork, waitpid};
use std::collections::HashSet;
use std::io::{self, Read as _, Write as _};
use std::process;

const COUNT: usize = 2000;

/// The half of an id that no clock fills.
fn random_half() -> [u8; 8] {
    Stamp::now().error_id().as_u64_pair().1.to_ne_bytes()
}

#[test]
fn parent_and_child_go_on_with_different_ids() {
    // Both start from what this thread's generator is now.
    random_half();
    let (mut from_child, mut to_parent) = io::pipe().unwrap();
    match fork().unwrap() {
        Fork::Child => {
            let mut halves = [[0; 8]; COUNT];
            halves.fill_with(random_half);
            let _ = to_parent.write_all(halves.as_flattened());
            // Without the handlers of a test process whose other threads are not here.
            process::abort()
        }
        Fork::Parent(child) => {
            drop(to_parent);
            let mut halves: Vec<_> = (0..COUNT).map(|_| random_half()).collect();
            let mut bytes = Vec::new();
            from_child.read_to_end(&mut bytes).unwrap();
            waitpid(child).unwrap();
            halves.extend(bytes.as_chunks().0);

            assert_eq!(halves.len(), 2 * COUNT);
            assert_eq!(HashSet::<[u8; 8]>::from_iter(halves).len(), 2 * COUNT);
        }
    }
}
