//! Heap snapshots: what the samples hold, properties on random graphs, damage, the cache.

#[path = "heap/cache.rs"]
mod cache;
#[path = "heap/damage.rs"]
mod damage;
#[path = "heap/graphs.rs"]
mod graphs;
#[path = "heap/growth.rs"]
mod growth;
#[path = "heap/leaks.rs"]
mod leaks;
#[path = "heap/map.rs"]
mod map;
#[path = "heap/profiles.rs"]
mod profiles;
#[path = "heap/rules.rs"]
mod rules;
#[path = "heap/samples.rs"]
mod samples;
