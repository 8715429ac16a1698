//! CPU profiles of V8: what is read, what it means, and what is said of damage.

#[path = "formats_cpuprofile/damage.rs"]
mod damage;
#[path = "formats_cpuprofile/extremes.rs"]
mod extremes;
#[path = "formats_cpuprofile/forms.rs"]
mod forms;
#[path = "formats_cpuprofile/samples.rs"]
mod samples;
