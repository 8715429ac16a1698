//! How much memory programs can still take.

/// Bytes that programs can still take without swapping, if the system tells: on Linux also within
/// the limits of the control groups that this program is in, such as those of a container.
#[cfg(target_os = "linux")]
pub(super) fn available() -> Option<u64> {
    linux::available(|path| std::fs::read_to_string(path).ok())
}

/// Bytes that programs can still take without swapping, if the system tells.
#[cfg(any(windows, target_os = "macos"))]
pub(super) fn available() -> Option<u64> {
    let mut system = sysinfo::System::new();
    system.refresh_memory();
    Some(system.available_memory()).filter(|&it| it > 0)
}

/// Bytes that programs can still take without swapping: not known of this system.
#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
pub(super) fn available() -> Option<u64> {
    None
}

/// What Linux tells in files.
#[cfg(any(target_os = "linux", test))]
mod linux {
    use std::path::Path;

    /// The least of what the machine has and what each control group may still take; `read` gives
    /// the content of a file.
    pub(super) fn available(read: impl Fn(&str) -> Option<String>) -> Option<u64> {
        let machine = read("/proc/meminfo").and_then(|it| of_machine(&it));
        let groups = read("/proc/self/cgroup");
        let groups = groups.as_deref().and_then(|it| of_groups(it, &read));
        machine.into_iter().chain(groups).min()
    }

    /// What `/proc/meminfo` says is available, in bytes.
    fn of_machine(text: &str) -> Option<u64> {
        let line = text.lines().find_map(|it| it.strip_prefix("MemAvailable:"))?;
        let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        kilobytes.checked_mul(1_024)
    }

    /// The least that any of the groups in `/proc/self/cgroup`, or a group above it, may take.
    fn of_groups(text: &str, read: &impl Fn(&str) -> Option<String>) -> Option<u64> {
        let lines = text.lines().filter_map(|line| {
            let mut parts = line.splitn(3, ':');
            let (_, kinds, path) = (parts.next()?, parts.next()?, parts.next()?);
            match kinds {
                "" => Some(("/sys/fs/cgroup", path, ["memory.max", "memory.current"])),
                _ if kinds.split(',').any(|it| it == "memory") => Some((
                    "/sys/fs/cgroup/memory",
                    path,
                    ["memory.limit_in_bytes", "memory.usage_in_bytes"],
                )),
                _ => None,
            }
        });
        lines
            .flat_map(|(mount, path, files)| {
                let above = Path::new(path).ancestors();
                above.filter_map(move |it| {
                    let folder = format!("{mount}{}", it.to_str()?.trim_end_matches('/'));
                    of_group(&folder, files, read)
                })
            })
            .min()
    }

    /// What the group of this folder may still take; `None` if it has no limit. Pages of files that
    /// it holds are given back when they are needed.
    fn of_group(
        folder: &str,
        [limit, usage]: [&str; 2],
        read: &impl Fn(&str) -> Option<String>,
    ) -> Option<u64> {
        let number = |file: &str| read(&format!("{folder}/{file}"))?.trim().parse::<u64>().ok();
        let (limit, usage) = (number(limit)?, number(usage)?);
        let stat = read(&format!("{folder}/memory.stat")).unwrap_or_default();
        let of_files = stat.lines().filter_map(|line| {
            let (name, bytes) = line.split_once(' ')?;
            let is_file = matches!(name, "active_file" | "inactive_file");
            bytes.trim().parse::<u64>().ok().filter(|_| is_file)
        });
        let of_files = of_files.fold(0, u64::saturating_add);
        Some(limit.saturating_sub(usage.saturating_sub(of_files)))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const MACHINE: (&str, &str) = (
            "/proc/meminfo",
            "MemTotal:       24000 kB\nMemAvailable:   20000 kB\nBuffers: 1 kB\n",
        );

        fn available_in(files: &[(&str, &str)]) -> Option<u64> {
            available(|path| files.iter().find(|it| it.0 == path).map(|it| it.1.to_owned()))
        }

        #[test]
        fn what_the_machine_says_is_understood() {
            assert_eq!(available_in(&[MACHINE]), Some(20_480_000));
            assert_eq!(available_in(&[("/proc/meminfo", "MemTotal: 3 kB\n")]), None);
            let huge = "MemAvailable: 18446744073709551615 kB\n";
            assert_eq!(available_in(&[("/proc/meminfo", huge)]), None);
        }

        #[test]
        fn a_group_above_limits_those_below() {
            let files = [
                MACHINE,
                ("/proc/self/cgroup", "0::/box/app\n"),
                ("/sys/fs/cgroup/box/app/memory.max", "max\n"),
                ("/sys/fs/cgroup/box/app/memory.current", "1000\n"),
                ("/sys/fs/cgroup/box/memory.max", "9000000\n"),
                ("/sys/fs/cgroup/box/memory.current", "5000000\n"),
                (
                    "/sys/fs/cgroup/box/memory.stat",
                    "anon 1\ninactive_file 2000000\nactive_file 1\n",
                ),
            ];
            assert_eq!(available_in(&files), Some(6_000_001));
        }

        #[test]
        fn groups_of_the_first_version_count_too_but_no_limit_is_none() {
            let files = [
                MACHINE,
                ("/proc/self/cgroup", "4:cpu,cpuacct:/a\n3:memory:/a\n"),
                ("/sys/fs/cgroup/memory/a/memory.limit_in_bytes", "3000000\n"),
                ("/sys/fs/cgroup/memory/a/memory.usage_in_bytes", "1000000\n"),
                ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"),
                ("/sys/fs/cgroup/memory/memory.usage_in_bytes", "5000000\n"),
            ];
            assert_eq!(available_in(&files), Some(2_000_000));
        }
    }
}
