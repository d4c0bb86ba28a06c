# What the figures were measured on; nothing that tells one machine from another of its kind.
$processor = $env:PROCESSOR_IDENTIFIER
if ([System.IO.File]::Exists('/proc/cpuinfo')) {
    $lines = [System.IO.File]::ReadAllLines('/proc/cpuinfo') -like 'model name*'
    $processor = ($lines[0] -split ':')[1].Trim()
}
$load = 'unknown'
if ([System.IO.File]::Exists('/proc/loadavg')) {
    $load = ([System.IO.File]::ReadAllText('/proc/loadavg') -split ' ')[0] + ' processes on average in the last minute'
}
$memory = [Math]::Round([GC]::GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9)
$system = [System.Runtime.InteropServices.RuntimeInformation]
@(
    "Processor $processor"
    "Cores $([Environment]::ProcessorCount)"
    "Memory $memory GB"
    "System $($system::OSDescription), $($system::OSArchitecture)"
    "Kernel $([Environment]::OSVersion.VersionString)"
    "Load $load"
    ".NET $([Environment]::Version)"
    "PowerShell $($PSVersionTable.PSVersion)"
) | ForEach-Object { [Console]::Out.WriteLine($_) }
